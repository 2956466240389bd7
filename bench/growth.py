"""How time and memory grow with the graph: made-up surveys from five thousand quads up.

For each size, in a process of its own: loading (rules included), a look-up (the median of two
thousand, no thing twice), validation by the fast engine, one network (`cities-projects`).
Processor time; sizes that do not fit into the time given are left out, and said to be.
Last, the exponents: the slope of a line through the logarithms.

    python bench/growth.py [--most QUADS] [--validate QUADS] [--seconds N] [--json FILE]
"""

import argparse
import json
import math
import os
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pyoxigraph as ox
from generate import World, write
from suite import machine

from kkgraph import project, store, terms
from kkgraph.networks.projection import declaration, projection
from kkgraph.validation.conformance import Validation

# Municipalities and years, and about how many quads their surveys have.
SIZES = (
    (1, 2, 5_000),
    (3, 5, 50_000),
    (30, 5, 500_000),
    (150, 5, 2_500_000),
    (600, 5, 10_000_000),
)
WHAT = ("load", "lookup", "validate", "network")
LOOKUPS = 2000
T = TypeVar("T")


def timed(work: Callable[[], T]) -> tuple[T, float]:
    """Return what a work gives, and the seconds of the processor that it took."""
    began = time.process_time()
    found = work()
    return found, time.process_time() - began


def lookup(graph: ox.Store) -> float:
    """Return the median seconds of saying all of a thing, by SPARQL."""
    kind = ox.NamedNode(terms.TYPE)
    quads = graph.quads_for_pattern(None, kind, None, ox.DefaultGraph())
    things = sorted({str(quad.subject) for quad, _ in zip(quads, range(50_000), strict=False)})
    random.Random(1).shuffle(things)  # noqa: S311 - no secret
    asked = (f"SELECT ?p ?o WHERE {{ {thing} ?p ?o }}" for thing in things[:LOOKUPS])
    return statistics.median(
        timed(lambda text=text: len(list(graph.query(text))))[1] for text in asked
    )


def measure(municipalities: int, years: int, validated: int) -> dict[str, float]:
    """Return what one size takes."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "made"
        write(World(0, municipalities, years), folder)
        found = project.find(folder)
        loaded, load = timed(lambda: store.load(found))
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        graph = loaded.local
        size = sum(1 for path in folder.rglob("data/**/*.t*") for _ in ox.parse(path=str(path)))
        result = {"quads": size, "stored": len(graph), "load": load, "memory": memory}
        result["lookup"] = lookup(graph)
        declared = declaration.find_projection(found, "cities-projects")
        network, result["network"] = timed(lambda: projection.select(loaded, declared))
        result["ties"] = len(network.edges)
        if size <= validated:
            del loaded, graph, network
            report, result["validate"] = timed(Validation(found, engine="fast").run)
            result["mistakes"] = len(report.findings)
        return result


def exponent(points: list[tuple[float, float]]) -> float:
    """Return the slope of the line through the logarithms of points (least squares)."""
    xs, ys = ([math.log(one[axis]) for one in points] for axis in (0, 1))
    x, y = statistics.fmean(xs), statistics.fmean(ys)
    return sum((a - x) * (b - y) for a, b in zip(xs, ys, strict=True)) / sum(
        (a - x) ** 2 for a in xs
    )


def exponents(found: list[dict[str, float]]) -> dict[str, float]:
    """Return the exponent of each measure over the sizes that have it."""
    points = {name: [(one["quads"], one[name]) for one in found if name in one] for name in WHAT}
    return {name: exponent(each) for name, each in points.items() if len(each) > 1}


def in_time(call: list[str], seconds: float) -> dict[str, float] | None:
    """Return what a process of this file measures, None where it takes too long."""
    command = [sys.executable, __file__, *call]
    try:
        done = subprocess.run(command, check=True, stdout=subprocess.PIPE, timeout=seconds)
    except subprocess.TimeoutExpired:
        return None
    return dict(json.loads(done.stdout))


def main() -> int:
    """Measure size after size, print a line each, and write them."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--most", type=int, default=10_000_000)
    parser.add_argument(
        "--validate", type=int, default=600_000, help="no larger graph is validated"
    )
    parser.add_argument("--seconds", type=int, default=480)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--one", nargs=2, type=int, help="municipalities, years: in this process")
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(*options.one, options.validate)), flush=True)
        os._exit(0)  # to free tens of millions of quads one by one takes minutes
    found, left_out = [], []
    end = time.monotonic() + options.seconds
    for municipalities, years, about in SIZES:
        call = ["--one", str(municipalities), str(years), "--validate", str(options.validate)]
        left = end - time.monotonic()
        result = in_time(call, left) if about <= options.most and left > 1 else None
        if result is None:
            left_out.append(about)
            continue
        found.append(result)
        print("  ".join(f"{name} {value:,.4g}" for name, value in result.items()), flush=True)
    document = {**machine(), "sizes": found, "left_out": left_out, "exponents": exponents(found)}
    print("exponents:", document["exponents"], "left out:", left_out)
    if options.json:
        options.json.write_text(json.dumps(document, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
