"""The pages that a public site owes its readers: accessibility, contact and corrections."""

import tomllib
from dataclasses import dataclass
from typing import Any

from kkgraph import terms
from kkgraph.errors import DataFileError
from kkgraph.formats import literals
from kkgraph.project import read_text
from kkgraph.site.context import Site
from kkgraph.site.links import page_of
from kkgraph.site.pages.statements import Cell
from kkgraph.texts import Message, phrase

CORRECTIONS = "corrections.toml"
_KEYS = {"date", "version", "section", "da", "en"}


@dataclass(frozen=True)
class Correction:
    """What was corrected: when, in which version and section, and what was wrong."""

    date: str
    version: str
    section: Cell
    text: str


def accessibility(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `accessibility.html` prints."""
    return {
        "title": phrase("site.accessibility.title", lang),
        "homepage": site.store.project.settings.homepage,
        "day": literals.date(site.issued, lang),
        "crumbs": [],
    }


def contact(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `contact.html` prints."""
    return {
        "title": phrase("site.contact.title", lang),
        "homepage": site.store.project.settings.homepage,
        "publisher": phrase("site.citation.author", lang),
        "corrections": corrections(site, lang),
        "crumbs": [],
    }


def corrections(site: Site, lang: str) -> list[Correction]:
    """Return what was corrected, the latest first, as the project's `corrections.toml` lists it.

    Raises DataFileError for a file that does not list corrections so.
    """
    path = site.store.project.root / CORRECTIONS
    if not path.is_file():
        return []
    try:
        listed = tomllib.loads(read_text(path)).get("correction", [])
    except tomllib.TOMLDecodeError as error:
        raise DataFileError(path, None, str(error)) from None
    for one in listed:
        if set(one) != _KEYS:
            wanted = ", ".join(sorted(_KEYS))
            raise DataFileError(path, None, Message("errors.data.correction", keys=wanted))
    ordered = sorted(listed, key=lambda one: str(one["date"]), reverse=True)
    return [_correction(site, one, lang) for one in ordered]


def _correction(site: Site, said: dict[str, Any], lang: str) -> Correction:
    section = terms.section(said["section"])
    page = page_of(section) if section in site.index.by_subject else None
    name = site.index.label(section, lang) if page else said["section"]
    day = literals.date(str(said["date"]), lang)
    return Correction(day, said["version"], Cell(name, page=page, lang="da"), said[lang])
