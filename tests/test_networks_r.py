"""R's igraph reads our files and runs on them what a network scientist runs."""

import csv
import io
import shutil
import subprocess
from pathlib import Path

import pytest

from kkgraph.networks.projection.declaration import load_projections
from kkgraph.networks.projection.projection import build
from kkgraph.networks.writers import WRITERS
from kkgraph.store import Store

RSCRIPT = shutil.which("Rscript")
SCRIPT = """
suppressMessages(library(igraph))
folder <- commandArgs(TRUE)
for (path in list.files(folder, "\\\\.graphml$", full.names = TRUE)) {
  name <- sub("\\\\.graphml$", "", basename(path))
  g <- read_graph(path, format = "graphml")
  pajek <- read_graph(file.path(folder, paste0(name, ".net")), format = "pajek")
  stopifnot(vcount(pajek) == vcount(g), ecount(pajek) == ecount(g))
  layout <- layout_with_fr(g)
  stopifnot(nrow(layout) == vcount(g), all(is.finite(layout)))
  invisible(layout_with_fr(pajek))
  sides <- 0
  if ("bipartite" %in% vertex_attr_names(g) && all(!is.na(V(g)$bipartite))) {
    parts <- bipartite_projection(g, types = V(g)$bipartite == 1, remove.type = FALSE)
    sides <- sum(sapply(parts, vcount))
  }
  plain <- simplify(g)
  b <- betweenness(plain, weights = NA, normalized = TRUE)
  for (i in seq_along(b)) {
    cat(name, vertex_attr(g, "id", i), format(b[i], digits = 17), sides, sep = ",")
    cat("\\n")
  }
}
"""


def has_igraph() -> bool:
    """Tell whether R is there with igraph (Debian: r-cran-igraph)."""
    if not RSCRIPT:
        return False
    done = subprocess.run([RSCRIPT, "-e", "library(igraph)"], capture_output=True, check=False)
    return done.returncode == 0


@pytest.mark.slow
def test_r_igraph_reads_every_network(store: Store, tmp_path: Path) -> None:
    """GraphML and Pajek of each network: same size, projections, layouts, betweenness to 1e-9."""
    if not has_igraph():
        pytest.skip("needs R with igraph: apt install r-cran-igraph")
    built = {}
    for declared in load_projections(store.project):
        network = built[declared.name] = build(store, declared)
        for fmt, ending in (("graphml", "graphml"), ("pajek", "net")):
            (tmp_path / f"{network.name}.{ending}").write_bytes(WRITERS[fmt](network, "en"))
    script = tmp_path / "read.R"
    script.write_text(SCRIPT, "utf-8")
    done = subprocess.run(
        [str(RSCRIPT), str(script), str(tmp_path)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    theirs = {(name, node): (float(b), int(n)) for name, node, b, n in rows(done.stdout)}
    for name, network in built.items():
        for node in network.nodes:
            between, sides = theirs[name, node.curie]
            assert node.betweenness == pytest.approx(between, abs=1e-9), (name, node.curie)
            if network.mode == "bipartite":
                assert sides == len(network.nodes)


def rows(text: str) -> list[list[str]]:
    """Return the rows of a CSV without a head."""
    return list(csv.reader(io.StringIO(text)))
