"""The words of a question or a text as terms: stems, parts of compounds, groups of like meaning.

Stems are Snowball's, of the text's language. A Danish compound is cut where both parts are words
that the saved queries or the groups use. A group's term is its name after "=".
"""

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING

from kkgraph.asking.atoms import Atom
from kkgraph.texts import LANGUAGES

if TYPE_CHECKING:
    import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
_SHORTEST = 3  # letters of a part of a compound
_JOINTS = ("", "s", "e", "er")
_SNOWBALL = dict(zip(LANGUAGES, ("danish", "english"), strict=True))
AS_GROUP, AS_PART = 0.85, 0.7  # against 1 for the same stem


@dataclass(frozen=True)
class Words:
    """The groups, the words that say nothing, and the phrases for values of enumerations."""

    groups: Mapping[str, frozenset[str]]
    stop: Mapping[str, frozenset[str]]
    values: Mapping[str, tuple[str, ...]]
    cues: Mapping[str, tuple[str, ...]]
    known: set[str] = field(default_factory=set)

    def learn(self, text: str, lang: str) -> None:
        """Add the words of a text to those that a compound may be made of."""
        words = (w for w in spelt(text) if len(w) >= _SHORTEST)
        self.known.update(stem(w, lang) for w in words if w not in self.stop[lang])

    def atoms(self, text: str, lang: str) -> list[Atom]:
        """Return an atom for each word of a text that says something."""
        words = (word for word in spelt(text) if word not in self.stop[lang])
        return [atom for word in words for atom in self._of_word(word, lang)]

    def _of_word(self, word: str, lang: str) -> list[Atom]:
        """Return the atom of a word, or those of both parts of a compound that nobody uses."""
        whole = stem(word, lang)
        if whole in self.known:
            return [self._atom(whole, self._parts(word, lang))]
        return [self._atom(part, []) for part in self._parts(word, lang) or [whole]]

    def _atom(self, whole: str, parts: Sequence[str]) -> Atom:
        parts = [] if whole in self.groups else parts
        grouped = dict.fromkeys(self.groups.get(whole, ()), AS_GROUP)
        of_parts = {group: AS_PART for part in parts for group in self.groups.get(part, ())}
        return {**of_parts, **dict.fromkeys(parts, AS_PART), **grouped, whole: 1.0}

    def _parts(self, word: str, lang: str) -> list[str]:
        """Return the two stems that a compound is made of, [] if it is none."""
        if lang != "da":
            return []
        for cut in range(len(word) - _SHORTEST, _SHORTEST - 1, -1):
            head, tail = word[:cut], stem(word[cut:], lang)
            if tail in self.known and (first := self._head(head, lang)):
                return [first, tail]
        return []

    def _head(self, text: str, lang: str) -> str:
        """Return the stem of a compound's first part, without what joins it to the next."""
        bare = (text.removesuffix(joint) for joint in _JOINTS)
        stems = (stem(word, lang) for word in bare if len(word) >= _SHORTEST)
        return next((one for one in stems if one in self.known), "")

    def stemmed(self, text: str, lang: str) -> str:
        """Return the stems of a text's words, for a full-text index."""
        return " ".join(stem(word, lang) for word in spelt(text) if word not in self.stop[lang])

    def searched(self, text: str) -> str:
        """Return the words of a text as FTS5 looks for them, "" where none says anything.

        All have to be there, each by its stem in any language or by the parts of a compound.
        """
        small = frozenset().union(*self.stop.values())
        return " AND ".join(self._any_form(word) for word in spelt(text) if word not in small)

    def _any_form(self, word: str) -> str:
        forms = {f'"{stem(word, lang)}"*' for lang in LANGUAGES}
        parts = self._parts(word, "da")
        if parts:
            forms.add("(" + " AND ".join(f'"{part}"*' for part in parts) + ")")
        return f"({' OR '.join(sorted(forms))})"

    def language(self, text: str, fallback: str) -> str:
        """Return the language of a text by its small words and letters."""
        words = spelt(text)
        counts = {lang: sum(w in self.stop[lang] for w in words) for lang in LANGUAGES}
        if counts["da"] == counts["en"]:
            return fallback
        return max(counts, key=lambda lang: counts[lang])


def spelt(text: str) -> list[str]:
    """Return the words of a text in lower case."""
    return _WORD.findall(text.casefold())


@cache
def _stemmer(lang: str) -> "snowballstemmer.stemmer":
    import snowballstemmer

    return snowballstemmer.stemmer(_SNOWBALL[lang])


@cache
def stem(word: str, lang: str) -> str:
    """Return the stem of a word."""
    return str(_stemmer(lang).stemWord(word))


@cache
def read() -> Words:
    """Return the words of Danish and English that the package knows."""
    found = tomllib.loads((resources.files("kkgraph.asking") / "words.toml").read_text("utf-8"))
    groups: dict[str, set[str]] = {}
    for name, words in found["groups"].items():
        for one in _stems(words.split()):
            groups.setdefault(one, set()).add(f"={name}")
    stop = {lang: frozenset(text.split()) for lang, text in found["stop"].items()}
    values, cues = ({k: tuple(v) for k, v in found[key].items()} for key in ("values", "cues"))
    return Words({k: frozenset(v) for k, v in groups.items()}, stop, values, cues, set(groups))


def _stems(words: Iterable[str]) -> set[str]:
    return {stem(word.casefold(), lang) for word in words for lang in LANGUAGES}
