"""The steps from one version of the ontology to the next, as files of SPARQL.

`ontology/migrations/0.1-0.2/*.ru` are updates of what can be brought over mechanically,
`*.rq` ask what a person has to decide. Each says in its header what it is about.
"""

from dataclasses import dataclass
from pathlib import Path

from kkgraph.editions import versions
from kkgraph.project import read_text
from kkgraph.sparql import headers

FOLDER = "ontology/migrations"
_KEYS = {"summary", "summary_da", "needs"}


@dataclass(frozen=True)
class Step:
    """A step: its file, its text, what it is about by language; `needs`: "survey" or ""."""

    path: Path
    text: str
    summary: dict[str, str]
    needs: str

    @property
    def is_update(self) -> bool:
        """Whether it changes data; else it asks what is left to a person."""
        return self.path.suffix == ".ru"


def steps(folder: Path, version: str) -> list[Step]:
    """Return the steps that data of a version need, in order; `folder` holds the migrations."""
    found = sorted(folder.glob("*-*/")) if folder.is_dir() else []
    later = [one for one in found if _reaches(one.name) > versions.order(version)]
    return [_step(path) for one in later for path in sorted(one.iterdir()) if _is_step(path)]


def _is_step(path: Path) -> bool:
    return path.suffix in (".ru", ".rq")


def _reaches(name: str) -> tuple[object, ...]:
    """Return the version that a folder of steps leads to: 0.1-0.2 to 0.2.0."""
    return versions.order(f"{name.partition('-')[2]}.0")


def _step(path: Path) -> Step:
    text = read_text(path)
    header = headers.read(path, text).only(_KEYS)
    return Step(path, text, header.both("summary"), header.text("needs"))
