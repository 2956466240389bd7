"""The search index: every spelling of every thing, the words of questions and facts, as a script.

`web/src/search/shelf.ts` reads it, and ranks what it finds as `kkgraph search` does.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from kkgraph import terms
from kkgraph.asking import export, finding, index
from kkgraph.asking.finding import Library, Rows
from kkgraph.entities import search
from kkgraph.site.context import Site, once
from kkgraph.site.links import page_of
from kkgraph.texts import phrase, table


def script(site: Site, lang: str) -> bytes:
    """Return the index as a script, which a page can load from a disk too."""
    text = json.dumps(document(site, lang), ensure_ascii=False, separators=(",", ":"))
    return f"window.kkgraphShelf={text};\n".encode()


def questions(site: Site) -> bytes:
    """Return what reads a plain question (`web/src/search/reading.ts`) as a script."""
    found = export.document(index.build(site.store))
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return f"window.kkgraphAsk={text};\n".encode()


def document(site: Site, lang: str) -> dict[str, Any]:
    """Return the texts that are searched, with labels in one language."""
    shelf = _library(site)
    question = phrase("site.index.question", lang)
    summaries = {name: query.summary[lang] for name, query in shelf.queries.items()}
    shown = {query.name for query in site.queries}
    return {
        "things": list(_things(site, lang)),
        "queries": [
            [
                f"{'queries' if name in shown else 'networks'}/{name}/",
                summaries[name],
                question,
                texts,
            ]
            for name, texts in _grouped(shelf.query_texts).items()
        ],
        "facts": [
            [page_of(iri), site.index.label(iri, lang), _kind(site, iri, lang), texts]
            for iri, texts in _grouped(shelf.fact_texts).items()
        ],
        "terms": list(_terms(site, lang)),
        "texts": table("web.search", lang),
        "stop": sorted(frozenset().union(*shelf.words.stop.values())),
        "known": sorted(shelf.words.known),
    }


@once
def _library(site: Site) -> Library:
    return finding.library(site.store)


def _grouped(rows: Rows) -> dict[str, list[list[str]]]:
    """Return the title and body of each text by what it is about."""
    found: dict[str, list[list[str]]] = defaultdict(list)
    for about, title, body in rows:
        found[about].append([title, body])
    return found


def _things(site: Site, lang: str) -> Iterator[list[Any]]:
    """Yield [end of the IRI, label, kind, [spelling, rank], identifiers elsewhere] of each name."""
    spellings: dict[str, dict[str, int]] = defaultdict(dict)
    for one in search.spellings(site.store):
        ranks = spellings[one.thing]
        ranks[one.text] = min(one.rank, ranks.get(one.text, one.rank))
    for iri, ranks in sorted(spellings.items()):
        end = iri.removeprefix(terms.KK) if iri.startswith(terms.KK) else terms.path_of(iri)
        if end is not None and page_of(iri) is not None:
            label, kind = site.index.label(iri, lang), _kind(site, iri, lang)
            yield [end, label, kind, [[t, r] for t, r in ranks.items()], _identifiers(site, iri)]


def _terms(site: Site, lang: str) -> Iterator[list[Any]]:
    """Yield the sections, and the classes, properties and values of the ontology, likewise."""
    word = phrase("site.index.term", lang)
    for iri in site.index.sections():
        titles, kind = site.index.texts(iri, terms.TITLE).values(), _kind(site, iri, lang)
        yield _line(terms.path_of(iri) or iri, site.index.label(iri, lang), kind, titles)
    for iri in sorted(site.index.by_subject):
        if iri.startswith(terms.KK):
            end = iri[len(terms.KK) :]
            names = [*site.index.texts(iri, terms.LABEL).values(), end]
            yield _line(end, site.index.label(iri, lang), word, names)


def _line(end: str, label: str, kind: str, names: Iterable[str]) -> list[Any]:
    return [end, label, kind, [[name, 0] for name in dict.fromkeys(names)], []]


def _kind(site: Site, iri: str, lang: str) -> str:
    return site.index.label(site.index.type(iri), lang)


def _identifiers(site: Site, iri: str) -> list[str]:
    """Return what other systems call a thing: the ends of the links outside."""
    links = [s for s, p, _ in site.index.by_object.get(iri, ()) if p == terms.IS_ABOUT]
    targets = (t for link in links for t in site.index.iris(link, terms.HAS_TARGET))
    return list(dict.fromkeys(target.rstrip("/").rpartition("/")[2] for target in targets))
