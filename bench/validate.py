"""Times `kkgraph validate` with both engines, and pySHACL's own command on the merged graph.

Usage: python bench/validate.py [REPEATS]

Each is a process of its own; the best of the repeats counts. Last, a run in one process after a
file has changed, as `--watch` does it, by the processor's time: other programs do not count.
Exit 1 when a promise is not kept: the fast engine in a tenth of pySHACL's command, a changed
file in half a second.
"""

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from kkgraph.project import Project
from kkgraph.validation.conformance import Validation
from kkgraph.validation.shacl import graph
from kkgraph.validation.sources import chosen, read

ROOT = Path(__file__).resolve().parents[1]
_SHARE, _CHANGED = 10, 0.5


def merged(project: Project, target: Path) -> None:
    """Write the graph that the shapes are held against."""
    quads = graph.load(project, [read(file) for file in chosen(project, ())])
    data = graph.Merged(quads, graph.cited_lines(quads))
    target.write_text(data.n_triples(), encoding="utf-8")


def timed(command: list[str], repeats: int) -> float:
    """Return the best time of a command; it has to end well."""
    best = float("inf")
    for _ in range(repeats):
        began = time.perf_counter()
        subprocess.run(command, check=True, capture_output=True)
        best = min(best, time.perf_counter() - began)
    return best


def after_a_change(folder: Path, repeats: int) -> float:
    """Return the best processor time of a run after one file was changed."""
    for name in ("data", "ontology", "queries"):
        shutil.copytree(ROOT / name, folder / name)
    validation = Validation(Project(folder))
    validation.run()
    file = folder / "data" / "register" / "cities.ttl"
    best = float("inf")
    for number in range(repeats):
        file.write_text(f"{file.read_text(encoding='utf-8')}# {number}\n", encoding="utf-8")
        began = time.process_time()
        validation.run()
        best = min(best, time.process_time() - began)
    return best


def main() -> int:
    """Print the times; return 1 where one is too long."""
    repeats = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    scripts = Path(sys.executable).parent
    kkgraph = [sys.executable, "-m", "kkgraph", "validate", "--project", str(ROOT)]
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder) / "merged.nt"
        merged(Project(ROOT), data)
        shapes = str(ROOT / "ontology" / "shapes.ttl")
        own = timed([str(scripts / "pyshacl"), "-s", shapes, "-df", "nt", str(data)], repeats)
        slow = timed([*kkgraph, "--engine", "pyshacl"], repeats)
        fast = timed([*kkgraph, "--engine", "fast"], repeats)
        changed = after_a_change(Path(folder) / "copy", repeats)
    print(f"pyshacl's command on the merged graph {own:8.2f} s")
    print(f"kkgraph validate --engine pyshacl     {slow:8.2f} s")
    print(f"kkgraph validate --engine fast        {fast:8.2f} s, {own / fast:.1f} times as fast")
    print(f"after one changed file (--watch)      {changed:8.2f} s")
    return int(fast * _SHARE > own or changed > _CHANGED)


if __name__ == "__main__":
    sys.exit(main())
