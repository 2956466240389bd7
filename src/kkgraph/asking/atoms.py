"""What two texts have in common: a word is an atom, atoms match by stem, group, part or kind.

An atom is the terms of one word with how much each counts when it is what two words share. A
term is worth more the fewer patterns and queries have it.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import log

Atom = Mapping[str, float]
_LEAST = 0.15
_DOUBT = 2.0


@dataclass(frozen=True)
class Worth:
    """How much the terms of a collection of texts are worth: the rarer, the more."""

    count: int
    found: Mapping[str, int]

    def of(self, atom: Atom) -> float:
        """Return the worth of an atom: that of its commonest term; the middle if none is known."""
        known = [self.found[term] for term in atom if term in self.found]
        return _LEAST + log((self.count + 1) / (max(known) + 0.5)) if known else self.middle

    @property
    def middle(self) -> float:
        """What a word is worth that no text has."""
        return _LEAST + log(self.count + 1) / 2


def worth(texts: Sequence[Iterable[Atom]]) -> Worth:
    """Return how much the terms of some texts are worth."""
    found = Counter(term for text in texts for term in {t for atom in text for t in atom})
    return Worth(len(texts), found)


def match(one: Atom, other: Atom) -> float:
    """Return how much two atoms have in common, from 0 to 1."""
    common = one.keys() & other.keys()
    return max(min(one[t], other[t]) for t in common) if common else 0.0


def covered(wanted: Sequence[Atom], having: Sequence[Atom], by: Worth, doubt: float = 0.0) -> float:
    """Return the share of some atoms' worth, and of a doubt, that others have too."""
    worths = [by.of(atom) for atom in wanted]
    total = sum(worths) + doubt
    shared = sum(
        worth * max((match(atom, other) for other in having), default=0.0)
        for atom, worth in zip(wanted, worths, strict=True)
    )
    return shared / total if total else 0.0


def evidence(wanted: Sequence[Atom], having: Atom, by: Worth) -> float:
    """Return the share of some atoms that a text has, less where few atoms can tell little."""
    return covered(wanted, [having], by, _DOUBT)


def likeness(one: Sequence[Atom], other: Sequence[Atom], by: Worth) -> float:
    """Return how alike two short texts are: the geometric mean of what each has of the other."""
    there = covered(one, other, by)
    return (there * covered(other, one, by)) ** 0.5 if there else 0.0


def merged(atoms: Iterable[Atom]) -> dict[str, float]:
    """Return the terms of many atoms as those of one, each at its strongest."""
    found: dict[str, float] = {}
    for atom in atoms:
        for term, strength in atom.items():
            found[term] = max(strength, found.get(term, 0.0))
    return found
