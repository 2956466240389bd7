"""Things without an identifier, and what a local file of another collection offers for them.

The file is CSV with the columns `id` and `label`, of any collection; a name is compared by the
same rules as in `kkgraph reconcile`.
"""

import csv
import io
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import label
from kkgraph.errors.reconciling import ColumnNotFound, TableIllFormed
from kkgraph.links.records import missing
from kkgraph.project import read_text
from kkgraph.reconciliation import names
from kkgraph.reconciliation.candidates import Asked, candidates
from kkgraph.store import Store
from kkgraph.tables import About, Column, Table
from kkgraph.texts import Message, bilingual

_NEEDED = ("id", "label")
_COLUMNS = ("thing", "thingLabel", "kind", "candidates")
Offers = dict[str, list[tuple[float, str, str]]]  # thing -> score, identifier, label there


def table(store: Store, file: Path | None, lang: str) -> Table:
    """Return the things without an identifier, with candidates from a file if one is given.

    Raises ColumnNotFound, TableIllFormed or InputNotReadable for the file.
    """
    wanted = missing(store)
    offers = offered(store, file, frozenset(wanted)) if file else {}
    rows = tuple(
        (
            ox.NamedNode(iri),
            ox.Literal(label(store.graph, iri, lang)),
            ox.Literal(label(store.graph, terms.class_of_kind(iri) or terms.RESOURCE, lang)),
            ox.Literal("; ".join(_listed(*one) for one in offers.get(iri, ()))),
        )
        for iri in wanted
    )
    thing = bilingual("search.columns.thing")
    columns = (
        Column("thing", "thing", thing),
        Column("thingLabel", "label", thing, of="thing"),
        Column("kind", "text", bilingual("search.columns.kind")),
        Column("candidates", "text", bilingual("links.candidates")),
    )
    about = About(lang, title=bilingual("links.missing")[lang], columns=columns)
    return Table(_COLUMNS, rows, about)


def _listed(score: float, identifier: str, name: str) -> str:
    return f"{identifier} ({name}) {score:g}"


def offered(store: Store, file: Path, wanted: frozenset[str]) -> Offers:
    """Return what a file offers for things, the best first: at most five each."""
    index = names.build(store)
    found: Offers = defaultdict(list)
    for identifier, name in _read(file):
        for one in candidates(index, Asked(name, limit=1)):
            if one.thing in wanted and one.sure:
                found[one.thing].append((one.score, identifier, name))
    return {
        thing: sorted(each, key=lambda one: (-one[0], one[1]))[:5] for thing, each in found.items()
    }


def _read(file: Path) -> list[tuple[str, str]]:
    reader = csv.DictReader(io.StringIO(read_text(file)), strict=True)
    header = reader.fieldnames or []
    for column in _NEEDED:
        if column not in header:
            raise ColumnNotFound(file, column, header)
    try:
        rows = [(row["id"], row["label"]) for row in reader]
    except csv.Error as error:
        raise TableIllFormed(
            file, reader.reader.line_num, Message("errors.table.no_csv", why=error)
        ) from None
    return [(identifier, name) for identifier, name in rows if identifier and name]
