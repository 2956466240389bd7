"""A file of CSV with a column of names, and the same with what the names mean."""

import csv
import io
from pathlib import Path

from kkgraph import terms
from kkgraph.entities.labels import label
from kkgraph.errors.reconciling import ColumnNotFound, TableIllFormed
from kkgraph.project import read_text
from kkgraph.reconciliation.candidates import Asked, Candidate, candidates
from kkgraph.reconciliation.names import Index
from kkgraph.texts import Message

ADDED = ("match", "label", "confidence", "candidates")
_SEPARATORS = ",;\t"


def reconciled(
    index: Index, path: Path, column: str, types: tuple[str, ...], lang: str
) -> tuple[bytes, tuple[int, int, int]]:
    """Return a CSV with a column's matches and candidates added, and counts of rows.

    The added columns are called after the column: `by_match` (the IRI, where it is sure),
    `by_label`, `by_confidence` (0 to 100), `by_candidates`. The counts are those matched, those
    with candidates to choose from, those without. Raises ColumnNotFound, TableIllFormed.
    """
    header, rows, dialect = _read(path)
    if column not in header:
        raise ColumnNotFound(path, column, header)
    place = header.index(column)
    known: dict[str, list[Candidate]] = {}
    target = io.StringIO()
    writer = csv.writer(target, delimiter=dialect, lineterminator="\n")
    writer.writerow([*header, *(f"{column}_{name}" for name in ADDED)])
    counts = [0, 0, 0]
    for row in rows:
        text = row[place].strip()
        if text not in known:
            known[text] = candidates(index, Asked(text, types)) if text else []
        found = known[text]
        writer.writerow([*row, *_cells(index, found, lang)])
        if text:
            counts[0 if found and found[0].match else 1 if found else 2] += 1
    return target.getvalue().encode(), (counts[0], counts[1], counts[2])


def _cells(index: Index, found: list[Candidate], lang: str) -> list[str]:
    """Return the cells of one name: the match, its label, the best score, the candidates."""
    if not found:
        return ["", "", "0", ""]
    best = found[0]
    name = label(index.store.graph, best.thing, lang)
    listed = "; ".join(_listed(index, one, lang) for one in found)
    matched = [best.thing, name] if best.match else ["", ""]
    return [*matched, f"{best.score:g}", listed]


def _listed(index: Index, one: Candidate, lang: str) -> str:
    name = label(index.store.graph, one.thing, lang)
    return f"{terms.shorten(one.thing)} ({name}) {one.score:g}"


def _read(path: Path) -> tuple[list[str], list[list[str]], str]:
    text = read_text(path).removeprefix("\ufeff")
    first = text.partition("\n")[0]
    delimiter = max(_SEPARATORS, key=first.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter, strict=True)
    try:
        rows = [(reader.line_num, row) for row in reader if row]
    except csv.Error as error:
        raise TableIllFormed(
            path, reader.line_num, Message("errors.table.no_csv", why=error)
        ) from None
    if not rows:
        raise TableIllFormed(path, 1, Message("errors.table.empty"))
    header = rows[0][1]
    for line, row in rows[1:]:
        if len(row) != len(header):
            what = Message("errors.table.cells", n=len(row), header=len(header))
            raise TableIllFormed(path, line, what)
    return header, [row for _, row in rows[1:]], delimiter
