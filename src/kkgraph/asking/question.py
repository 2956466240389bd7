"""A plain question as it is understood: what it names, and what its other words say."""

import re
from dataclasses import dataclass

from kkgraph.asking.atoms import Atom
from kkgraph.asking.index import Index
from kkgraph.asking.mentions import Mention, find

_WHICH = re.compile(
    r"\b(?:hvilken|hvilket|hvilke|which|what)\s+(?:af\s+|of\s+)?([^\W_]+)", re.IGNORECASE
)
_VAGUE = 0.6


@dataclass(frozen=True)
class Question:
    """A question: its atoms, what it names, what it asks for ("which cities") and of which kind."""

    text: str
    lang: str
    atoms: tuple[Atom, ...]
    mentions: tuple[Mention, ...]
    wanted: tuple[Atom, ...]
    kinds: frozenset[str]


def understood(index: Index, text: str, lang: str) -> Question:
    """Return a question's language, the things it names and the atoms of its other words."""
    lang = index.words.language(text, lang)
    found = find(text, index.names, index.common, index.store.graph)
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
    return Question(text, lang, atoms, tuple(found), wanted, kinds)


def _weaker(atom: Atom) -> Atom:
    """Return the atom of what may be named, or may be a common word only."""
    return {term: strength * _VAGUE for term, strength in atom.items()}
