"""What a question names: things by any spelling, sections, years, days and numbers."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.asking.atoms import Atom, merged
from kkgraph.entities.search import Spelling, keys, spellings
from kkgraph.sparql.graphs import Quads
from kkgraph.store import Store

_MOST_WORDS = 14
_SHORTEST = 2
_LETTERS_AN_EDIT, _MOST_EDITS = 5, 2
_GOES_ON = re.compile(r"-\w")
_SHORT = re.compile(r"[A-Z]{2,3}")
_QUALIFIES = re.compile(r"\s+[a-zæøå]{4}")
_WORD = re.compile(r"[^\W_]+")
_SECTION = re.compile(
    r"\b(?:kapitel|afsnit|punkt|chapter|section|§)\s*(\d+(?:\.\d+)*)", re.IGNORECASE
)
_DOTTED = re.compile(r"(?<![\d.,])\d(?:\.\d{1,2}){1,2}(?![\d.]*\d)(?!\.000)")
_DAY = re.compile(r"\b(\d{1,2})\.?\s+([a-z]{3,9})\s+((?:19|20)\d\d)\b", re.IGNORECASE)
_ISO = re.compile(r"\b(?:19|20)\d\d-\d\d-\d\d\b")
_YEAR = re.compile(r"(?<![\w.-])(?:19|20)\d\d(?![\w-])")
_MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "maj may",
    "jun",
    "jul",
    "aug",
    "sep",
    "okt oct",
    "nov",
    "dec",
)
# Before a year or a day: days before or after it are meant.
_BOUND = re.compile(
    r"\b(?:før|inden|efter|indtil|senest|siden|before|after|until|since|by|past|beyond"
    r"|(?:ud|hen) over|(?:earlier|later) than|(?:tidligere|senere) end)\s+"
    r"(?:(?:den|the|(?:starten|begyndelsen|slutningen|udgangen) af|(?:start|beginning|end) of)\s+)*"
    rf"(?:(?:{'|'.join(' '.join(_MONTHS).split())})[a-z]*\s+)?$",
    re.IGNORECASE,
)
_APOSTROPHE = "['\N{RIGHT SINGLE QUOTATION MARK}]"
_GENITIVE = re.compile(f"(?:{_APOSTROPHE}?s|{_APOSTROPHE})$")
_WIDER = {
    "@places": frozenset({"city", "region", "country", "place", "municipality"}),
    "@bodies": frozenset(
        {"department", "unit", "committee", "organisation", "network", "working-group", "office"}
    ),
    "@doings": frozenset({"project", "event", "activity", "programme"}),
}
_VAGUE = frozenset({"topic", "theme"})


@dataclass(frozen=True)
class Mention:
    """A part of a question and what it may name.

    `kind`: thing, section, year or date; `values`: IRIs of things that go by the name, or the
    text of a section's number, a year or a day. A vague one is a common word too, or part of
    another word ("C40" in "C40-netværk"): it need not be what the question is about. A bound is a
    year or a day before or after which something is asked for: nothing that equals it answers.
    """

    kind: str
    text: str
    start: int
    end: int
    values: tuple[str, ...]
    vague: bool = False
    is_bound: bool = False

    @property
    def ambient(self) -> bool:
        """Whether it names the municipality or its city, which nearly every question may do."""
        return self.kind == "thing" and bool(terms.home() & set(self.values))

    @property
    def atom(self) -> Atom:
        """What stands for it among a question's atoms: its kinds, the wider the weaker."""
        if self.kind != "thing":
            return {f"@{self.kind}": 1.0}
        return merged(atom_of(str(terms.kind_of(value))) for value in self.values)


def atom_of(kind: str) -> Atom:
    """Return the atom of a kind of thing: a city is a place, and a thing."""
    wider = {token: 0.85 for token, kinds in _WIDER.items() if kind in kinds}
    own = {} if kind == "thing" else {f"@{kind}": 1.0}
    return {"@thing": 0.7, **wider, **own}


class Names:
    """The spellings of all things, by the words they are made of."""

    def __init__(self, found: Iterable[Spelling]) -> None:
        """Sort the spellings by their comparable forms; a preferred label beats the others."""
        self.things: dict[str, dict[str, int]] = {}
        for spelling in found:
            for key in keys(spelling.text):
                ranks = self.things.setdefault(key, {})
                ranks[spelling.thing] = min(spelling.rank, ranks.get(spelling.thing, 9))
        self.parts = _parts(self.things)

    def exactly(self, text: str) -> tuple[str, ...]:
        """Return the things that go by a text, without a genitive's ending if need be."""
        for form in (text, _GENITIVE.sub("", text)):
            ranks = {
                thing: r for key in keys(form) for thing, r in self.things.get(key, {}).items()
            }
            if ranks and len(form) >= _SHORTEST:
                best = min(ranks.values())
                return tuple(sorted(t for t, rank in ranks.items() if rank == best))
        return ()

    def partly(self, text: str) -> tuple[str, ...]:
        """Return the one thing of whose names two words or more are a part, () of several."""
        for form in (text, _GENITIVE.sub("", text)):
            things = {t for key in keys(form) for t in self.parts.get(key, ())}
            if things:
                return tuple(things) if len(things) == 1 else ()
        return ()

    def nearly(self, text: str) -> tuple[str, ...]:
        """Return the things whose name a misspelt text is likely to mean."""
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        key = min(keys(text), key=len)
        edits = len(key) // _LETTERS_AN_EDIT
        if not edits:
            return ()
        found = process.extractOne(
            key, self.things.keys(), scorer=OSA.distance, score_cutoff=min(edits, _MOST_EDITS)
        )
        return tuple(sorted(self.things[found[0]])) if found else ()


def _parts(names: Mapping[str, Iterable[str]]) -> dict[str, set[str]]:
    """Return the runs of two words or more that names are made of, with the things so named."""
    parts: dict[str, set[str]] = {}
    for name, things in names.items():
        words = name.split()
        for size in range(2, len(words)):
            for first in range(len(words) - size + 1):
                parts.setdefault(" ".join(words[first : first + size]), set()).update(things)
    return parts


def names(store: Store) -> Names:
    """Return the names of the graph's things; facts, sections and terms have none here."""
    kinds = {*terms.THING_KINDS, "theme"}
    return Names(s for s in spellings(store) if terms.kind_of(s.thing) in kinds)


def find(text: str, known: Names, common: frozenset[str], sections: Quads) -> list[Mention]:
    """Return what a text names, from left to right, the longest name first; none overlap.

    `common`: words that say something of their own, so are no name by themselves.
    """
    taken: list[Mention] = []
    readers = (
        _numbers(text, sections),
        _spelt(text, known, common),
        _partly_spelt(text, known, common),
        _misspelt(text, known, common),
    )
    for mention in (one for reader in readers for one in reader):
        if not any(_collide(mention, old) for old in taken):
            taken.append(mention)
    return sorted((_bounded(text, one) for one in taken), key=lambda m: m.start)


def _bounded(text: str, mention: Mention) -> Mention:
    """Return a mention as a bound where a word before it says so: "før 2015"."""
    is_time = mention.kind in ("year", "date")
    return replace(mention, is_bound=is_time and bool(_BOUND.search(text[: mention.start])))


def _collide(one: Mention, other: Mention) -> bool:
    """Tell whether two mentions overlap or say the same."""
    overlap = one.start < other.end and other.start < one.end
    return overlap or (one.kind, one.values) == (other.kind, other.values)


def _numbers(text: str, graph: Quads) -> Iterator[Mention]:
    for match in _DAY.finditer(text):
        day = _day(match[1], match[2], match[3])
        if day:
            yield Mention("date", match[0], match.start(), match.end(), (day,))
    for match in _ISO.finditer(text):
        yield Mention("date", match[0], match.start(), match.end(), (match[0],))
    for pattern, group in ((_SECTION, 1), (_DOTTED, 0)):
        for match in pattern.finditer(text):
            number = match[group]
            if _is_section(graph, number):
                yield Mention("section", match[0], match.start(), match.end(), (number,))


def _years(text: str) -> Iterator[Mention]:
    for match in _YEAR.finditer(text):
        yield Mention("year", match[0], match.start(), match.end(), (match[0],))


def _is_section(graph: Quads, number: str) -> bool:
    node = ox.NamedNode(terms.section(number))
    return any(graph.quads_for_pattern(node, None, None, ox.DefaultGraph()))


def _day(day: str, month: str, year: str) -> str | None:
    try:
        return date(int(year), _month(month), int(day)).isoformat()
    except ValueError:
        return None


def _month(name: str) -> int:
    """Return the number of a month, 0 for another word."""
    short = name.casefold()[:3]
    return next((i for i, names in enumerate(_MONTHS, 1) if short in names.split()), 0)


def _spelt(text: str, known: Names, common: frozenset[str]) -> Iterator[Mention]:
    """Yield names from the longest to the shortest, then years outside them."""
    for size in range(_MOST_WORDS, 0, -1):
        for start, end in _runs(text, size):
            part = text[start:end]
            things = known.exactly(part)
            if things and not _says_little(part, common):
                yield Mention(
                    "thing", part, start, end, things, _is_vague(text, start, end, things)
                )
    yield from _years(text)


def _runs(text: str, size: int) -> Iterator[tuple[int, int]]:
    """Yield where each run of so many words begins and ends."""
    words = list(_WORD.finditer(text))
    for first, last in zip(words, words[size - 1 :], strict=False):
        yield first.start(), last.end()


def _says_little(part: str, common: frozenset[str]) -> bool:
    """Tell whether a part is made of small words alone, or is two letters without a capital."""
    words = _WORD.findall(part)
    small = all(w.casefold() in common for w in words) and not part.isupper()
    return small or (len(part) <= _SHORTEST and part.islower())


def _is_vague(text: str, start: int, end: int, things: tuple[str, ...]) -> bool:
    """Tell whether a name is one common word, a topic, or says what kind of thing follows."""
    part = text[start:end]
    topics = {terms.kind_of(thing) for thing in things} <= _VAGUE
    common = part.islower() and " " not in part
    short = bool(_SHORT.fullmatch(part) and _QUALIFIES.match(text, end))
    return topics or common or short or bool(_GOES_ON.match(text, end))


def _partly_spelt(text: str, known: Names, common: frozenset[str]) -> Iterator[Mention]:
    """Yield what is named by two words or more of a longer name, small words not counted."""
    for size in range(_MOST_WORDS, 1, -1):
        for start, end in _runs(text, size):
            part = text[start:end]
            telling = [w for w in _WORD.findall(part) if w.casefold() not in common]
            if len(telling) > 1 and (things := known.partly(part)):
                yield Mention("thing", part, start, end, things, part.islower())


def _misspelt(text: str, known: Names, common: frozenset[str]) -> Iterator[Mention]:
    for size in (3, 2, 1):
        for start, end in _runs(text, size):
            part = text[start:end]
            known_words = any(word.casefold() in common for word in _WORD.findall(part))
            if not known_words and part[:1].isupper() and (things := known.nearly(part)):
                yield Mention("thing", part, start, end, things)
