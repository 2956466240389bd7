"""Metadata for Datasette: labels, facets, what tables and columns are."""

from collections.abc import Mapping
from json import dumps
from typing import Any

from kkgraph.export import keys
from kkgraph.export.tables import FACTS, RELATIONS, SOURCES, THINGS
from kkgraph.project import licences
from kkgraph.project.settings import Settings
from kkgraph.tables import Table
from kkgraph.texts import phrase

_FACETS = {
    THINGS: ["kind"],
    RELATIONS: ["property"],
    FACTS: ["kind", "property"],
    SOURCES: ["section"],
}


def metadata(tables: Mapping[str, Table], database: str, project: Settings, lang: str) -> bytes:
    """Return the metadata of a database, named after its file without the ending."""
    described = {name: _table(name, table, lang) for name, table in tables.items()}
    document = {
        "title": project.title[lang],
        "license": licences.called(project.licence),
        "license_url": project.licence,
        "databases": {database: {"tables": described}},
    }
    return (dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _table(name: str, table: Table, lang: str) -> dict[str, Any]:
    key = "class" if keys.is_class(name) else name
    found: dict[str, Any] = {
        "description": phrase(f"export.tables.{key}", lang, name=name),
        "columns": {
            column.name: column.label[lang]
            for column in table.about.columns
            if column.label[lang] != column.name
        },
        "size": 50,
    }
    if keys.primary(name):
        found |= {"label_column": f"label_{lang}", "sort": f"label_{lang}"}
    if name in _FACETS:
        found["facets"] = _FACETS[name]
    return found
