"""How to cite the dataset or one page of it: BibTeX, CSL-JSON, and APA in Danish and English."""

from dataclasses import dataclass

from kkgraph.citing import reference
from kkgraph.citing.reference import Reference
from kkgraph.site.context import Site
from kkgraph.texts import phrase


@dataclass(frozen=True)
class Citation:
    """The same reference in three forms."""

    apa: str
    bibtex: str
    csl: str


def cite(site: Site, title: str | None, path: str, lang: str) -> Citation:
    """Return the reference to a page, or to the dataset where `title` is None."""
    site_title = phrase("site.frame.title", lang)
    whole = f"{site_title}: {phrase('site.frame.subtitle', lang)}"
    name = f"{title}. {phrase('site.citation.in', lang)} {site_title}" if title else whole
    key = "kkgraph" + (f"-{path.strip('/').replace('/', '-')}" if path.strip("/") else "")
    cited = Reference(key, name, site.version, site.issued, site.base_url + path, lang)
    return Citation(reference.apa(cited), reference.bibtex(cited), reference.csl(cited))
