"""How long a cold `kkgraph query` takes, against rdflib and `oxigraph query`.

Each starts a process, runs one saved query and prints CSV. rdflib parses the project's
files; kkgraph is measured as the first command does it (loading, rules included) and as
every other does (from the cache folder); `oxigraph query` (PyPI: oxigraph), where it is
installed, asks the same store on disk; "Python, click, engine" imports the two libraries that
no command does without and opens that store. They take turns, so that a busy machine is busy for
all. Prints the medians of processor and wall time, and the ratios, which are to be at most
1/10 of rdflib's and 4 times oxigraph's.

    python bench/cold_query.py [NAME] [--runs N] [--json FILE]
"""

import argparse
import json
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pyoxigraph import Literal

from kkgraph import project as projects
from kkgraph import queries, store
from kkgraph.cache import entries, preparation
from kkgraph.cache.sources import Sources
from kkgraph.project import Project
from kkgraph.sparql.engine import LANG
from kkgraph.sparql.text import prepare, prologue

TARGETS = {"rdflib": 0.1, "oxigraph": 4.0}
RDFLIB = """
import sys
from pathlib import Path
import rdflib
dataset = rdflib.Dataset(default_union=True)
for line in sys.stdin:
    path, format_, graph = line.rstrip("\\n").split("\\t")
    if not path:
        break
    target = dataset.graph(rdflib.URIRef(graph)) if graph else dataset
    target.parse(path, format=format_)
result = dataset.query(sys.stdin.read())
sys.stdout.buffer.write(result.serialize(format="csv"))
"""


@dataclass
class Rival:
    """A command, what it reads, its environment, and how long it took each time."""

    command: list[str]
    stdin: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    processor: list[float] = field(default_factory=list)
    wall: list[float] = field(default_factory=list)

    def run(self) -> None:
        """Run once, and note the processor's time and the clock's, in milliseconds."""
        before, start = _spent(), time.perf_counter()
        subprocess.run(
            self.command,
            input=self.stdin,
            text=True,
            capture_output=True,
            check=True,
            env=dict(self.environment),
        )
        self.wall.append((time.perf_counter() - start) * 1000)
        self.processor.append((_spent() - before) * 1000)


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def rivals(project: Project, query: queries.Query, folder: str) -> dict[str, Rival]:
    """Return what to measure; the cache folder is `folder`, with the graph in it."""
    # As installed: with Python's compiled files.
    plain = {**os.environ, "XDG_CACHE_HOME": folder, "PYTHONPYCACHEPREFIX": f"{folder}/compiled"}
    for name in ("PYTHONDONTWRITEBYTECODE", entries.NEVER):
        plain.pop(name, None)
    values = [f"--{name}={value}" for name, value in query.example_values.items()]
    command = str(Path(sys.executable).with_name("kkgraph"))
    ours = [command, "query", query.name, *values, "--format", "csv"]
    files = (f"{f.path}\t{f.format}\t{f.graph or ''}\n" for f in project.data_files())
    text = prologue() + prepare(query.text, {LANG: Literal("en")}).text
    peer = [sys.executable, "-W", "ignore", "-c", RDFLIB]
    found = {
        "kkgraph": Rival(ours, environment=plain),
        "kkgraph, loading": Rival(ours, environment={**plain, entries.NEVER: "1"}),
        "rdflib": Rival(peer, "".join(files) + "\t\t\n" + text, plain),
    }
    place = str(entries.found()[0].folder / entries.GRAPH)
    least = f"import click, pyoxigraph; pyoxigraph.Store.read_only({place!r})"
    found["Python, click, engine"] = Rival([sys.executable, "-c", least], environment=plain)
    program = shutil.which("oxigraph", path=f"{Path(sys.executable).parent}:{os.environ['PATH']}")
    if program:
        call = [program, "query", "--location", place, "--results-format", "csv", "--query"]
        found["oxigraph"] = Rival([*call, text], environment=plain)
    return found


def keep(project: Project) -> None:
    """Write the project's graph to the cache folder."""
    sources = Sources.of(project, stated=False)
    if sources is None or not preparation.prepare(store.load(project), sources):
        raise SystemExit("the graph could not be written to the cache folder")


def main() -> int:
    """Measure, print the medians and ratios; 1 when a ratio is above its target."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", nargs="?", default="fees-by-network")
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    project = projects.find()
    query = queries.find_query(project, options.name)
    with tempfile.TemporaryDirectory() as folder:
        os.environ["XDG_CACHE_HOME"] = folder
        keep(project)
        measured = rivals(project, query, folder)
        for turn in range(options.runs + 1):
            for rival in measured.values():
                rival.run()
                if turn == 0:  # the first compiles Python's files and fills the disk's cache
                    rival.processor.clear()
                    rival.wall.clear()
    return report(measured, options.json)


def report(measured: dict[str, Rival], path: Path | None) -> int:
    """Print and write medians and ratios; 1 when a ratio is above its target."""
    times = {name: statistics.median(rival.processor) for name, rival in measured.items()}
    walls = {name: statistics.median(rival.wall) for name, rival in measured.items()}
    print(f"{'':22} {'processor':>10} {'clock':>10}")
    for name, spent in times.items():
        print(f"{name:22} {spent:7.0f} ms {walls[name]:7.0f} ms")
    ratios = {name: times["kkgraph"] / times[name] for name in TARGETS if name in times}
    for name, ratio in ratios.items():
        print(f"kkgraph / {name:8} {ratio:7.2f}    (target: at most {TARGETS[name]})")
    if path:
        document = {"processor_ms": times, "clock_ms": walls, "ratios": ratios}
        path.write_text(json.dumps(document, indent=2) + "\n")
    return int(any(ratio > TARGETS[name] for name, ratio in ratios.items()))


if __name__ == "__main__":
    sys.exit(main())
