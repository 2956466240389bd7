"""Changes lines of the package, one at a time, and tells which changes no test notices.

A sample of all small changes (a comparison turned, a number raised, a condition negated, a
result dropped, ...) is drawn with a seed. Each is made in a copy of the checkout. There the
tests that run its line, the quickest first, are run until one fails, then the whole files that
hold such a test. Which test runs which line is measured first, by one run of all tests with
coverage.py (`pip install pytest-cov`); `--map FILE` keeps that and takes it from there the next
time. Exit 1 when fewer than nine in ten changes are noticed, 2 when the tests fail as they are.

Usage: python bench/mutation.py [--number 60] [--seed 2020] [--room networks] [--minutes 30]
"""

import argparse
import ast
import copy
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENOUGH = 0.9
QUICK, SECONDS = 120, 900  # for the tests of a line, of its files; what takes longer is noticed too
FEW = 40  # tests of a line that are run first
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache")

# Words that guard us from ourselves: no caller sees whether a record could have been changed.
_GUARDS = {"frozen", "slots", "kw_only"}

_OPPOSITE = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
}


@dataclass(frozen=True)
class Change:
    """A small change: its file, its line, and the text of the statement before and after."""

    path: Path
    line: int
    before: str
    after: str
    text: str

    @property
    def room(self) -> str:
        """The folder of the package that the file is in, or the module itself."""
        return self.path.relative_to(ROOT / "src" / "kkgraph").parts[0].removesuffix(".py")


def changed(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in a node's place."""
    other = copy.deepcopy(node)
    match other:
        case ast.Compare(ops=[operator]) | ast.BoolOp(op=operator) | ast.BinOp(op=operator):
            if opposite := _OPPOSITE.get(type(operator)):
                if isinstance(other, ast.Compare):
                    other.ops = [opposite()]
                else:
                    other.op = opposite()
                yield other
        case ast.UnaryOp(op=ast.Not()):
            yield other.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not other.value)
        case ast.Constant(value=int() | float()):
            yield ast.Constant(other.value + 1)
        case ast.IfExp():
            yield ast.IfExp(other.test, other.orelse, other.body)
        case ast.comprehension(ifs=[_, *_]):
            other.ifs = other.ifs[1:]
            yield other


def changes(path: Path) -> Iterator[Change]:
    """Yield every change of a module, in order."""
    text = path.read_text("utf-8")
    tree = ast.parse(text)
    for parent in ast.walk(tree):
        if isinstance(parent, ast.keyword) and parent.arg in _GUARDS:
            continue
        for name, value in ast.iter_fields(parent):
            places = value if isinstance(value, list) else [value]
            for i, node in enumerate(places):
                for other in changed(node) if isinstance(node, ast.AST) else ():
                    yield _change(path, tree, (parent, name, i), other)


def _change(path: Path, tree: ast.AST, place: tuple[ast.AST, str, int], other: ast.AST) -> Change:
    parent, name, i = place
    value = getattr(parent, name)
    node = value[i] if isinstance(value, list) else value
    _put(place, other)
    try:
        text = ast.unparse(ast.fix_missing_locations(tree))
        after = ast.unparse(other)
    finally:
        _put(place, node)
    line = getattr(node, "lineno", 0) or getattr(getattr(node, "target", None), "lineno", 0)
    return Change(path, line, ast.unparse(node), after, text)


def _put(place: tuple[ast.AST, str, int], node: ast.AST) -> None:
    parent, name, i = place
    value = getattr(parent, name)
    if isinstance(value, list):
        value[i] = node
    else:
        setattr(parent, name, node)


class Tests:
    """The tests that run each line of the package, as coverage.py saw them."""

    def __init__(self, measured: Path) -> None:
        """Read a data file of coverage.py, with the tests as its contexts."""
        from coverage import CoverageData

        data = CoverageData(str(measured))
        data.read()
        self._lines: dict[str, dict[int, set[str]]] = {}
        for path in data.measured_files():
            module = path.rpartition("/src/")[2]
            found = data.contexts_by_lineno(path).items()
            self._lines[module] = {line: {_test(one) for one in names} for line, names in found}

    def of(self, change: Change) -> list[str]:
        """Return the tests that run a line, those of the module's own file first."""
        lines = self._lines.get(change.path.relative_to(ROOT / "src").as_posix(), {})
        found = lines.get(change.line, set()) - {""}
        if not found:  # run when the module is imported: whatever uses it
            found = set().union(*lines.values()) - {""} if change.line in lines else set()
        return sorted(found, key=lambda name: (f"test_{change.path.stem}.py" not in name, name))


def _test(context: str) -> str:
    return context.partition("|")[0]


def measure(folder: Path, to: Path) -> None:
    """Run all tests in a copy and keep which lines each runs; raises SystemExit 2 if one fails."""
    print("running all tests, to see which lines each runs", flush=True)
    call = ["-q", "--cov=src/kkgraph", "--cov-context=test", "--cov-report="]
    if fails(folder, call, 3 * SECONDS):
        sys.exit("the tests fail without any change")
    shutil.copyfile(folder / ".coverage", to)


def fails(folder: Path, arguments: Sequence[str], seconds: float) -> bool:
    """Tell whether a call of pytest in a copy fails, or takes longer."""
    call = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            call, cwd=folder, env=environment, capture_output=True, check=False, timeout=seconds
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def noticed(folder: Path, change: Change, tests: Tests) -> bool:
    """Make a change in the copy, run the tests of its line, and take the change back."""
    found = tests.of(change)
    if not found:
        return False
    files = list(dict.fromkeys(name.partition("::")[0] for name in found))
    path = folder / change.path.relative_to(ROOT)
    whole = path.read_bytes()
    path.write_text(change.text, "utf-8")
    try:
        alone = ["-q", "-x", "-n", "0"]
        return fails(folder, alone + spread(found), QUICK) or fails(folder, alone + files, SECONDS)
    finally:
        path.write_bytes(whole)


def spread(found: Sequence[str]) -> list[str]:
    """Return a few tests from all over a list, its first ones among them."""
    half = FEW // 2
    rest = found[half:]
    return [*found[:half], *rest[:: max(1, len(rest) // half)]]


def main() -> int:
    """Print each change with whether it was noticed, and the share; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--number", type=int, default=60)
    options.add_argument("--seed", type=int, default=2020)
    options.add_argument("--room", help="only changes in this folder or module of the package")
    options.add_argument("--minutes", type=float, default=1e9, help="stop after so many")
    options.add_argument("--map", type=Path, help="keep here which test runs which line")
    given = options.parse_args()
    every = [c for path in sorted((ROOT / "src").rglob("*.py")) for c in changes(path)]
    fitting = [one for one in every if given.room in (None, one.room)]
    drawn = random.Random(given.seed)  # noqa: S311 - no secret
    chosen = drawn.sample(fitting, min(given.number, len(fitting)))
    print(f"{len(chosen)} of {len(fitting)} changes, seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(ROOT, Path(temporary) / "copy", ignore=LEFT_OUT))
        measured = given.map or Path(temporary) / "measured"
        if not measured.exists():
            measure(folder, measured)
        return _told(folder, chosen, Tests(measured), time.monotonic() + given.minutes * 60)


def _told(folder: Path, chosen: list[Change], tests: Tests, until: float) -> int:
    killed = number = 0
    for one in chosen:
        if time.monotonic() > until:
            break
        number += 1
        found = noticed(folder, one, tests)
        killed += found
        place = f"{one.path.relative_to(ROOT)}:{one.line}"
        word = "noticed " if found else "SURVIVED"
        print(f"{killed}/{number} {word} {place}: {one.before} -> {one.after}", flush=True)
    print(f"noticed: {killed} of {number}, {killed / max(1, number):.0%}")
    return 0 if killed >= ENOUGH * number else 1


if __name__ == "__main__":
    sys.exit(main())
