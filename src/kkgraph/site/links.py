"""Where things are on the site: IRI to page, and links that hold wherever the site lies."""

from dataclasses import dataclass
from urllib.parse import unquote

from kkgraph import terms
from kkgraph.errors import KkgraphError
from kkgraph.texts import OFFERED, Message

_NO_NAMES = {"", ".", ".."}  # what no part of a path may be called, written as it may be


class IriLeadsAway(KkgraphError):
    """An IRI of ours whose page would stand somewhere else than the IRI says."""

    def __init__(self, iri: str) -> None:
        """Name the IRI and what to do."""
        super().__init__(Message("errors.site.no_page", iri=iri))


def page_of(iri: str) -> str | None:
    """Return the path of an IRI's page without language (`id/city/oslo/`), None if outside.

    Raises IriLeadsAway.
    """
    path = terms.path_of(iri)
    if path is not None:
        if not _NO_NAMES.isdisjoint(map(unquote, path.split("/"))):
            raise IriLeadsAway(iri)
        return f"id/{path}/"
    if iri.startswith(terms.KK):
        return f"ontology/#{iri[len(terms.KK) :]}"
    if iri.startswith(terms.QUERY):
        return f"queries/{iri[len(terms.QUERY) :]}/"
    if iri.startswith(terms.SHAPES_NS):
        return f"ontology/#shape-{iri[len(terms.SHAPES_NS) :]}"
    return "ontology/" if iri == terms.ONTOLOGY else None


def data_of(iri: str) -> str | None:
    """Return the path of an IRI's data files without ending (`id/city/oslo`)."""
    page = page_of(iri)
    return page.partition("#")[0].rstrip("/") if page else None


def file_of(page: str, lang: str) -> str:
    """Return the file of a page: `id/city/oslo/` in Danish is `da/id/city/oslo/index.html`."""
    path, _, anchor = page.partition("#")
    name = path if path.endswith(".html") else f"{path}index.html"
    return folder(lang) + name + (f"#{anchor}" if anchor else "")


def folder(lang: str) -> str:
    """Return the folder that the pages of a language stand in: "" in English, else "da/"."""
    return "" if lang == "en" else f"{lang}/"


def language_of(path: str) -> str:
    """Return the language of a page by its path or the beginning of it."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in OFFERED else "en"


@dataclass(frozen=True)
class Here:
    """The page that links are written on: its path, its language, and what links begin with.

    Links are relative, but for a page that is shown at any address (`base`).
    """

    page_path: str
    lang: str
    base: str | None = None

    @property
    def root(self) -> str:
        """The way from this page to the site's root ("" or "../../")."""
        if self.base is not None:
            return self.base
        return "../" * file_of(self.page_path, self.lang).count("/")

    def page(self, path: str, lang: str | None = None) -> str:
        """Return the link to a page, in this page's language or another."""
        return self.root + file_of(path, lang or self.lang)

    def file(self, path: str) -> str:
        """Return the link to a file that is the same in both languages."""
        return self.root + path
