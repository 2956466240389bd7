"""The search index: every spelling of every thing, section, term and question, as one script."""

import json
from collections.abc import Iterator
from typing import Any

from kkgraph import terms
from kkgraph.entities import search
from kkgraph.entities.labels import LABELS, PRINTED
from kkgraph.site.context import Site
from kkgraph.site.links import file_of, page_of
from kkgraph.texts import phrase

_NAMING = {*LABELS, *PRINTED, terms.TITLE}


def script(site: Site, lang: str) -> bytes:
    """Return the index as a script, which a page can load from a disk too."""
    rows = json.dumps(list(_rows(site, lang)), ensure_ascii=False, separators=(",", ":"))
    return f"window.kkgraphNames={rows};\n".encode()


def _rows(site: Site, lang: str) -> Iterator[list[Any]]:
    """Yield [page, label, kind, folded spellings, weight] of all that can be searched for."""
    index = site.index
    for iri in index.subjects():
        kind = terms.kind_of(iri)
        if kind in terms.THING_KINDS or kind in ("section", "theme"):
            texts = [
                str(getattr(o, "value", "")) for p, o, _ in index.by_subject[iri] if p in _NAMING
            ]
            label = index.label(iri, lang)
            class_ = index.label(index.type(iri), lang)
            weight = sum(p == terms.MENTIONS for _, p, _ in index.by_object.get(iri, ()))
            yield _row(page_of(iri) or "", label, class_, texts, weight)
    for query in site.queries:
        names = [*query.summary.values(), query.name]
        yield _row(
            f"queries/{query.name}/",
            query.summary[lang],
            phrase("site.index.question", lang),
            names,
            0,
        )
    for iri in sorted(index.by_subject):
        if iri.startswith(terms.KK):
            names = list(index.texts(iri, terms.LABEL).values())
            label = index.label(iri, lang)
            yield _row(
                page_of(iri) or "",
                label,
                phrase("site.index.term", lang),
                [*names, iri[len(terms.KK) :]],
                0,
            )


def _row(page: str, label: str, kind: str, texts: list[str], weight: int) -> list[Any]:
    folded = sorted({key for text in (label, *texts) for key in search.keys(text)})
    return [file_of(page, "en"), label, kind, folded, weight]
