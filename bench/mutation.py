"""Changes lines of the package, one at a time, and tells which changes no test notices.

A sample of all mutants (bench/mutants.py) is drawn with a seed. Each is put into a copy of the
checkout. There the tests that run its line are run until one fails: first the quickest of each
file, then the others and those of its neighbourhood, up to `--seconds` of them. A test kills a
mutant when it fails with it and holds without it, or takes far longer. A mutant that none kills
survives; so does one in a line that no test runs.

Which test runs which line is measured first (bench/covering.py; `pip install '.[mutation]'`);
`--map FOLDER` keeps that, and only test files that changed are measured again. `--keep FILE` keeps
what was found, so that a run that was cut off goes on; `--again` asks the survivors anew.
`--record` writes the outcome to bench/results/mutation.json, where a person gives each survivor
its reason. `at_first` is what was killed before any test was written for a survivor, with its 95 %
interval (Wilson): that of the package, the rest only says what was mended.
Exit 1 when fewer than nine in ten are killed.

Usage: python bench/mutation.py [--number 60] [--seed 2020] [--room networks] [--minutes 30]
"""

import argparse
import ast
import contextlib
import datetime as dt
import json
import math
import random
import resource
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import zip_longest
from pathlib import Path
from typing import Any

import forked
import mutants
import pytest
from covering import Map, file_of, renewed
from mutants import ROOT, Mutant

ENOUGH = 0.9
FEW = 12  # tests that are run first
LEFT_OUT = shutil.ignore_patterns(".git", ".venv", "node_modules", "__pycache__", ".*_cache")
RESULT = ROOT / "bench" / "results" / "mutation.json"


class Chosen:
    """A plugin of pytest: runs some tests, stops at the first that fails, and keeps its name."""

    def __init__(self, names: Sequence[str], out: Path) -> None:
        """Take the tests, and the file for the name of the one that fails."""
        self.names, self.out = names, out

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run what is chosen, file by file."""
        items = {item.nodeid: item for item in session.items}
        files = {file: i for i, file in enumerate(dict.fromkeys(map(file_of, self.names)))}
        chosen = [items[name] for name in self.names if name in items]
        chosen.sort(key=lambda item: files[file_of(item.nodeid)])
        for item, after in zip_longest(chosen, chosen[1:]):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=after)
            if self.out.exists():
                break
        return True

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a test that fails."""
        if report.failed and not self.out.exists():
            self.out.write_text(report.nodeid, "utf-8")


class Trial:
    """A plugin of pytest: mutants one after the other, in forks of a process with all tests."""

    def __init__(
        self, folder: Path, tests: Map, given: argparse.Namespace, work: Callable[[], None]
    ) -> None:
        """Take a copy, the tests of each line, what the command was called with, what to do."""
        self.folder, self.tests, self.work = folder, tests, work
        self.seconds, self.slow = given.seconds, given.slow
        self.loading: set[str] = set()  # what ran while projects were loaded, before any mutant

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Do the work, instead of running all tests; each fork finds the projects loaded."""
        self.session = session
        self.tests.keep(item.nodeid for item in session.items)
        self.loading = _loaded(self.folder)
        self.work()
        return True

    def killer(self, mutant: Mutant) -> str | None:
        """Return the test that notices a mutant, if any."""
        run = self.tests.of(mutant)
        first = self._cut(run[:FEW])
        rest = dict.fromkeys([*run[FEW:], *self.tests.near(mutant)])
        return self._tried(mutant, first) or self._tried(
            mutant, self._cut([name for name in rest if name not in set(first)])
        )

    def _cut(self, names: Sequence[str]) -> list[str]:
        """Return the first tests that take as long as a mutant may."""
        found: list[str] = []
        left = self.seconds
        for name in names:
            left -= self.tests.seconds([name]) + 0.01
            if left < 0 and found:
                break
            found.append(name)
        return found

    def _tried(self, mutant: Mutant, names: list[str]) -> str | None:
        while names:
            failed = self._failing(mutant, names)
            if failed is None or not self._fails_by_itself(failed, names):
                return failed
            names = [name for name in names if name != failed] if failed in names else []
        return None

    def _fails_by_itself(self, failed: str, names: list[str]) -> bool:
        """Tell whether a test fails without a mutant, too; asked of those that wait for others."""
        test = self.tests.tests.get(failed)
        if test and not test["starts"]:
            return False
        return self._failing(None, [failed] if test else names) is not None

    def _failing(self, mutant: Mutant | None, names: list[str]) -> str | None:
        """Run tests with a mutant, or without; return the first that fails, if any."""
        with tempfile.TemporaryDirectory() as temporary, _changed(self.folder, mutant):
            out, log = Path(temporary) / "failed", Path(temporary) / "log"
            chosen = Chosen(names, out)
            limit = 20 + 2 * round(self.tests.seconds(names))
            job = partial(self._run, mutant, chosen, limit)
            code = forked.run(self.folder, job, 60 + 10 * limit, log)
            if out.exists():
                return out.read_text("utf-8")
            if code is None or code < 0:
                return "(too slow)"
            return None if code in {0, 5} else f"(no test could run: {code})"

    def _run(self, mutant: Mutant | None, chosen: Chosen, limit: int) -> int:
        """Run tests in a fork: with other functions, or what runs on import imported anew.

        `limit`: seconds of the processor, so that a busy machine is no reason.
        """
        resource.setrlimit(resource.RLIMIT_CPU, (limit, limit))
        path = mutant and self.folder / "src" / mutant.module
        if path and str(path) in self.loading:
            sys.modules["conftest"].loading.forget()  # they are loaded anew
        if mutant is None or (mutant.function and forked.replace(path, mutant.tree)):
            self.session.config.pluginmanager.register(chosen)
            chosen.pytest_runtestloop(self.session)
            return 0
        forked.forget(self.folder)
        files = dict.fromkeys(map(file_of, chosen.names))
        return forked.pytest_main(files, chosen, slow=self.slow)


def _loaded(folder: Path) -> set[str]:
    """Load what tests share (tests/conftest.py); return the files of the code that ran."""
    conftest, ran = sys.modules["conftest"], set[str]()
    sys.setprofile(lambda frame, _event, _: ran.add(frame.f_code.co_filename))
    for root in (folder, folder / "tests" / "mini"):
        conftest.loading(conftest.projects.find(root))  # as its fixtures do
    sys.setprofile(None)
    return ran


@contextlib.contextmanager
def _changed(folder: Path, mutant: Mutant | None) -> Iterator[None]:
    """Put a mutant in its place in a copy, and take it back."""
    if mutant is None:
        yield
        return
    path = folder / "src" / mutant.module
    whole = path.read_bytes()
    path.write_text(ast.unparse(mutant.tree), "utf-8")
    try:
        yield
    finally:
        path.write_bytes(whole)


class Outcome:
    """What was found of each mutant: the test that kills it, or nothing."""

    def __init__(self, path: Path | None) -> None:
        """Take the file that keeps it, if any."""
        self.path = path
        there = path is not None and path.exists()
        self.found: dict[str, str | None] = json.loads(path.read_text("utf-8")) if there else {}

    def add(self, mutant: Mutant, killer: str | None) -> None:
        """Keep what was found."""
        self.found[mutant.name] = killer
        if self.path:
            self.path.write_text(json.dumps(self.found, indent=1), "utf-8")


def arguments() -> argparse.Namespace:
    """Return what the command was called with."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--number", type=int, default=60)
    options.add_argument("--seed", type=int, default=2020)
    options.add_argument("--room", help="only mutants of this folder or module of the package")
    options.add_argument("--minutes", type=float, default=1e9, help="stop after so many")
    options.add_argument("--seconds", type=float, default=20, help="of tests for a mutant, twice")
    options.add_argument("--slow", action="store_true", help="with the slow tests, too")
    options.add_argument("--map", type=Path, help="keep here which test runs which line")
    options.add_argument("--keep", type=Path, help="keep here what was found")
    options.add_argument("--again", action="store_true", help="ask those that survived anew")
    options.add_argument("--record", action="store_true", help=f"write {RESULT.relative_to(ROOT)}")
    return options.parse_args()


def main() -> int:
    """Print each mutant with the test that kills it, and the share; return the exit code."""
    given = arguments()
    fitting = [one for one in mutants.every() if given.room in (None, one.room)]
    drawn = random.Random(given.seed)  # noqa: S311 - no secret
    chosen = drawn.sample(fitting, min(given.number, len(fitting)))
    print(f"{len(chosen)} of {len(fitting)} mutants, seed {given.seed}", flush=True)
    outcome = Outcome(given.keep and given.keep.absolute())
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(shutil.copytree(ROOT, Path(temporary) / "copy", ignore=LEFT_OUT))
        to = given.map.absolute() if given.map else Path(temporary) / "map"
        renewed(folder, to, slow=given.slow)
        tried = _all_tried(folder, Map(to), chosen, outcome, given)
    survivors = [one for one in tried if not outcome.found[one.name]]
    share = 1 - len(survivors) / max(1, len(tried))
    low, high = interval(len(tried) - len(survivors), len(tried))
    print(
        f"killed: {len(tried) - len(survivors)} of {len(tried)}, {share:.0%} ({low:.0%}-{high:.0%})"
    )
    if given.record and tried:
        record(given.seed, len(tried), survivors)
    return 0 if tried and share >= ENOUGH else 1


def _all_tried(
    folder: Path, tests: Map, chosen: list[Mutant], outcome: Outcome, given: argparse.Namespace
) -> list[Mutant]:
    """Try mutants within a run of pytest, which has collected all tests; return them."""
    tried: list[Mutant] = []
    work = lambda: tried.extend(_told(trial, chosen, outcome, given))  # noqa: E731
    trial = Trial(folder, tests, given, work)
    forked.settle(folder)
    files = sorted({file for name in tests.tests if Path(file := file_of(name)).exists()})
    forked.pytest_main(["--capture=no", *files], trial, slow=given.slow)
    return tried


def _told(
    trial: Trial, chosen: list[Mutant], outcome: Outcome, given: argparse.Namespace
) -> Iterator[Mutant]:
    """Try mutants, print what comes of each, and yield it."""
    until = time.monotonic() + given.minutes * 60
    killed = 0
    for number, one in enumerate(chosen, 1):
        known = outcome.found.get(one.name) or (one.name in outcome.found and not given.again)
        if not known and time.monotonic() > until:
            break
        if not known:
            outcome.add(one, trial.killer(one))
        killer = outcome.found[one.name]
        killed += bool(killer)
        said = f"killed   {one.name}  by {killer}" if killer else f"SURVIVED {one.name}"
        print(f"{killed}/{number} {said}", flush=True)
        yield one


def interval(killed: int, number: int) -> tuple[float, float]:
    """Return between which shares the package's lies, 95 times in a hundred (Wilson 1927)."""
    z, n = 1.96, max(number, 1)
    share = killed / n
    middle, spread = (
        share + z * z / (2 * n),
        z * math.sqrt(share * (1 - share) / n + (z / (2 * n)) ** 2),
    )
    return (middle - spread) / (1 + z * z / n), (middle + spread) / (1 + z * z / n)


def record(seed: int, number: int, survivors: Sequence[Mutant]) -> None:
    """Write the outcome of a seed; a survivor keeps the reason that a person gave it.

    `at_first` stays: how many were killed before any test was written for a survivor.
    """
    known: dict[str, Any] = json.loads(RESULT.read_text("utf-8")) if RESULT.exists() else {}
    listed = [one for each in known.values() for one in each["survivors"]]
    reasons = {(one["module"], one["change"]): one["reason"] for one in listed}
    changes = [(one.module, one.line, f"{one.before} -> {one.after}") for one in survivors]
    killed = number - len(survivors)
    first = known.get(str(seed), {}).get("at_first", killed)
    known[str(seed)] = {
        "date": dt.datetime.now(tz=dt.UTC).date().isoformat(),
        "mutants": number,
        "killed": killed,
        "at_first": first,
        "interval": [round(end, 3) for end in interval(first, number)],
        "survivors": [
            {"module": m, "line": n, "change": c, "reason": reasons.get((m, c), "")}
            for m, n, c in changes
        ],
    }
    text = json.dumps(dict(sorted(known.items())), indent=2, ensure_ascii=False)
    RESULT.write_text(text + "\n", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
