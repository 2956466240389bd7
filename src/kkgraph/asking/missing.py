"""Why a search finds nothing, as far as it can be known, and what to try instead."""

from collections.abc import Iterator

from kkgraph.asking.finding import Library, search
from kkgraph.asking.words import spelt
from kkgraph.entities.labels import label
from kkgraph.entities.search import keys, spellings
from kkgraph.texts import phrase

_MOST_WORDS, _MOST_NAMES = 5, 3
_ALIKE = 50  # of 100: how like a name has to be to be worth a word


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
