"""Our ways against others', in turns: the processor's time of each, and the ratios.

Each is a process of its own that says how long its work took, without its imports; they take
turns, so that a busy machine is busy for all. What is measured:

load      the project's files to a graph, rules and merge included: the engine's own bulk
          loader without them, rdflib's parsers
validate  the shapes and checks of a made-up survey by the fast engine: pySHACL, shapes alone
network   from a query's rows to a GEXF file: the same with plain NetworkX
query     a cold `kkgraph query`: rdflib, `oxigraph query` (bench/cold_query.py)

    python bench/suite.py [--smoke] [--json FILE] [--baseline FILE]

`--baseline` compares with the ratios of such a FILE: exit 1 where one got worse by half.
"""

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyoxigraph as ox

ROOT = Path(__file__).resolve().parents[1]
WORSE = 1.5
# Who is compared with whom: our way, the others', and what the ratio is to be at most.
PAIRS = {
    "load": ("kkgraph", {"bulk_load": 2.0, "rdflib": 0.125}),
    "validate": ("kkgraph", {"pyshacl": 0.1}),
    "network": ("kkgraph", {"networkx": 1.0}),
}
Work = Callable[[], object]


def load_kkgraph(folder: Path) -> Work:
    """Load as every command does that finds no graph in the cache."""
    from kkgraph import project, store

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
    ours, others = PAIRS[topic]
    times: dict[str, list[float]] = {name: [] for name in (ours, *others)}
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
    from generate import World, write

    found = {}
    with tempfile.TemporaryDirectory() as place:
        made = Path(place) / "made"
        write(World(0, 1, 1), made)
        for topic in PAIRS:
            found[topic] = measured(topic, made if topic == "validate" else ROOT_COPY(place), runs)
            _print(topic, found[topic])
        found["query"] = cold(runs, Path(place))
        _print("query", found["query"])
    return found


def ROOT_COPY(place: str) -> Path:  # noqa: N802
    """Return a copy of the shipped project, which may be written to."""
    import shutil

    copy = Path(place) / "shipped"
    if not copy.exists():
        for name in ("data", "ontology", "queries"):
            shutil.copytree(ROOT / name, copy / name)
    return copy
