"""A plain question as it is understood: what it names, and what its other words say."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from kkgraph.asking.atoms import Atom
from kkgraph.asking.index import Index
from kkgraph.asking.mentions import Mention, find
from kkgraph.asking.words import AS_PART

_WHICH = re.compile(
    r"\b(?:hvilken|hvilket|hvilke|which|what)\s+(?:af\s+|of\s+)?([^\W_]+)", re.IGNORECASE
)
_VAGUE = 0.6
_ABSENT = "=absent"
_ASIDE, _SENTENCE = re.compile(r"\([^()]*\)"), re.compile(r"(?<=[.!?])\s+(?=\S)")
_OPEN = re.compile(r"\W*(?:\w+\s+)?(?:hv\w+|wh\w+|how)\b", re.IGNORECASE)
_CAPITAL = re.compile(r"(?<=[\w,] )[A-ZÆØÅ]\w+")


@dataclass(frozen=True)
class Question:
    """A question: its atoms, what it names, what it asks for ("which cities") and of which kind.

    `is_open`: it asks for more than yes or no. `is_negative`: it is about what is not.
    `strange`: names in it that are of no thing, nor words of any query.
    """

    text: str
    lang: str
    atoms: tuple[Atom, ...]
    mentions: tuple[Mention, ...]
    wanted: tuple[Atom, ...]
    kinds: frozenset[str]
    is_open: bool
    is_negative: bool
    strange: tuple[str, ...]


def understood(index: Index, text: str, lang: str) -> Question:
    """Return a question's language, the things it names and the atoms of its other words."""
    lang = index.words.language(text, lang)
    found = [
        mention
        for mention in find(text, index.names, index.common, index.store.graph)
        if not (mention.vague and _is_kind(mention, text))
    ]
    rest = text
    for mention in reversed(found):
        if not mention.vague:
            rest = rest[: mention.start] + " " + rest[mention.end :]
    named = [_weaker(m.atom) if m.vague else m.atom for m in found if not m.ambient]
    wanted = tuple(a for word in _WHICH.findall(text) for a in index.words.atoms(word, lang))
    kinds = frozenset(
        kind for kind, cues in index.words.cues.items() if any(c in text.casefold() for c in cues)
    )
    atoms = (*index.words.atoms(rest, lang), *named)
    asked = _ASIDE.sub(" ", _SENTENCE.split(text.strip())[-1])
    return Question(
        text,
        lang,
        atoms,
        tuple(found),
        wanted,
        kinds,
        is_open=bool(_OPEN.match(asked)),
        is_negative=is_negative(index.words.atoms(asked, lang)),
        strange=tuple(w for w in _CAPITAL.findall(text) if _is_strange(index, w, found, lang)),
    )


def _is_kind(mention: Mention, text: str) -> bool:
    """Tell whether a mention is the kind of thing that is asked for ("which conferences")."""
    asked = (one.span(1) for one in _WHICH.finditer(text))
    return any(start <= mention.start and mention.end <= end for start, end in asked)


def is_negative(atoms: Iterable[Atom]) -> bool:
    """Tell whether words are about what is not; part of a word ("Beij-ing") does not say so."""
    return any(atom.get(_ABSENT, 0.0) > AS_PART for atom in atoms)


def _is_strange(index: Index, word: str, found: Iterable[Mention], lang: str) -> bool:
    """Tell whether a word with a capital is part of no name that was found, and of no query."""
    atoms = index.words.atoms(word, lang)
    known = any(term in index.worth.found for atom in atoms for term in atom)
    return bool(atoms) and not known and not any(word in mention.text for mention in found)


def _weaker(atom: Atom) -> Atom:
    """Return the atom of what may be named, or may be a common word only."""
    return {term: strength * _VAGUE for term, strength in atom.items()}
