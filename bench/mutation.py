"""Changes lines of the package, one at a time, and tells which changes no test notices.

A sample of all small changes (a comparison turned, a number raised, a condition negated, a
result dropped, ...) is drawn with a seed. Each is made in a copy of the checkout, and the tests
of the room that it is in are run there until one fails. Exit 1 when fewer than nine in ten
changes are noticed, 2 when the tests of a room fail as they are.

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
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
ENOUGH = 0.9
SECONDS = 900  # for the tests of a room; what takes longer is noticed too
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "*cache*")

# The tests of each room, quick ones first; a change in another module is held by SHARED.
TESTS = {
    "asking": "asking questions endpoint_api",
    "cache": "cache",
    "citing": "citing cli",
    "cli": "cli errors docs claims validation",
    "comparison": "together questions",
    "description": "formats facts citations cli",
    "differences": "differences",
    "editing": "sheets editing",
    "editions": "editions together",
    "endpoint": "endpoint endpoint_api endpoint_things endpoint_pages endpoint_crowd "
    "endpoint_faults endpoint_protection",
    "entities": "entities facts statistics labels formats",
    "evidence": "positions citations sources evidence facts answers ends",
    "export": "export python",
    "formats": "formats columns answers statistics cli",
    "maps": "maps site",
    "migrations": "migrations",
    "networks": "ties networks_measures networks_writers networks agreement",
    "notebook": "python",
    "project": "project settings store cli editions validation",
    "releases": "releases",
    "remote": "remote push servers",
    "setup": "setup newcomer",
    "site": "site",
    "sparql": "sparql columns one_answer queries tables endpoint ends",
    "survey": "survey data",
    "validation": "validation mistakes shapes watching data",
}
SHARED = "parameters project store rules terms media texts tables queries errors cli answers"

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


def fails(folder: Path, room: str, module: str = "") -> bool:
    """Tell whether a test of the module, if it has any, or of the room fails in a copy."""
    names = dict.fromkeys([module, *TESTS.get(room, SHARED).split()])
    files = [
        f"tests/test_{name}.py" for name in names if (folder / f"tests/test_{name}.py").exists()
    ]
    call = [sys.executable, "-m", "pytest", "-q", "-x", "-n", "0", "-p", "no:cacheprovider", *files]
    environment = {**os.environ, "PYTHONPATH": str(folder / "src"), "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        done = subprocess.run(
            call, cwd=folder, env=environment, capture_output=True, check=False, timeout=SECONDS
        )
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0


def noticed(folder: Path, change: Change) -> bool:
    """Make a change in the copy, run the room's tests, and take the change back."""
    path = folder / change.path.relative_to(ROOT)
    whole = path.read_bytes()
    path.write_text(change.text, "utf-8")
    try:
        return fails(folder, change.room, change.path.stem)
    finally:
        path.write_bytes(whole)


def main() -> int:
    """Print each change with whether it was noticed, and the share; return the exit code."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--number", type=int, default=60)
    options.add_argument("--seed", type=int, default=2020)
    options.add_argument("--room", help="only changes in this folder or module of the package")
    options.add_argument("--minutes", type=float, default=1e9, help="stop after so many")
    options.add_argument("--green", action="store_true", help="the tests are known to hold")
    given = options.parse_args()
    every = [c for path in sorted((ROOT / "src").rglob("*.py")) for c in changes(path)]
    fitting = [one for one in every if given.room in (None, one.room)]
    drawn = random.Random(given.seed)  # noqa: S311 - no secret
    chosen = drawn.sample(fitting, min(given.number, len(fitting)))
    print(f"{len(chosen)} of {len(fitting)} changes, seed {given.seed}", flush=True)
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(ROOT, Path(temporary) / "copy", ignore=LEFT_OUT))
        for room in sorted({one.room for one in chosen} if not given.green else ()):
            if fails(folder, room):
                print(f"the tests of {room} fail without any change")
                return 2
        return _told(folder, chosen, time.monotonic() + given.minutes * 60)


def _told(folder: Path, chosen: list[Change], until: float) -> int:
    killed = number = 0
    for one in chosen:
        if time.monotonic() > until:
            break
        number += 1
        found = noticed(folder, one)
        killed += found
        place = f"{one.path.relative_to(ROOT)}:{one.line}"
        word = "noticed " if found else "SURVIVED"
        print(f"{killed}/{number} {word} {place}: {one.before} -> {one.after}", flush=True)
    print(f"noticed: {killed} of {number}, {killed / max(1, number):.0%}")
    return 0 if killed >= ENOUGH * number else 1


if __name__ == "__main__":
    sys.exit(main())
