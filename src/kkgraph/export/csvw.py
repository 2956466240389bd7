"""CSVW metadata: what the columns of a query's CSV file are (W3C, Metadata Vocabulary)."""

from json import dumps
from typing import Any

from kkgraph.formats.columns import meanings
from kkgraph.formats.frames import typed
from kkgraph.tables import Column, Table

_CONTEXT = ["http://www.w3.org/ns/csvw", {"@language": "en"}]
_TYPES = {"number": "decimal", "text": "string"}  # ours -> XML Schema's, where they differ


def metadata(table: Table, file: str, title: dict[str, str], key: str | None = None) -> bytes:
    """Return the metadata of a table that is written as CSV to a file; `key` tells rows apart."""
    types = {name: kind for name, kind, _ in typed(table)}
    columns = [_column(column, types[column.name]) for column in meanings(table)]
    document = {
        "@context": _CONTEXT,
        "url": file,
        "dcterms:title": [{"@value": text, "@language": lang} for lang, text in title.items()],
        "dialect": {"header": True, "delimiter": ",", "encoding": "utf-8"},
        "tableSchema": {"columns": columns} | ({"primaryKey": key} if key else {}),
    }
    return (dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _column(column: Column, kind: str) -> dict[str, Any]:
    """Return a column: things are links to their IRIs; labels and currencies say whose."""
    found: dict[str, Any] = {"name": column.name, "titles": {"und": column.name}}
    if column.kind != "label":
        found["dcterms:title"] = [
            {"@value": text, "@language": lang} for lang, text in column.label.items()
        ]
    is_thing = column.kind == "thing"
    found["datatype"] = "anyURI" if is_thing else _TYPES.get(kind, kind)
    if is_thing:
        found["valueUrl"] = f"{{+{column.name}}}"
    return found
