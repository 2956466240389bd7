"""How long a cold `kkgraph query` takes, against an rdflib script that does the same.

Both start a process, parse the project's files, run one saved query and print CSV.
Ours also applies the rules. Prints the median of each and the ratio, which is to be
at most 1/4.

    python bench/cold_query.py [NAME] [--runs N]
"""

import argparse
import statistics
import subprocess
import sys
import time

from kkgraph import project as projects
from kkgraph import queries

TARGET = 0.25
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


def seconds(command: list[str], stdin: str, runs: int) -> float:
    """Return the median wall time of a command."""
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        subprocess.run(command, input=stdin, text=True, capture_output=True, check=True)
        times.append(time.perf_counter() - start)
    return statistics.median(times)


def main() -> int:
    """Measure both and print the ratio; 1 when it is above the target."""
    parser = argparse.ArgumentParser()
    parser.add_argument("name", nargs="?", default="fees-by-network")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    project = projects.find()
    query = queries.find_query(project, options.name)
    values = [f"--{name}={value}" for name, value in query.example_values.items()]
    ours = [sys.executable, "-m", "kkgraph", "query", query.name, *values, "--format", "csv"]
    files = (f"{f.path}\t{f.format}\t{f.graph or ''}\n" for f in project.data_files())
    stdin = "".join(files) + "\t\t\n" + queries.prepare(query.text, {}, "en").text
    mine = seconds(ours, "", options.runs)
    peer = seconds([sys.executable, "-W", "ignore", "-c", RDFLIB], stdin, options.runs)
    print(f"query    {query.name}, median of {options.runs} cold runs")
    print(f"kkgraph  {mine * 1000:7.0f} ms")
    print(f"rdflib   {peer * 1000:7.0f} ms")
    print(f"ratio    {mine / peer:7.2f}    (target: at most {TARGET})")
    return int(mine / peer > TARGET)


if __name__ == "__main__":
    sys.exit(main())
