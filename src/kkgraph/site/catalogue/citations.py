"""How to cite the dataset or one page of it: BibTeX, CSL-JSON, and APA in Danish and English."""

import json
from dataclasses import dataclass

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
    url = site.base_url + path
    key = "kkgraph" + (f"-{path.strip('/').replace('/', '-')}" if path.strip("/") else "")
    apa = (
        f"{phrase('site.citation.author', lang)}. ({site.year}). {name} "
        f"({phrase('site.frame.version', lang)} {site.version}) "
        f"[{phrase('site.citation.kind', lang)}]. {url}"
    )
    return Citation(apa, _bibtex(site, key, name, url, lang), _csl(site, key, name, url, lang))


def _author() -> str:
    """Return the author as catalogues know it, whatever the language."""
    return phrase("site.citation.author", "en")


def _bibtex(site: Site, key: str, title: str, url: str, lang: str) -> str:
    fields = {
        "author": f"{{{_author()}}}",
        "title": _braced(title),
        "year": site.year,
        "date": site.issued,
        "version": site.version,
        "url": url,
        "langid": "danish" if lang == "da" else "english",
        "note": phrase("site.citation.kind", lang),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{key},\n{lines}}}\n"


def _braced(text: str) -> str:
    return "".join("\\" + c if c in "&%$#_{}" else c for c in text)


def _csl(site: Site, key: str, title: str, url: str, lang: str) -> str:
    parts = [int(part) for part in site.issued.split("-")]
    item = {
        "id": key,
        "type": "dataset",
        "title": title,
        "author": [{"literal": _author()}],
        "issued": {"date-parts": [parts]},
        "version": site.version,
        "URL": url,
        "language": lang,
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"
