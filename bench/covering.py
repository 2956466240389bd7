"""Which tests run a line of the package: measured once with coverage.py, kept in a folder.

A test runs what it calls, what its fixtures call (also those that another test made before it),
and what a process does that it or a fixture starts. A server's workers may open no file, so that
nothing is known of what they run.

A map keeps the sources it was measured in. Where these have changed since, its lines move with
them, and a line that is new is run by no test until its test file is measured again: `Map.near`.
"""

import ast
import contextlib
import hashlib
import json
import os
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from difflib import SequenceMatcher
from functools import cache, cached_property
from itertools import zip_longest
from pathlib import Path
from typing import Any

import forked
import pytest
from mutants import ROOT, SOURCE, Mutant

FIXTURE = "fixture "
TOGETHER, BESIDE = 7, 2  # test files in a process, processes
SETTINGS = """[run]
data_file = {data}
source = {source}
parallel = true
context = ${{KKGRAPH_TEST-}}
patch = fork, _exit
disable_warnings = no-data-collected, module-not-measured, module-not-imported, couldnt-parse
"""


class Recorder:
    """A plugin of pytest: coverage.py's context is the test, or the fixture that many share."""

    def __init__(self, coverage: Any) -> None:  # noqa: ANN401 - coverage.Coverage
        """Take a measurement that has begun."""
        self.coverage = coverage
        self.contexts = [""]
        self.tests: dict[str, dict[str, Any]] = {}
        self.starting: set[str] = set()  # tests and fixtures that start a process
        sys.addaudithook(self._started)

    def _started(self, event: str, _: object) -> None:
        if event in {"subprocess.Popen", "os.fork"}:
            self.starting.add(self.contexts[-1])

    def _enter(self, context: str) -> None:
        self.contexts.append(context)
        self._switch()

    def _leave(self) -> None:
        self.contexts.pop()
        self._switch()

    def _switch(self) -> None:
        os.environ["KKGRAPH_TEST"] = self.contexts[-1].replace("$", "")
        self.coverage.switch_context(self.contexts[-1])

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Measure a test."""
        fixtures = list(getattr(item, "fixturenames", ()))
        self.tests[item.nodeid] = {"seconds": 0.0, "fixtures": fixtures, "holds": True}
        self._enter(item.nodeid)
        try:
            return (yield)
        finally:
            self._leave()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: Any) -> Iterator[None]:  # noqa: ANN401 - pytest's own
        """Measure a fixture by itself where tests share it."""
        if fixturedef.scope == "function":
            return (yield)
        self._enter(FIXTURE + fixturedef.argname)
        try:
            return (yield)
        finally:
            self._leave()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note how long a test takes, and whether it holds."""
        test = self.tests[report.nodeid]
        test["seconds"] += report.duration if report.when == "call" else 0
        test["holds"] &= report.outcome == "passed"

    def found(self) -> dict[str, dict[str, Any]]:
        """Return each test with its seconds, its fixtures, and whether it starts a process."""
        starting = {name.removeprefix(FIXTURE) for name in self.starting}
        for name, test in self.tests.items():
            test["starts"] = bool(starting & {name, *test["fixtures"]})
        return self.tests


def measure(folder: Path, to: Path, files: Collection[str], *, slow: bool) -> int:
    """Begin to run test files in a copy of the checkout; return the number of the process."""
    to.mkdir(parents=True)
    return forked.begun(folder, lambda: _measured(folder, to, files, slow=slow), to / "log")


def _measured(folder: Path, to: Path, files: Collection[str], *, slow: bool) -> int:
    from coverage import Coverage

    settings = to / "coverage.ini"
    source = folder / "src" / "kkgraph"
    settings.write_text(SETTINGS.format(data=to / "lines", source=source), "utf-8")
    coverage = Coverage(to / "lines.tests", config_file=False, source=[str(source)], messages=False)
    os.environ["COVERAGE_PROCESS_START"] = str(settings)
    coverage.start()
    recorder = Recorder(coverage)
    code = forked.pytest_main(files, recorder, slow=slow)
    coverage.stop()
    coverage.save()
    (to / "tests.json").write_text(json.dumps(recorder.found()), "utf-8")
    return code


def _merge(part: Path, to: Path) -> None:
    """Add what was measured to the map."""
    from coverage import CoverageData
    from coverage.exceptions import DataError

    data = CoverageData(str(to / "lines"))
    data.read()
    for path in part.glob("lines.*"):
        more = CoverageData(str(path))
        with contextlib.suppress(DataError):  # of a process that a test killed
            more.read()
            data.update(more)
    data.write()
    _add(to / "tests.json", json.loads((part / "tests.json").read_text("utf-8")))


def _add(path: Path, tests: dict[str, dict[str, Any]]) -> None:
    """Put tests in the map; those of the same files that are no more leave it."""
    files = {file_of(name) for name in tests}
    known = json.loads(path.read_text("utf-8")) if path.exists() else {}
    kept = {name: test for name, test in known.items() if file_of(name) not in files}
    path.write_text(json.dumps(kept | tests, indent=0), "utf-8")


def file_of(test: str) -> str:
    """Return the file of a test."""
    return test.partition("::")[0]


def followed(to: Path, source: Path = SOURCE) -> None:
    """Put the lines of a map where they stand now; keep the sources for the next time."""
    from coverage import CoverageData

    kept, new = to / "src", to / "lines.new"
    if kept.exists() and _texts(kept) == _texts(source):
        return
    if kept.exists() and (to / "lines").exists():
        old, moved = CoverageData(str(to / "lines")), CoverageData(str(new))
        old.read()
        for context, lines in _moved(old, kept, source).items():
            moved.set_context(context)
            moved.add_lines(lines)
        moved.write()
        new.replace(to / "lines")
    shutil.rmtree(kept, ignore_errors=True)
    shutil.copytree(source, kept, ignore=shutil.ignore_patterns("__pycache__", "_web", "_project"))


def _texts(folder: Path) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*.py")}


def _moved(data: Any, kept: Path, source: Path) -> dict[str, dict[str, set[int]]]:  # noqa: ANN401
    """Return the lines of each context, by the path of today's module."""
    found: dict[str, dict[str, set[int]]] = defaultdict(lambda: defaultdict(set))
    for path in data.measured_files():
        module = path.rpartition("/src/")[2]
        if not ((kept / module).exists() and (source / module).exists()):
            continue
        now = moves((kept / module).read_text("utf-8"), (source / module).read_text("utf-8"))
        for line, contexts in data.contexts_by_lineno(path).items():
            for context in contexts if line in now else ():
                found[context][str(source / module)].add(now[line])
    return found


def moves(before: str, after: str) -> dict[int, int]:
    """Return where each line of a text stands in a later one, counted from 1, if it is there."""
    if before == after:
        return {n: n for n in range(1, before.count("\n") + 2)}
    found = SequenceMatcher(None, before.splitlines(), after.splitlines(), autojunk=False)
    return {a + i + 1: b + i + 1 for a, b, n in found.get_matching_blocks() for i in range(n)}


def renewed(folder: Path, to: Path, *, slow: bool = False) -> None:
    """Measure the test files that are not in the map as they are now, some at a time.

    `slow`: with the slow tests, too.
    """
    to.mkdir(parents=True, exist_ok=True)
    followed(to)
    tests = sorted((ROOT / "tests").glob("test_*.py"))
    now = {f"tests/{p.name}": hashlib.sha256(p.read_bytes()).hexdigest() for p in tests}
    digests = to / "digests.json"
    known = json.loads(digests.read_text("utf-8")) if digests.exists() else {}
    new = [name for name in now if known.get(name) != now[name]]
    parts = [new[i : i + TOGETHER] for i in range(0, len(new), TOGETHER)]
    for place, part in _side_by_side(folder, to, parts, slow=slow):
        _merge(place, to)
        known |= {name: now[name] for name in part}
        digests.write_text(json.dumps(known), "utf-8")
        print(f"measured {', '.join(Path(name).stem for name in part)}", flush=True)


def _side_by_side(
    folder: Path, to: Path, parts: list[list[str]], *, slow: bool
) -> Iterator[tuple[Path, list[str]]]:
    """Run parts, two at a time; yield each that is done, with the folder of its measurement."""
    waiting, running = parts[::-1], dict[int, tuple[Path, list[str]]]()
    while waiting or running:
        while waiting and len(running) < BESIDE:
            place, part = to / f"part{len(waiting)}", waiting.pop()
            shutil.rmtree(place, ignore_errors=True)
            running[measure(folder, place, part, slow=slow)] = place, part
        pid, status = os.wait()
        place, part = running.pop(pid)
        if (code := os.waitstatus_to_exitcode(status)) in {0, 1}:
            yield place, part
        else:
            print(f"not measured ({code}, {place / 'log'}): {part}", flush=True)


class Map:
    """Which tests run a line."""

    def __init__(self, folder: Path) -> None:
        """Take a folder that `renewed` wrote."""
        self.folder = folder
        every = json.loads((folder / "tests.json").read_text("utf-8"))
        self.tests = {name: test for name, test in every.items() if test["holds"]}

    def keep(self, names: Iterable[str]) -> None:
        """Leave out all tests but these: what a run does not collect cannot be tried."""
        self.tests = {name: self.tests[name] for name in names if name in self.tests}

    @cached_property
    def _data(self) -> Any:  # noqa: ANN401 - coverage.CoverageData
        from coverage import CoverageData

        data = CoverageData(str(self.folder / "lines"))
        data.read()
        return data

    @cached_property
    def _paths(self) -> dict[str, list[str]]:
        """The paths of each module: it was measured in several copies."""
        found: dict[str, list[str]] = {}
        for path in self._data.measured_files():
            found.setdefault(path.rpartition("/src/")[2], []).append(path)
        return found

    @cache  # noqa: B019 - there is one map
    def _lines(self, module: str) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for path in self._paths.get(module, ()):
            for line, contexts in self._data.contexts_by_lineno(path).items():
                found.setdefault(line, []).extend(contexts)
        return found

    def seconds(self, tests: Iterable[str]) -> float:
        """Return how long tests took when they were measured."""
        return sum(self.tests[name]["seconds"] for name in tests)

    def _named(self, contexts: Iterable[str]) -> set[str]:
        """Return the tests of contexts: those named, and those with a fixture that is named."""
        contexts = set(contexts)
        fixtures = {c.removeprefix(FIXTURE) for c in contexts if c.startswith(FIXTURE)}
        using = {n for n, test in self.tests.items() if fixtures.intersection(test["fixtures"])}
        return (contexts & self.tests.keys()) | using

    def of(self, mutant: Mutant) -> list[str]:
        """Return the tests that run a mutant's line, mixed from all files, the quickest first.

        What runs on import does so in the first test of a file, and any other may notice it.
        """
        lines = self._lines(mutant.module)
        found = self._named(lines.get(mutant.line) or lines.get(mutant.statement) or ())
        if not mutant.function:
            files = set(map(file_of, found))
            found = {name for name in self.tests if file_of(name) in files}
        return self._mixed(found, mutant)

    def near(self, mutant: Mutant) -> list[str]:
        """Return the tests that may notice it besides: of its module, or of what imports that.

        And those that start a process, if they are named after its module or room.
        """
        asked = {mutant.module}
        seen: set[str] = set()
        while asked:
            contexts = (
                c for module in asked for names in self._lines(module).values() for c in names
            )
            if found := self._named(contexts):
                break
            seen |= asked
            asked = {m for module in asked for m in importers().get(module, ())} - seen
        else:
            found = set()
        words = {mutant.room, mutant.path.stem}
        kin = {
            n for n, t in self.tests.items() if t["starts"] and any(w in file_of(n) for w in words)
        }
        return self._mixed(found | kin, mutant)

    def _mixed(self, found: Collection[str], mutant: Mutant) -> list[str]:
        """Put tests named after module and function first, then one of each file in turn."""
        ordered = sorted(found, key=lambda name: (self.tests[name]["seconds"], name))
        words = {*mutant.module.removesuffix(".py").split("/"), *mutant.function.split("_")} - {""}
        alike = {n: len(words & set(re.split(r"[\W_]+", n))) for n in ordered}
        own = sorted((n for n in ordered if alike[n]), key=lambda n: -alike[n])
        files: dict[str, list[str]] = {}
        for name in ordered:
            files.setdefault(file_of(name), []).append(name)
        mixed = (n for row in zip_longest(*files.values()) for n in row if n is not None)
        return list(dict.fromkeys([*own[:20], *mixed]))


@cache
def importers() -> dict[str, set[str]]:
    """Return for each module those that import it."""
    found: dict[str, set[str]] = {}
    for path in SOURCE.rglob("*.py"):
        for name in _imported(path):
            for module in (f"{name}.py", f"{name}/__init__.py"):
                found.setdefault(module, set()).add(path.relative_to(SOURCE).as_posix())
    return found


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kkgraph"):
            base = str(node.module).replace(".", "/")
            yield base
            yield from (f"{base}/{name.name}" for name in node.names)
