"""What repositories read of a release: RO-Crate 1.1, Zenodo's metadata, Croissant 1.0."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kkgraph import media
from kkgraph.formats.columns import meanings
from kkgraph.formats.frames import typed
from kkgraph.project import licences
from kkgraph.tables import Table

# The official context whole: mlcroissant warns of one that lacks terms.
_CROISSANT_TERMS = (
    *("citeAs", "column", "equivalentProperty", "extract", "field", "fileObject", "fileProperty"),
    *("fileSet", "format", "includes", "isLiveDataset", "jsonPath", "key", "md5", "parentField"),
    *("path", "recordSet", "references", "regex", "repeated", "replace", "samplingRate"),
    *("separator", "source", "subField", "transform"),
)
_CROISSANT = {
    "@language": "en",
    "@vocab": "https://schema.org/",
    "sc": "https://schema.org/",
    "cr": "http://mlcommons.org/croissant/",
    "rai": "http://mlcommons.org/croissant/RAI/",
    "dct": "http://purl.org/dc/terms/",
    "conformsTo": "dct:conformsTo",
    "data": {"@id": "cr:data", "@type": "@json"},
    "dataType": {"@id": "cr:dataType", "@type": "@vocab"},
    "examples": {"@id": "cr:examples", "@type": "@json"},
    **{term: f"cr:{term}" for term in _CROISSANT_TERMS},
}
_TYPES = {"integer": "sc:Integer", "number": "sc:Float", "boolean": "sc:Boolean", "date": "sc:Date"}


@dataclass(frozen=True)
class Release:
    """What a release is called and where it will be: `address` ends in a slash."""

    version: str
    date: str
    title: str
    description: str
    publisher: str
    licence: str
    address: str
    keywords: tuple[str, ...]
    citation: str
    previous: str = ""


def _json(document: Any) -> bytes:  # noqa: ANN401 - any JSON
    return (json.dumps(document, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def digest(content: bytes) -> str:
    """Return the SHA-256 of a file."""
    return hashlib.sha256(content).hexdigest()


def crate(release: Release, files: Mapping[str, bytes]) -> bytes:
    """Return the RO-Crate of a release's files, `ro-crate-metadata.json`."""
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": release.title,
        "description": release.description,
        "datePublished": release.date,
        "version": release.version,
        "identifier": release.address,
        "url": release.address,
        "license": {"@id": release.licence},
        "publisher": {"@id": "#publisher"},
        "author": {"@id": "#publisher"},
        "keywords": ", ".join(release.keywords),
        "hasPart": [{"@id": name} for name in sorted(files)],
    }
    if release.previous:
        root["isBasedOn"] = {"@id": release.previous}
    descriptor = {
        "@id": "ro-crate-metadata.json",
        "@type": "CreativeWork",
        "about": {"@id": "./"},
        "conformsTo": {"@id": "https://w3id.org/ro/crate/1.1"},
    }
    publisher = {"@id": "#publisher", "@type": "Organization", "name": release.publisher}
    licence = {
        "@id": release.licence,
        "@type": "CreativeWork",
        "name": licences.called(release.licence),
    }
    parts = [_part(name, content) for name, content in sorted(files.items())]
    graph = [descriptor, root, publisher, licence, *parts]
    return _json({"@context": "https://w3id.org/ro/crate/1.1/context", "@graph": graph})


def _part(name: str, content: bytes) -> dict[str, Any]:
    return {
        "@id": name,
        "@type": "File",
        "name": name.rpartition("/")[2],
        "contentSize": str(len(content)),
        "encodingFormat": media.of_file(name),
        "sha256": digest(content),
    }


def zenodo(release: Release) -> bytes:
    """Return Zenodo's metadata of a release, `.zenodo.json`."""
    related = [{"identifier": release.address, "relation": "isIdenticalTo"}]
    name = licences.identifier(release.licence)
    if release.previous:
        related.append({"identifier": release.previous, "relation": "isNewVersionOf"})
    return _json(
        {
            "title": release.title,
            "upload_type": "dataset",
            "description": release.description,
            "creators": [{"name": release.publisher}],
            "publication_date": release.date,
            "version": release.version,
            "access_right": "open",
            **({"license": name.lower()} if name else {}),
            "keywords": list(release.keywords),
            "related_identifiers": related,
        }
    )


def croissant(
    release: Release, files: Mapping[str, bytes], tables: Mapping[str, tuple[str, Table]]
) -> bytes:
    """Return Croissant metadata: the files, and the columns of each table (name -> file, table)."""
    return _json(
        {
            "@context": _CROISSANT,
            "@type": "sc:Dataset",
            "conformsTo": "http://mlcommons.org/croissant/1.0",
            "name": release.title,
            "description": release.description,
            "url": release.address,
            "license": release.licence,
            "version": release.version,
            "datePublished": release.date,
            "creator": {"@type": "sc:Organization", "name": release.publisher},
            "publisher": {"@type": "sc:Organization", "name": release.publisher},
            "citeAs": release.citation,
            "keywords": list(release.keywords),
            "distribution": [_object(release, *item) for item in sorted(files.items())],
            "recordSet": [_records(n, f, table) for n, (f, table) in sorted(tables.items())],
        }
    )


def _object(release: Release, name: str, content: bytes) -> dict[str, Any]:
    return {
        "@type": "cr:FileObject",
        "@id": name,
        "name": name,
        "contentUrl": release.address + name,
        "contentSize": f"{len(content)} B",
        "encodingFormat": media.of_file(name),
        "sha256": digest(content),
    }


def _records(name: str, file: str, table: Table) -> dict[str, Any]:
    types = {column: kind for column, kind, _ in typed(table)}
    return {
        "@type": "cr:RecordSet",
        "@id": name,
        "name": name,
        "field": [
            {
                "@type": "cr:Field",
                "@id": f"{name}/{column.name}",
                "name": column.name,
                "description": column.label["en"],
                "dataType": _TYPES.get(types[column.name], "sc:Text"),
                "source": {"fileObject": {"@id": file}, "extract": {"column": column.name}},
            }
            for column in meanings(table)
        ],
    }
