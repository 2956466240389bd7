"""Things by name: the thing a text means, and the things that a text might mean."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.errors import EntityAmbiguous, EntityNotFound
from kkgraph.store import Store

_LETTERS = str.maketrans({"ø": "o", "å": "a", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l"})
_SPELT_OUT = str.maketrans({"ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "ue"})
_NAMING = (
    (terms.PREF_LABEL, 0),
    (terms.ALT_LABEL, 1),
    (terms.HIDDEN_LABEL, 1),
    (terms.FULL_NAME, 1),
    (terms.PRINTED_NAME, 1),
)
_NEAR = 5
_ENOUGH = 0.72


@dataclass(frozen=True)
class Spelling:
    """A name of a thing. `rank` 0: preferred label, 1: any other spelling."""

    thing: str
    text: str
    lang: str | None
    rank: int


@dataclass(frozen=True)
class Hit:
    """A thing found by a text, the spelling that matched, and how well (1.0: exactly)."""

    thing: str
    spelling: str
    score: float


def keys(text: str) -> frozenset[str]:
    """Return the forms under which a spelling is compared: no case, accents or punctuation.

    Danish letters have two: "Malmø" is found by "malmo" and by "malmoe".
    """
    lower = text.casefold()
    return frozenset(_plain(form) for form in (lower, lower.translate(_SPELT_OUT)))


def _plain(text: str) -> str:
    parts = unicodedata.normalize("NFD", text.translate(_LETTERS))
    bare = "".join(c for c in parts if not unicodedata.combining(c))
    return " ".join(re.findall(r"[^\W_]+", bare))


def spellings(store: Store) -> list[Spelling]:
    """Return every spelling of every thing: labels, full names, names as printed."""
    return list(_spellings(store.graph))


def _spellings(graph: ox.Store) -> Iterator[Spelling]:
    default = ox.DefaultGraph()
    for predicate, rank in _NAMING:
        for quad in graph.quads_for_pattern(None, ox.NamedNode(predicate), None, default):
            if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
                label = quad.object
                yield Spelling(quad.subject.value, label.value, label.language, rank)


def resolve(store: Store, text: str, cls: str | None = None) -> ox.NamedNode:
    """Return the one thing that a text names: IRI, CURIE, slug or spelling in any language.

    `cls`: the IRI of a class it has to belong to. A preferred label beats other
    spellings. Raises EntityAmbiguous or EntityNotFound, with near matches.
    """
    text = text.strip()
    named = [iri for iri in _named(store, text) if cls is None or is_a(store, iri, cls)]
    found = named or _spelt(store, text, cls)
    if len(found) == 1:
        return ox.NamedNode(found[0])
    if found:
        raise EntityAmbiguous(text, described(store, found))
    near = [hit.thing for hit in search(store, text, cls)][:_NEAR]
    wanted = terms.shorten(cls) if cls else "thing"
    raise EntityNotFound(text, described(store, near), wanted)


def _named(store: Store, text: str) -> list[str]:
    """Return the things whose IRI, CURIE, kind/slug, slug or section number the text is."""
    number = text.removeprefix("§").strip()
    whole = [text, terms.expand(text) or "", terms.ID + text, terms.SECTION_BASE + number]
    for iri in whole:
        if _is_there(store, iri):
            return [iri]
    for kinds in (terms.THING_KINDS, terms.FACT_KINDS):
        found = [iri for kind in kinds if _is_there(store, iri := f"{terms.ID}{kind}/{text}")]
        if found:
            return found
    return []


def _is_there(store: Store, iri: str) -> bool:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return any(store.graph.quads_for_pattern(node, None, None, ox.DefaultGraph()))


def _spelt(store: Store, text: str, cls: str | None) -> list[str]:
    """Return the things that go by a spelling: those whose preferred label it is come alone."""
    wanted = keys(text)
    found = [s for s in _spellings(store.graph) if s.text == text or keys(s.text) & wanted]
    fitting = [s for s in found if cls is None or is_a(store, s.thing, cls)]
    best = min((s.rank for s in fitting), default=0)
    return sorted({s.thing for s in fitting if s.rank == best})


def is_a(store: Store, iri: str, cls: str) -> bool:
    """Tell whether a thing belongs to a class or to a subclass of it."""
    ask = f"ASK {{ <{iri}> a/<{terms.SUB_CLASS_OF}>* <{cls}> }}"
    return bool(store.graph.query(ask))


def search(store: Store, text: str, cls: str | None = None) -> list[Hit]:
    """Return the things that a text may mean, best first: whole, part, then misspelt names."""
    wanted = keys(text)
    best: dict[str, Hit] = {}
    for spelling in _spellings(store.graph):
        score = _score(wanted, keys(spelling.text)) - 0.01 * spelling.rank
        old = best.get(spelling.thing)
        if score >= _ENOUGH and (old is None or score > old.score):
            best[spelling.thing] = Hit(spelling.thing, spelling.text, score)
    hits = sorted(best.values(), key=lambda hit: (-hit.score, hit.thing))
    return [hit for hit in hits if cls is None or is_a(store, hit.thing, cls)]


def _score(wanted: Iterable[str], names: Iterable[str]) -> float:
    return max((_likeness(w, name) for w in wanted for name in names), default=0.0)


def _likeness(wanted: str, name: str) -> float:
    """Return 1 for the same, 0.95 for a beginning, 0.9 for whole words, 0.85 for a part."""
    if not wanted or not name:
        return 0.0
    if wanted == name:
        return 1.0
    if name.startswith(wanted):
        return 0.95
    if f" {wanted} " in f" {name} ":
        return 0.92
    if wanted in name:
        return 0.88
    return 0.85 * max(_ratio(wanted, name), _word_by_word(wanted.split(), name.split()))


def _word_by_word(wanted: list[str], words: list[str]) -> float:
    """Return how well the words are found again, on average, each in its best counterpart."""
    return sum(max(_ratio(w, word) for word in words) for w in wanted) / len(wanted)


def _ratio(one: str, other: str) -> float:
    from difflib import SequenceMatcher

    matcher = SequenceMatcher(None, one, other, autojunk=False)
    if matcher.real_quick_ratio() < _ENOUGH or matcher.quick_ratio() < _ENOUGH:
        return 0.0
    return matcher.ratio()


def described(store: Store, iris: Iterable[str]) -> list[str]:
    """Return things as `network:string (STRING)`: how to name each, and its label."""
    return [f"{terms.shorten(iri)} ({label(store, iri, 'en')})" for iri in iris]


def label(store: Store, iri: str, lang: str) -> str:
    """Return what to call a thing, a term or a section; its CURIE when it has no label."""
    if terms.section_number(iri) is not None:
        return _section_label(store, iri)
    for predicate in (terms.PREF_LABEL, terms.LABEL, terms.TITLE):
        found = texts(store, iri, predicate)
        if found:
            return found.get(lang) or next(iter(found.values()))
    return terms.shorten(iri)


def texts(store: Store, iri: str, predicate: str) -> dict[str, str]:
    """Return the values of a property by language ("" for none)."""
    quads = store.graph.quads_for_pattern(
        ox.NamedNode(iri), ox.NamedNode(predicate), None, ox.DefaultGraph()
    )
    literals = sorted((q.object for q in quads if isinstance(q.object, ox.Literal)), key=str)
    return {literal.language or "": literal.value for literal in literals}


def _section_label(store: Store, iri: str) -> str:
    number = next(iter(texts(store, iri, terms.NUMBER).values()), "")
    title = next(iter(texts(store, iri, terms.TITLE).values()), "")
    return f"{number} {title}".strip() or terms.shorten(iri)
