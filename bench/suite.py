"""Our ways against others', in turns: the processor's time of each, and the ratios.

Each is a process of its own that says how long its work took, without its imports; they take
turns, so that a busy machine is busy for all. What is measured:

load      the project's files to a graph, rules and merge included: the engine's own bulk
          loader without them, rdflib's parsers; and both with what ours then holds, three
          times as many quads, from one file of N-Quads (`_stored`)
validate  the shapes and checks of a made-up survey by the fast engine: pySHACL, shapes alone
network   from a query's rows to a GEXF file: the same with plain NetworkX
query     a cold `kkgraph query`: rdflib, `oxigraph query` (bench/cold_query.py)

    python bench/suite.py [--smoke] [--json FILE] [--baseline FILE]

`--baseline` compares with the ratios of such a FILE: exit 1 where one got worse by half.
"""

import argparse
import importlib
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox
from generate import World, write

ROOT = Path(__file__).resolve().parents[1]
WORSE = 1.5
# What is measured, and whom ours is compared with.
PAIRS = {
    "load": ("bulk_load", "rdflib", "bulk_load_stored", "rdflib_stored"),
    "validate": ("pyshacl",),
    "network": ("networkx",),
}
Work = Callable[[], object]


def load_kkgraph(folder: Path) -> Work:
    """Load as every command does that finds no graph in the cache."""
    from kkgraph import project, store

    importlib.import_module("kkgraph.rules")  # which the load would import itself
    found = project.find(folder)
    return lambda: store.load(found)


def load_bulk_load(folder: Path) -> Work:
    """Parse the same files into the same engine: no merge, no rules."""
    from kkgraph import media, project

    files = project.find(folder).data_files()
    graph = ox.Store()

    def work() -> None:
        for file in files:
            target = ox.NamedNode(file.graph) if file.graph else None
            form = media.GRAPHS[file.format].rdf
            graph.bulk_load(path=str(file.path), format=form, to_graph=target)

    return work


def load_rdflib(folder: Path) -> Work:
    """Parse the same files with rdflib: no rules."""
    import rdflib

    from kkgraph import project

    files = project.find(folder).data_files()
    dataset = rdflib.Dataset(default_union=True)

    def work() -> None:
        for file in files:
            target = dataset.graph(rdflib.URIRef(file.graph)) if file.graph else dataset
            target.parse(str(file.path), format=file.format)

    return work


def stored(folder: Path) -> str:
    """Write what ours holds after loading, the merge and all derived triples, as N-Quads."""
    from kkgraph import project, store

    path = folder / "stored.nq"
    store.load(project.find(folder)).local.dump(str(path), format=ox.RdfFormat.N_QUADS)
    return str(path)


def load_bulk_load_stored(folder: Path) -> Work:
    """Read the very quads that ours holds into the same engine."""
    path, graph = stored(folder), ox.Store()
    return lambda: graph.bulk_load(path=path, format=ox.RdfFormat.N_QUADS)


def load_rdflib_stored(folder: Path) -> Work:
    """Read the very quads that ours holds with rdflib."""
    import rdflib

    path, dataset = stored(folder), rdflib.Dataset()
    return lambda: dataset.parse(path, format="nquads")


def validate_kkgraph(folder: Path) -> Work:
    """Validate with all checks and shapes."""
    from kkgraph import project
    from kkgraph.validation.conformance import Validation

    return Validation(project.find(folder), engine="fast").run


def validate_pyshacl(folder: Path) -> Work:
    """Hold the shapes alone against the merged graph, as pySHACL's own command does."""
    import pyshacl
    from validate import merged

    from kkgraph import project

    data = folder / "merged.nt"
    merged(project.find(folder), data)
    shapes = str(folder / "ontology" / "shapes.ttl")
    return lambda: pyshacl.validate(str(data), shacl_graph=shapes, data_graph_format="nt")


def network_kkgraph(folder: Path) -> Work:
    """Take the shipped way from a query to a GEXF file."""
    import networks

    from kkgraph import project

    made = networks.synthetic(project.find(folder), 400, 2000)
    return lambda: networks.ours(made, folder / "ours.gexf")


def network_networkx(folder: Path) -> Work:
    """Take the same rows to NetworkX's own functions."""
    import networks

    from kkgraph import project

    made = networks.synthetic(project.find(folder), 400, 2000)
    return lambda: networks.plain(made, folder / "plain.gexf")


WORKS: dict[str, Callable[[Path], Work]] = {
    name: function
    for name, function in globals().items()
    if name.partition("_")[0] in PAIRS and callable(function)
}


def timed(name: str, folder: Path) -> float:
    """Return the milliseconds that a work took in a process of its own."""
    command = [sys.executable, __file__, "--work", name, "--folder", str(folder)]
    environment = {**os.environ, "PYTHONWARNINGS": "ignore"}
    done = subprocess.run(command, check=True, capture_output=True, text=True, env=environment)
    return float(done.stdout.splitlines()[-1])


def measured(topic: str, folder: Path, runs: int) -> dict[str, float]:
    """Return the median of each way, in milliseconds of the processor."""
    times: dict[str, list[float]] = {name: [] for name in ("kkgraph", *PAIRS[topic])}
    for _ in range(runs):
        for name, each in times.items():
            each.append(timed(f"{topic}_{name}", folder))
    return {name: statistics.median(each) for name, each in times.items()}


def cold(runs: int, folder: Path) -> dict[str, float]:
    """Return the medians of bench/cold_query.py."""
    target = folder / "cold.json"
    script = str(ROOT / "bench" / "cold_query.py")
    command = [sys.executable, script, "--runs", str(runs), "--json", str(target)]
    subprocess.run(command, check=False, capture_output=True, cwd=ROOT)
    return dict(json.loads(target.read_text("utf-8"))["processor_ms"])


def machine() -> dict[str, object]:
    """Return where and when this was measured."""
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "pyoxigraph": ox.__version__,
        "load": round(os.getloadavg()[0], 1),
    }


def run(runs: int) -> dict[str, dict[str, float]]:
    """Return all medians by topic."""
    found = {}
    with tempfile.TemporaryDirectory() as place:
        made, shipped = Path(place) / "made", Path(place) / "shipped"
        write(World(0, 1, 1), made)
        for name in ("data", "ontology", "queries"):
            shutil.copytree(ROOT / name, shipped / name)
        for topic in PAIRS:
            found[topic] = measured(topic, made if topic == "validate" else shipped, runs)
            show(topic, found[topic])
        found["query"] = cold(runs, Path(place))
        show("query", found["query"])
    return found


def show(topic: str, medians: dict[str, float]) -> None:
    """Print the medians of a topic, and how ours compares."""
    for name, spent in medians.items():
        ratio = "" if name == "kkgraph" else f"kkgraph / it {medians['kkgraph'] / spent:7.3f}"
        print(f"{topic:9} {name:22} {spent:9.0f} ms   {ratio}", flush=True)


def ratios(found: dict[str, dict[str, float]]) -> dict[str, float]:
    """Return our time as a share of each rival's, by "topic/rival"."""
    return {
        f"{topic}/{name}": medians["kkgraph"] / spent
        for topic, medians in found.items()
        for name, spent in medians.items()
        if not name.startswith("kkgraph")
    }


def worse(now: dict[str, float], before: dict[str, float]) -> list[str]:
    """Return a sentence for each ratio that got worse by half."""
    return [
        f"{name}: {now[name]:.3f} of its time, was {before[name]:.3f}"
        for name in sorted(now.keys() & before.keys())
        if now[name] > WORSE * before[name]
    ]


def main() -> int:
    """Measure, print, write and compare."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--smoke", action="store_true", help="three runs of each, else nine")
    parser.add_argument("--json", type=Path)
    parser.add_argument("--baseline", type=Path)
    parser.add_argument("--work", choices=WORKS, help="one work, in this process")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    if options.work:
        work = WORKS[options.work](options.folder)
        began = time.process_time()
        work()
        print((time.process_time() - began) * 1000)
        return 0
    found = run(3 if options.smoke else 9)
    document = {**machine(), "processor_ms": found, "ratios": ratios(found)}
    if options.json:
        options.json.write_text(json.dumps(document, indent=2) + "\n")
    before = json.loads(options.baseline.read_text())["ratios"] if options.baseline else {}
    complaints = worse(ratios(found), before)
    print("\n".join(f"worse by half: {one}" for one in complaints))
    return int(bool(complaints))


if __name__ == "__main__":
    sys.exit(main())
