"""A reference in the forms that people and their programs take: APA, BibTeX, CSL-JSON, RIS."""

import json
from dataclasses import dataclass
from typing import Final

from kkgraph.texts import phrase

# What is TeX's own, and how it is written to be read.
_ESCAPED: Final = {
    **{c: f"\\{c}" for c in "&%$#_{}"},
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
}


@dataclass(frozen=True)
class Reference:
    """What is cited: its title, version, date (YYYY-MM-DD) and address; `note` says what it was."""

    key: str
    title: str
    version: str
    issued: str
    url: str
    lang: str
    note: str = ""

    @property
    def year(self) -> str:
        """The year of the version."""
        return self.issued[:4]


def apa(cited: Reference) -> str:
    """Return the reference in a sentence."""
    lang = cited.lang
    return (
        f"{phrase('site.citation.author', lang)}. ({cited.year}). {cited.title} "
        f"({phrase('site.frame.version', lang)} {cited.version}) "
        f"[{phrase('site.citation.kind', lang)}]. {cited.url}"
    )


def _author() -> str:
    """Return the author as catalogues know it, whatever the language."""
    return phrase("site.citation.author", "en")


def bibtex(cited: Reference) -> str:
    """Return an entry of BibTeX."""
    kind = phrase("site.citation.kind", cited.lang)
    fields = {
        "author": f"{{{_braced(_author())}}}",
        "title": _braced(cited.title),
        "year": cited.year,
        "date": cited.issued,
        "version": cited.version,
        "url": cited.url,
        "langid": "danish" if cited.lang == "da" else "english",
        "note": _braced(f"{kind}. {cited.note}" if cited.note else kind),
    }
    lines = "".join(f"  {name} = {{{value}}},\n" for name, value in fields.items())
    return f"@misc{{{cited.key},\n{lines}}}\n"


def _braced(text: str) -> str:
    """Return a text in which no character is one of TeX's own."""
    return "".join(_ESCAPED.get(c, c) for c in text)


def csl(cited: Reference) -> str:
    """Return CSL-JSON, a list of one item."""
    item = {
        "id": cited.key,
        "type": "dataset",
        "title": cited.title,
        "author": [{"literal": _author()}],
        "issued": {"date-parts": [[int(part) for part in cited.issued.split("-")]]},
        "version": cited.version,
        "URL": cited.url,
        "language": cited.lang,
        **({"note": cited.note} if cited.note else {}),
    }
    return json.dumps([item], ensure_ascii=False, indent=2) + "\n"


def ris(cited: Reference) -> str:
    """Return an entry of RIS, whose lines end as that format's do."""
    fields = [
        ("TY", "DATA"),
        ("ID", cited.key),
        ("AU", _author()),
        ("TI", cited.title),
        ("PY", cited.year),
        ("DA", cited.issued.replace("-", "/")),
        ("ET", cited.version),
        ("UR", cited.url),
        ("LA", cited.lang),
        *([("N1", cited.note)] if cited.note else []),
        ("ER", ""),
    ]
    return "".join(f"{tag}  - {value}\r\n" for tag, value in fields)
