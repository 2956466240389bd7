"""Finding by words: things by their names, saved queries and facts by what their texts say.

Names are compared letter by letter (`entities.search`); texts are ranked by SQLite's full-text
index over stems, so that *medlemmer* finds *medlem*.
"""

import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import queries, terms
from kkgraph.asking import words
from kkgraph.asking.words import Words, spelt
from kkgraph.entities import search as entities
from kkgraph.entities.classes import classes_of, own_class
from kkgraph.entities.labels import label, texts, title
from kkgraph.entities.search import keys, spellings
from kkgraph.errors import KindUnknown
from kkgraph.queries import Query
from kkgraph.store import Store
from kkgraph.tables import About, Column, Table
from kkgraph.texts import LANGUAGES, bilingual, phrase

GROUPS = ("thing", "query", "fact")
MOST = 20  # of a group
_SAID = (terms.SUMMARY, terms.NOTE)
_MOST_WORDS, _MOST_NAMES = 5, 3
_ALIKE = 50  # of 100: how like a name has to be to be worth a word
_RANKED = "SELECT ref FROM texts WHERE texts MATCH ? ORDER BY bm25(texts, 0, 4, 1), ref LIMIT ?"


@dataclass(frozen=True)
class Found:
    """A thing, a saved query or a fact: what it is called, of which kind, and what matched."""

    group: str
    iri: str
    label: str
    kind: str
    matches: str
    score: float | None = None


Rows = tuple[tuple[str, str, str], ...]  # reference, title, body: stems


@dataclass(frozen=True)
class Library:
    """What texts are searched: the saved queries' and the facts', as stems."""

    store: Store
    words: Words
    queries: dict[str, Query]
    query_texts: Rows
    fact_texts: Rows


def library(store: Store) -> Library:
    """Return the texts of a store and its project."""
    known = words.read()
    every = {query.name: query for query in queries.load_queries(store.project)}
    of_queries = (
        (name, known.stemmed(f"{name} {query.summary[lang]}", lang), _body(known, query, lang))
        for name, query in every.items()
        for lang in LANGUAGES
    )
    of_facts = (
        (
            iri,
            known.stemmed(title(store.graph, iri, lang), lang),
            known.stemmed(" ".join(_said(store, iri, lang)), lang),
        )
        for iri in _fact_iris(store)
        for lang in LANGUAGES
    )
    return Library(store, known, every, tuple(of_queries), tuple(of_facts))


def _body(known: Words, query: Query, lang: str) -> str:
    return known.stemmed(query.description[lang], lang)


def search(shelf: Library, text: str, lang: str, kind: str | None = None) -> list[Found]:
    """Return what a text may name or speak of, by group, best first; raises KindUnknown."""
    if kind is not None and kind not in {*GROUPS, *terms.KINDS}:
        raise KindUnknown(kind, (*GROUPS, *terms.KINDS))
    readers = {"thing": _things, "query": _queries, "fact": _facts}
    found = [one for group in GROUPS for one in readers[group](shelf, text, lang)]
    return [one for one in found if kind in (None, one.group, terms.kind_of(one.iri))]


def table(found: Iterable[Found], lang: str, notes: tuple[str, ...] = ()) -> Table:
    """Return what was found as a table; `notes` say why there is no row."""
    rows = (
        (phrase(f"search.{one.group}", lang), one.iri, one.label, one.kind, one.matches)
        for one in found
    )
    thing = bilingual("search.columns.thing")
    columns = (
        Column("group", "text", bilingual("search.columns.group")),
        Column("thing", "thing", thing),
        Column("label", "label", thing, of="thing"),
        Column("kind", "text", bilingual("search.columns.kind")),
        Column("matches", "text", bilingual("search.columns.matches")),
    )
    names = tuple(column.name for column in columns)
    return Table(names, tuple(_row(row) for row in rows), About(lang, columns=columns, notes=notes))


def _row(cells: tuple[str, ...]) -> tuple[ox.Literal | ox.NamedNode, ...]:
    group, iri, *rest = cells
    return (ox.Literal(group), ox.NamedNode(iri), *map(ox.Literal, rest))


def _things(shelf: Library, text: str, lang: str) -> Iterator[Found]:
    graph = shelf.store.graph
    for hit in entities.search(shelf.store, text):
        name, kind = label(graph, hit.thing, lang), _kind(shelf.store, hit.thing, lang)
        yield Found("thing", hit.thing, name, kind, hit.spelling, hit.score)


def _kind(store: Store, iri: str, lang: str) -> str:
    cls = terms.class_of_kind(iri) or own_class(iri, classes_of(store.graph, iri))
    return label(store.graph, cls or terms.RESOURCE, lang)


def _queries(shelf: Library, text: str, lang: str) -> Iterator[Found]:
    for name in _ranked(shelf.words, shelf.query_texts, text):
        query, kind = shelf.queries[name], phrase("search.query", lang)
        yield Found("query", queries.iri(query), query.summary[lang], kind, query.name)


def _facts(shelf: Library, text: str, lang: str) -> Iterator[Found]:
    for iri in _ranked(shelf.words, shelf.fact_texts, text):
        name, kind = title(shelf.store.graph, iri, lang), _kind(shelf.store, iri, lang)
        yield Found("fact", iri, name, kind, terms.shorten(iri))


def _fact_iris(store: Store) -> list[str]:
    found = store.graph.quads_for_pattern(
        None, ox.NamedNode(terms.TYPE), ox.NamedNode(terms.FACT), ox.DefaultGraph()
    )
    return sorted(q.subject.value for q in found if isinstance(q.subject, ox.NamedNode))


def _said(store: Store, iri: str, lang: str) -> Iterator[str]:
    for predicate in _SAID:
        found = texts(store.graph, iri, predicate)
        if lang in found:
            yield found[lang]


def _ranked(known: Words, rows: Rows, text: str) -> list[str]:
    """Return the references of the texts that have all words of a text, the best first."""
    wanted = known.searched(text)
    if not wanted:
        return []
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute("CREATE VIRTUAL TABLE texts USING fts5(ref UNINDEXED, title, body)")
        base.executemany("INSERT INTO texts VALUES (?, ?, ?)", rows)
        found = [row[0] for row in base.execute(_RANKED, (wanted, 2 * MOST))]
    return list(dict.fromkeys(found))[:MOST]


def reasons(shelf: Library, text: str, lang: str, kind: str | None = None) -> tuple[str, ...]:
    """Return why nothing is found for a text, and what is near, a sentence each."""
    others = search(shelf, text, lang) if kind else []
    if others:
        names = ", ".join(f"{one.label} ({one.kind})" for one in others[:_MOST_NAMES])
        return (phrase("search.empty.kind", lang, kind=kind, n=len(others), names=names),)
    hint = phrase("search.empty.try", lang)
    if not shelf.words.searched(text):
        return (phrase("search.empty.small", lang), hint)
    return (*_alone(shelf, text, lang), *_near(shelf, text, lang), hint)


def _alone(shelf: Library, text: str, lang: str) -> Iterator[str]:
    """Yield which of several words are found on their own."""
    words = [word for word in dict.fromkeys(spelt(text)) if shelf.words.searched(word)]
    some = words[:_MOST_WORDS] if len(words) > 1 else []
    found = ", ".join(word for word in some if search(shelf, word, lang))
    if found:
        yield phrase("search.empty.parts", lang, words=found)


def _near(shelf: Library, text: str, lang: str) -> Iterator[str]:
    """Yield the names that are the likest, less alike than a slip of the pen."""
    from rapidfuzz import fuzz, process

    known = {key: s.thing for s in spellings(shelf.store) for key in keys(s.text)}
    wanted = min(keys(text), key=len, default="")
    found = process.extract(wanted, known.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE, limit=9)
    things = list(dict.fromkeys(known[name] for name, _, _ in found))[:_MOST_NAMES]
    if things:
        names = ", ".join(label(shelf.store.graph, thing, lang) for thing in things)
        yield phrase("search.empty.near", lang, names=names)
