"""The things that a name may mean, each with a score from 0 to 100.

100: the label or an identifier itself. 95: another spelling of the graph's, or the label but for
accents and the like. Below that: how alike the letters are (rapidfuzz). A candidate is a match
where it is sure: no other is near it, and what is misspelt differs by letters, not by words.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from kkgraph.entities.search import identified, keys
from kkgraph.reconciliation.names import Index, Name
from kkgraph.reconciliation.properties import agreement, values
from kkgraph.sparql.terms import Term

LABEL, SPELLING, ALIKE = 100.0, 95.0, 94.0
SURE, NEAR, LEAST = 90.0, 5.0, 60.0
_PART = 0.85  # all words of the one are words of the other: never sure
_DISAGREES, _OTHER_TYPE = 20.0, 10.0
_SHORTEST, _SHORT, _WORD_ALIKE = 5, 8, 75.0
_NUMBERS = re.compile(r"\d+")
_IDENTIFIER = re.compile(r"\S*[:/-]\S*|Q\d+|\d{5,}|(?=.*\d)[0-9a-z]{8,}", re.IGNORECASE)
_Said = dict[str, dict[str, list[Term]]]
Strictness = Literal["any", "should", "all"]


@dataclass(frozen=True)
class Asked:
    """A name to reconcile: its text, the classes and the property values it should fit."""

    text: str
    types: tuple[str, ...] = ()
    strict: Strictness = "any"
    properties: tuple[tuple[str, tuple[str, ...]], ...] = ()
    limit: int = 5


@dataclass(frozen=True)
class Candidate:
    """A thing that a name may mean. `sure`: spelt so that it can mean nothing else."""

    thing: str
    score: float
    spelling: str
    sure: bool = True
    match: bool = False
    features: dict[str, float] = field(default_factory=dict)


def candidates(index: Index, asked: Asked) -> list[Candidate]:
    """Return the candidates, the best first; at most one of them, the first, is a match."""
    found = list(_best(_named(index, asked) if asked.text.strip() else _all(index)))
    things = [one.thing for one in found]
    said = {name: values(index.store, things, name) for name, _ in asked.properties if things}
    fitting = [fit for one in found if (fit := _fitted(index, one, asked, said))]
    ordered = sorted(fitting, key=lambda one: (-one.score, one.thing))
    if ordered and _is_match(ordered):
        ordered[0] = replace(ordered[0], match=True)
    return ordered[: asked.limit]


def _is_match(ordered: list[Candidate]) -> bool:
    best, *others = ordered
    alone = all(best.score - other.score > NEAR or not _rivals(best, other) for other in others)
    return best.sure and best.score >= SURE and alone


def _rivals(best: Candidate, other: Candidate) -> bool:
    """Tell whether another can be meant: not beside what is spelt exactly, if only alike."""
    return best.score < SPELLING or other.score >= SPELLING


def _all(index: Index) -> Iterator[Candidate]:
    return (Candidate(thing, LABEL, "") for thing in index.classes)


def _named(index: Index, asked: Asked) -> Iterator[Candidate]:
    yield from _identified(index, asked)
    yield from _spelt(index, asked.text)
    yield from _alike(index, asked.text)


def _identified(index: Index, asked: Asked) -> Iterator[Candidate]:
    """Yield what an identifier names; a bare code ("IT") is sure only of the classes asked for."""
    text = asked.text.strip()
    if _IDENTIFIER.fullmatch(text):
        for thing in identified(index.store, text):
            if thing in index.classes:
                yield Candidate(thing, LABEL, text)
    for thing in index.codes.get(text.casefold(), ()):
        if thing in index.classes:
            yield Candidate(thing, LABEL if asked.types else SURE, text, sure=bool(asked.types))


def _spelt(index: Index, text: str) -> Iterator[Candidate]:
    for key in keys(text):
        for name in index.names.get(key, ()) if key else ():
            same = _bare(name.text) == _bare(text) and name.rank == 0
            yield Candidate(name.thing, LABEL if same else SPELLING, name.text, len(key) > 1)


def _bare(text: str) -> str:
    return " ".join(text.casefold().split())


def _alike(index: Index, text: str) -> Iterator[Candidate]:
    """Yield what is written nearly so, and what has the words in common, which is not sure."""
    from rapidfuzz import fuzz, process

    for key in filter(None, keys(text)):
        for other, score, _ in process.extract_iter(
            key, index.names.keys(), scorer=fuzz.ratio, score_cutoff=LEAST
        ):
            yield from _candidates(index.names[other], score, key)
        for other, score, _ in process.extract_iter(
            key, index.names.keys(), scorer=fuzz.token_set_ratio, score_cutoff=LEAST / _PART
        ):
            yield from _candidates(index.names[other], _PART * score, None)


def _candidates(names: Iterable[Name], score: float, key: str | None) -> Iterator[Candidate]:
    for name in names:
        sure = key is not None and score >= SURE and _is_slip(key, name.text)
        yield Candidate(name.thing, min(ALIKE, round(score, 1)), name.text, sure)


def _is_slip(key: str, spelling: str) -> bool:
    """Tell whether a text can only be a name misspelt: the same numbers, word for word alike.

    A short name or an acronym with a letter changed is another name as well as not; and so is
    one that only ends otherwise (Trent is no Trento).
    """
    other = min(keys(spelling), key=lambda one: abs(len(one) - len(key)))
    if len(key) < _SHORTEST or not any(c.islower() for c in spelling):
        return False
    if len(key) < _SHORT and (key.startswith(other) or other.startswith(key)):
        return False
    return _NUMBERS.findall(key) == _NUMBERS.findall(other) and _word_for_word(key, other)


def _word_for_word(one: str, other: str) -> bool:
    from rapidfuzz import fuzz

    words, others = one.split(), other.split()
    if len(words) != len(others):
        return "".join(words) == "".join(others)
    return all(fuzz.ratio(*pair) >= _WORD_ALIKE for pair in zip(words, others, strict=True))


def _best(found: Iterable[Candidate]) -> Iterable[Candidate]:
    """Return each thing once, by the spelling that fits best."""
    best: dict[str, Candidate] = {}
    for one in found:
        old = best.get(one.thing)
        if old is None or (one.score, one.sure) > (old.score, old.sure):
            best[one.thing] = one
    return best.values()


def _fitted(index: Index, one: Candidate, asked: Asked, said: _Said) -> Candidate | None:
    """Return a candidate with what its classes and values take from its score; None if unfit."""
    score, features = one.score, {"name": one.score}
    if asked.types:
        fits = _has_classes(index, one.thing, asked)
        if not fits and asked.strict != "should":
            return None
        features["type"] = 100.0 if fits else 0.0
        score -= 0.0 if fits else _OTHER_TYPE
    for name, wanted in asked.properties:
        agrees = agreement(index.store, said[name].get(one.thing, []), wanted)
        if agrees is not None:
            features[name] = 100.0 if agrees else 0.0
            score -= 0.0 if agrees else _DISAGREES
        elif not asked.text.strip():
            return None
    if score < (LEAST if asked.text.strip() else one.score):
        return None
    return replace(one, score=score, features=features)


def _has_classes(index: Index, thing: str, asked: Asked) -> bool:
    own = index.classes.get(thing, frozenset())
    return set(asked.types) <= own if asked.strict == "all" else bool(own & set(asked.types))
