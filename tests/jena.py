"""Apache Jena's TDB2 as Debian packages it, asked by its command line: it has no server there."""

import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import pytest

from kkgraph.remote.graph import prologue
from kkgraph.sparql.graphs import Found, Quads
from kkgraph.sparql.text import tokens

_JARS = Path("/usr/share/java")
# Besides Jena's own: what its loader and its queries load.
_OTHERS = (
    *("caffeine", "commons-cli", "commons-codec", "commons-compress", "commons-csv"),
    *("commons-io", "commons-lang3", "dexx.collection", "failureaccess", "gson", "guava"),
    *("jackson-annotations", "jackson-core", "jackson-databind", "jsonld-java", "protobuf"),
    *("slf4j-api", "slf4j-nop", "thrift"),
)
# Debian moved the classes of Jena's copy of Xerces, and left the texts that they need behind.
_LEFT, _MOVED = "org/apache/jena/ext/xerces/", "xerces/"


class Jena:
    """A dataset in TDB2. Patterns are read here, from the graph that was loaded there."""

    def __init__(self, folder: Path, quads: Path, here: Quads) -> None:
        """Load quads into a folder; skip the test without Jena."""
        core = _JARS / "jena-core.jar"
        if shutil.which("java") is None or not core.is_file():
            pytest.skip("no Jena: apt-get install libapache-jena-java default-jre-headless")
        self._folder, self._here = folder, here
        _texts(core, folder / "texts")
        self._run("tdb2.tdbloader", str(quads))

    def _run(self, name: str, *words: str) -> bytes:
        jars = sorted(_JARS.glob("jena-*[a-z2].jar")) + [_JARS / f"{one}.jar" for one in _OTHERS]
        path = ":".join(map(str, [self._folder / "texts", *jars]))
        call = [
            "java",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            path,
            name,
            f"--loc={self._folder / 'db'}",
        ]
        done = subprocess.run([*call, *words], capture_output=True, timeout=300, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    def query(
        self,
        query: str,
        base_iri: str | None = None,
        prefixes: dict[str, str] | None = None,
        **chosen: object,
    ) -> Found:
        """Return what Jena finds; `chosen`, a dataset other than the whole, is not asked here."""
        assert not chosen
        text = self._folder / "query.rq"
        text.write_text(prologue(list(tokens(query)), base_iri, prefixes) + query, "utf-8")
        found = self._run("tdb2.tdbquery", "--results=json", f"--query={text}")
        return ox.parse_query_results(found, format=ox.QueryResultsFormat.JSON)

    def quads_for_pattern(self, *pattern: Any) -> Iterator[ox.Quad]:
        """Yield the quads that fit."""
        return self._here.quads_for_pattern(*pattern)

    def __iter__(self) -> Iterator[ox.Quad]:
        """Yield every quad."""
        return iter(self._here)


def _texts(jar: Path, folder: Path) -> None:
    """Put the texts of Xerces where its classes look for them."""
    with zipfile.ZipFile(jar) as packed:
        for name in packed.namelist():
            if name.startswith(_LEFT) and name.endswith(".properties"):
                target = folder / _MOVED / name.removeprefix(_LEFT)
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(packed.read(name))
