"""How the time of each saved query grows: all of them on made-up surveys of two sizes.

Each runs in a copy of the process that loaded the graph, with the example values that fit it,
and is ended after so many seconds of the processor (`inf`). Prints rows, seconds and the exponent
(1: as the graph grows; 2: as its square), the steepest last.

    python bench/saved.py [--sizes 50000 500000] [--seconds N] [--json FILE] [NAME ...]
"""

import argparse
import json
import math
import multiprocessing
import resource
import subprocess
import sys
import tempfile
import time
from multiprocessing.connection import Connection
from pathlib import Path

from generate import World, write
from growth import SIZES

from kkgraph import project, queries, store
from kkgraph.errors import KkgraphError
from kkgraph.store import Store
from kkgraph.tables import Answer

FORK = multiprocessing.get_context("fork")
Times = dict[str, tuple[float, int] | None]


def answer(loaded: Store, query: queries.Query, end: Connection) -> None:
    """Run a query's example; send the seconds of the processor and the number of rows."""
    began = time.process_time()
    try:
        fitted = queries.fitted(loaded, query)
        found = queries.run(loaded, fitted, fitted.example_values)
    except KkgraphError:  # nothing made up fits its values
        end.send(None)
        return
    spent = time.process_time() - began
    end.send((spent, 1 if isinstance(found, Answer) else len(found)))


def bounded(loaded: Store, query: queries.Query, seconds: int) -> tuple[float, int] | None:
    """Run a query in a copy of this process that ends after so many seconds."""
    ours, theirs = FORK.Pipe(duplex=False)

    def work() -> None:
        resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
        answer(loaded, query, theirs)

    copy = FORK.Process(target=work)
    copy.start()
    theirs.close()
    try:
        return ours.recv()  # type: ignore[no-any-return]
    except EOFError:
        return (math.inf, 0)
    finally:
        copy.join()


def measure(municipalities: int, years: int, seconds: int, names: list[str]) -> Times:
    """Return the seconds and rows of each saved query on a survey of one size."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "made"
        write(World(0, municipalities, years), folder)
        loaded = store.load(project.find(folder))
        times: Times = {}
        for query in queries.load_queries(loaded.project):
            if not names or query.name in names:
                times[query.name] = bounded(loaded, query, seconds)
                print(query.name, times[query.name], file=sys.stderr, flush=True)
        return times


def exponent(small: float, large: float, growth: float) -> float:
    """Return the power of growth that time follows; what takes no time has none."""
    least = 0.002
    return math.log(max(large, least) / max(small, least)) / math.log(growth)


def main() -> None:
    """Measure two sizes, each in a process of its own; print and write what was found."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--sizes", nargs=2, type=int, default=(50_000, 500_000))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", nargs=2, type=int, help="municipalities, years: in this process")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(*options.one, options.seconds, options.names)))
        return
    sizes = [size for size in SIZES if size[2] in options.sizes]
    found = []
    for municipalities, years, _ in sizes:
        call = [sys.executable, __file__, "--seconds", str(options.seconds), *options.names]
        call += ["--one", str(municipalities), str(years)]
        done = subprocess.run(call, check=True, stdout=subprocess.PIPE)
        found.append(json.loads(done.stdout))
    report(found, sizes[1][2] / sizes[0][2])
    if options.json:
        options.json.write_text(json.dumps(found, indent=2) + "\n")


def report(found: list[Times], growth: float) -> None:
    """Print a line for each query."""
    lines = []
    for name in found[0]:
        small, large = (one[name] or (0.0, 0) for one in found)
        power = exponent(small[0], large[0], growth)
        lines.append(
            (power, f"{name:40} {small[1]:8,} {small[0]:9.3f} s {large[1]:8,} {large[0]:9.3f} s")
        )
    for power, line in sorted(lines):
        print(f"{line}   {power:5.2f}")


if __name__ == "__main__":
    main()
