"""Things by name: the thing a text means, and the things that a text might mean."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.classes import instances
from kkgraph.entities.labels import LABELS, PRINTED, label
from kkgraph.errors import EntityAmbiguous, EntityNotFound
from kkgraph.sparql.graphs import Quads
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES

_LETTERS = str.maketrans({"ø": "o", "å": "a", "æ": "ae", "ß": "ss", "đ": "d", "ł": "l"})
_SPELT_OUT = str.maketrans({"ø": "oe", "å": "aa", "ö": "oe", "ä": "ae", "ü": "ue"})
_PAGE = re.compile(r"/id/([a-z-]+/[^/?#\s]+?)(?:/|/index\.html|\.[a-z]{2,8})?(?:[?#].*)?$")
_WIKI = re.compile(r"wiki/(?=q\d+$)")  # the page of what Wikidata's entity/Q… stands for
_HOST = re.compile(r"^(?:www|sws)\.")  # GeoNames has its pages at the one, its things at the other
_SECTION = re.compile(r"^(?:§+|section|chapter|afsnit|kapitel|punkt)\s*(?=\d)", re.IGNORECASE)
_TARGET, _ABOUT = ox.NamedNode(terms.HAS_TARGET), ox.NamedNode(terms.IS_ABOUT)
_SHORTEST = 2
_NEAR = 5
_MOST_SLIPS, _LETTERS_A_SLIP, _SLIP = 2, 4, 0.87
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


@lru_cache(maxsize=50_000)
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


def _spellings(graph: Quads) -> Iterator[Spelling]:
    default = ox.DefaultGraph()
    for predicate in (*LABELS, *PRINTED):
        rank = int(predicate != terms.PREF_LABEL)
        for quad in graph.quads_for_pattern(None, ox.NamedNode(predicate), None, default):
            if isinstance(quad.object, ox.Literal) and isinstance(quad.subject, ox.NamedNode):
                label = quad.object
                yield Spelling(quad.subject.value, label.value, label.language, rank)


def resolve(store: Store, text: str, *classes: str | None) -> ox.NamedNode:
    """Return the one thing that a text names: IRI, CURIE, slug or spelling in any language.

    `classes`: IRIs of classes to one of which it has to belong. A preferred label beats other
    spellings. Raises EntityAmbiguous or EntityNotFound, with near matches.
    """
    store.project.use()
    text = text.strip()
    fits = _fits(store, classes)
    found = [iri for iri in _named(store, text) if fits(iri)] or _spelt(store, text, fits)
    found = found or [iri for iri in _known_outside(store, text) if fits(iri)]
    if len(found) == 1:
        return ox.NamedNode(found[0])
    if found:
        raise EntityAmbiguous(text, _told(store, found))
    wanted = {lang: " / ".join(_called(store, classes, lang)) for lang in LANGUAGES}
    others = _told(store, _named(store, text) or _spelt(store, text, lambda _: True))
    near = [hit.thing for hit in search(store, text, *classes)][:_NEAR]
    raise EntityNotFound(text, _told(store, near), wanted if wanted["en"] else "", others)


def _called(store: Store, classes: Iterable[str | None], lang: str) -> list[str]:
    return [label(store.graph, cls, lang) for cls in classes if cls]


def identified(store: Store, text: str) -> list[str]:
    """Return the things that a text names by IRI, page, CURIE, slug or outside identifier."""
    return _named(store, text) or _known_outside(store, text)


def _named(store: Store, text: str) -> list[str]:
    """Return the things whose IRI, page, CURIE, slug or section's number a text is."""
    number = _SECTION.sub("", text)
    text = text[1:-1] if text.startswith("<") else text
    kind, colon, own = text.partition(":")
    curie = f"{kind.lower()}:{own.lower()}" if colon else text
    whole = [text, _address(text), *_expanded(text, curie), terms.thing(text)]
    source, _, own = number.rpartition("/")
    elsewhere = terms.thing(f"{source}/section/{own}")
    for iri in (*whole, terms.section(number), elsewhere):
        if _is_there(store, iri):
            return [iri]
    for kinds in (terms.THING_KINDS, terms.FACT_KINDS):
        found = [iri for kind in kinds if _is_there(store, iri := terms.thing(f"{kind}/{text}"))]
        if found:
            return found
    return []


def _expanded(*curies: str) -> list[str]:
    return [iri for curie in curies if (iri := terms.expand(curie))]


def _address(text: str) -> str:
    """Return the IRI of the thing that a page or data file is about, by its address."""
    found = _PAGE.search(text)
    return terms.thing(found[1]) if found else ""


def _known_outside(store: Store, text: str) -> list[str]:
    """Return the things that another system knows by an identifier (Q585) or by an IRI."""
    end = "/" + re.split(r"[/:]", text.strip("/"))[-1].casefold()
    whole = "://" in text
    found = store.graph.quads_for_pattern(None, _TARGET, None, ox.DefaultGraph())
    links = [
        quad.subject
        for quad in found
        if isinstance(quad.object, ox.NamedNode)
        and isinstance(quad.subject, ox.NamedNode)
        and _leads_to(quad.object.value, text if whole else end, whole=whole)
    ]
    about = (
        quad.object.value
        for link in links
        for quad in store.graph.quads_for_pattern(link, _ABOUT, None, ox.DefaultGraph())
        if isinstance(quad.object, ox.NamedNode)
    )
    return sorted(set(about))


def _leads_to(target: str, wanted: str, *, whole: bool) -> bool:
    """Tell whether an outside IRI is the one that is given, or ends in the identifier."""
    if not whole:
        return len(wanted) > _SHORTEST and target.rstrip("/").casefold().endswith(wanted)
    bare = (one.partition("://")[2].strip("/").casefold() for one in (target, wanted))
    one, other = (_WIKI.sub("entity/", _HOST.sub("", each)) for each in bare)
    return one == other


def _is_there(store: Store, iri: str) -> bool:
    try:
        node = ox.NamedNode(iri)
    except ValueError:
        return False
    return any(store.graph.quads_for_pattern(node, None, None, ox.DefaultGraph()))


def _fits(store: Store, classes: Iterable[str | None]) -> Callable[[str], bool]:
    """Return a function that tells whether a thing is of one of some classes; any is of none."""
    members = [instances(store.graph, cls) for cls in classes if cls is not None]
    return lambda iri: not members or any(iri in found for found in members)


def _spelt(store: Store, text: str, fits: Callable[[str], bool]) -> list[str]:
    """Return the things that go by a spelling: those whose preferred label it is come alone."""
    wanted = keys(text)
    found = [s for s in _spellings(store.graph) if s.text == text or keys(s.text) & wanted]
    fitting = [s for s in found if fits(s.thing)]
    best = min((s.rank for s in fitting), default=0)
    return sorted({s.thing for s in fitting if s.rank == best})


def search(store: Store, text: str, *classes: str | None) -> list[Hit]:
    """Return the things that a text may mean, best first: whole, part, then misspelt names."""
    wanted = keys(text)
    best: dict[str, Hit] = {}
    for spelling in _spellings(store.graph):
        score = _score(wanted, keys(spelling.text)) - 0.01 * spelling.rank
        old = best.get(spelling.thing)
        if score >= _ENOUGH and (old is None or score > old.score):
            best[spelling.thing] = Hit(spelling.thing, spelling.text, score)
    for iri in (*_named(store, text.strip()), *_known_outside(store, text.strip())):
        best.setdefault(iri, Hit(iri, text, 1.0))
    hits = sorted(best.values(), key=lambda hit: (-hit.score, hit.thing))
    fits = _fits(store, classes)
    return [hit for hit in hits if fits(hit.thing)]


def _score(wanted: Iterable[str], names: Iterable[str]) -> float:
    return max((_likeness(w, name) for w in wanted for name in names), default=0.0)


def _likeness(wanted: str, name: str) -> float:
    """Return 1 for the same, 0.95 for a beginning, 0.92 for whole words, 0.88 for a part."""
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


@lru_cache(20_000)  # names have many words in common
def _ratio(one: str, other: str) -> float:
    """Return how alike two words are; a slip of the pen or two counts for little."""
    from rapidfuzz import fuzz
    from rapidfuzz.distance import OSA

    ratio: float = fuzz.ratio(one, other, score_cutoff=100 * _ENOUGH) / 100
    slips = min(_MOST_SLIPS, len(one) // _LETTERS_A_SLIP)
    return max(ratio, _SLIP) if OSA.distance(one, other, score_cutoff=slips) <= slips else ratio


def described(store: Store, iris: Iterable[str]) -> list[str]:
    """Return things as `network:string (STRING)`: how to name each, and its label."""
    return [one["en"] for one in _told(store, iris)]


def _told(store: Store, iris: Iterable[str]) -> list[dict[str, str]]:
    """Return how to name things, with their labels, by language."""
    return [
        {lang: f"{terms.shorten(iri)} ({label(store.graph, iri, lang)})" for lang in LANGUAGES}
        for iri in iris
    ]
