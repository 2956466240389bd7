"""Counts the data in three engines: pyoxigraph, rdflib and rapper (Debian: raptor2-utils).

Each file is read by all three. The whole is also written as canonical N-Quads (RDFC-1.0),
read back by pyoxigraph and rdflib, and has to be the same dataset. Exit 1 at a difference.

Usage: python bench/engines.py
"""

import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import rdflib

from kkgraph import project, store
from kkgraph.project import DataFile


def oxigraph(file: DataFile) -> int:
    """Return the number of quads that pyoxigraph reads."""
    return len(set(ox.parse(path=str(file.path))))


def python_rdflib(file: DataFile) -> int:
    """Return the number of quads that rdflib reads."""
    dataset = rdflib.Dataset()
    dataset.parse(file.path, format=file.format)
    return len(set(dataset.quads()))


def rapper(file: DataFile) -> int:
    """Return the number of quads that rapper reads: its N-Quads, each once."""
    command = ["rapper", "-q", "-i", file.format, "-o", "nquads", str(file.path)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return len(set(done.stdout.splitlines()))


def canonical(quads: list[ox.Quad]) -> bytes:
    """Return sorted canonical N-Quads."""
    dataset = ox.Dataset(quads)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS).splitlines()
    return b"\n".join(sorted(lines)) + b"\n"


def main() -> int:
    """Print the counts; return 1 where engines disagree."""
    if not shutil.which("rapper"):
        sys.stderr.write("rapper is not installed (Debian: raptor2-utils)\n")
        return 2
    found = project.find(Path(__file__).parents[1])
    wrong = 0
    for file in found.data_files():
        counts = (oxigraph(file), python_rdflib(file), rapper(file))
        wrong += len(set(counts)) != 1
        print(f"{found.shown(file.path):48}", *(f"{count:7}" for count in counts))
    loaded = store.load(found)
    named = [quad for quad in loaded.graph if not isinstance(quad.graph_name, ox.DefaultGraph)]
    text = canonical(named)
    again = canonical(list(ox.parse(text, format=ox.RdfFormat.N_QUADS)))
    dataset = rdflib.Dataset()
    dataset.parse(data=text, format="nquads")
    whole = (len(named), len(text.splitlines()), len(set(dataset.quads())))
    wrong += text != again or len(set(whole)) != 1
    print(f"{'whole: store, canonical, canonical in rdflib':48}", *(f"{n:7}" for n in whole))
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
