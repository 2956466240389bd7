"""What an assistant may read: the vocabulary, how to ask, sections, things; and what it may ask.

Things and sections go by their IRIs, the two texts by those of the vocabulary and its documents.
"""

from pathlib import Path
from typing import Any

from kkgraph import media, terms
from kkgraph.entities.labels import label
from kkgraph.errors.assisting import ResourceUnknown
from kkgraph.project import Project, read_text
from kkgraph.sparql import engine
from kkgraph.store import Store
from kkgraph.texts import phrase, table

TURTLE, MARKDOWN = media.GRAPHS["ttl"].media_type, media.FILES["md"].media_type
_SECTIONS = f"SELECT ?iri {{ ?iri a <{terms.SECTION}> }}"
_PROMPTS = {
    "portrait": ("thing",),
    "money": ("thing",),
    "partners": ("topic",),
    "responsible": ("thing",),
    "compare": ("thing", "other"),
}
Listed = list[dict[str, Any]]


def resources(store: Store) -> Listed:
    """Return what can be read: the two texts, then the sections."""
    sections = sorted(engine.iris(store.graph, _SECTIONS))
    texts = (
        (terms.ONTOLOGY, "ontology", "ontology", TURTLE),
        (terms.ASKING, "asking.md", "asking", MARKDOWN),
    )
    return [
        {
            "uri": uri,
            "name": name,
            "description": phrase(f"assistant.{key}", "en"),
            "mimeType": kind,
        }
        for uri, name, key, kind in texts
    ] + [
        {"uri": iri, "name": label(store.graph, iri, "da"), "mimeType": media.TEXT}
        for iri in sections
    ]


def templates() -> Listed:
    """Return the patterns of what can be read besides."""
    return [
        {
            "uriTemplate": terms.thing("{+path}"),
            "name": "thing",
            "description": phrase("assistant.thing", "en"),
            "mimeType": media.TEXT,
        }
    ]


def file_of(project: Project, uri: str) -> tuple[str, str] | None:
    """Return the text and kind of a resource that is a file; None of one that is a thing.

    Raises ResourceUnknown for what is neither.
    """
    if uri == terms.ONTOLOGY:
        return read_text(project.ontology), TURTLE
    if uri == terms.ASKING:
        return read_text(_asking(project)), MARKDOWN
    if terms.path_of(uri) is None:
        raise ResourceUnknown(uri, (terms.ONTOLOGY, terms.ASKING, terms.thing("city/oslo")))
    return None


def _asking(project: Project) -> Path:
    """Return docs/asking.md beside the vocabulary in use, in a checkout and in a package."""
    return project.shared / "docs" / "asking.md"


def prompts() -> Listed:
    """Return the questions that people often have, with what has to be filled in."""
    return [
        {
            "name": name,
            "description": table("assistant.prompts", "en")[name],
            "arguments": [
                *({"name": argument, "required": True} for argument in wanted),
                {"name": "lang", "description": "da or en", "required": False},
            ],
        }
        for name, wanted in _PROMPTS.items()
    ]


def prompt(name: str, given: dict[str, str]) -> str:
    """Return a question as a person would put it; raises KeyError for an unknown one."""
    lang = "da" if given.get("lang") == "da" else "en"
    values = {argument: given.get(argument, "…") for argument in _PROMPTS[name]}
    texts = table("assistant.prompts", lang)
    return f"{texts[name].format_map(values)}\n\n{texts['rule']}"
