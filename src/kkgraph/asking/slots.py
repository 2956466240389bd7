"""Which of the things a question names a query's parameters can take."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import combinations, permutations

from kkgraph import terms
from kkgraph.asking.index import Index
from kkgraph.asking.mentions import Mention
from kkgraph.asking.question import Question
from kkgraph.asking.words import spelt, stem
from kkgraph.entities.labels import names as labels_of
from kkgraph.parameters import ENUM, Parameter, entity_class, is_entity
from kkgraph.queries import Query

_MOST = 12  # ways to fill a query's parameters that are tried


@dataclass(frozen=True)
class Filling:
    """Values for a query's parameters, and the mentions that they come from."""

    values: dict[str, str] = field(default_factory=dict)
    used: tuple[Mention, ...] = ()


def fillings(index: Index, query: Query, question: Question) -> list[Filling]:
    """Return the ways to fill parameters, first those that use most of what is named."""
    found = question.mentions
    chosen = {p.name: v for p in query.parameters if (v := _chosen(index, p, question))}
    open_ = [p for p in query.parameters if p.name not in chosen]
    ways = sorted(_ways(index, open_, found), key=_weight, reverse=True)[:_MOST]
    picks = [chosen, {}] if chosen else [chosen]
    return [_filling(pick, way) for way in ways for pick in picks]


Way = tuple[tuple[Parameter, Mention, str], ...]


def _weight(way: Way) -> float:
    return sum(0.5 if m.vague or m.ambient else 1.0 for _, m, _ in way)


def _filling(chosen: dict[str, str], way: Way) -> Filling:
    return Filling(chosen | {p.name: v for p, _, v in way}, tuple(m for _, m, _ in way))


def _ways(index: Index, open_: list[Parameter], found: Sequence[Mention]) -> Iterator[Way]:
    """Yield each way to give mentions to parameters, one to one, those in order first."""
    pairs = [(p, m, v) for p in open_ for m in found if (v := accepted(index, p, m)) is not None]
    able = list(dict.fromkeys(id(m) for _, m, _ in pairs))
    by_pair = {(p.name, id(m)): (p, m, v) for p, m, v in pairs}
    for size in range(min(len(able), len(open_)), -1, -1):
        for names in _ordered([p.name for p in open_], size):
            for ids in permutations(able, size):
                if all(pair in by_pair for pair in zip(names, ids, strict=True)):
                    yield tuple(by_pair[pair] for pair in zip(names, ids, strict=True))


def _ordered(names: list[str], size: int) -> Iterator[tuple[str, ...]]:
    return combinations(names, size)


def accepted(index: Index, parameter: Parameter, mention: Mention) -> str | None:
    """Return the value that a parameter takes from a mention, None if it takes none."""
    if mention.is_bound:
        return None
    if mention.kind == "thing":
        return _thing(index, parameter, mention)
    if mention.kind == "section":
        return mention.values[0] if _takes_section(parameter, mention.values[0]) else None
    if parameter.type == mention.kind:
        return mention.values[0]
    return mention.values[0][:4] if (mention.kind, parameter.type) == ("date", "year") else None


def _takes_section(parameter: Parameter, number: str) -> bool:
    """Tell whether a parameter takes a section; one that is called chapter takes only those."""
    chapter = parameter.label["en"].casefold() == "chapter"
    return parameter.type == "section" and not (chapter and "." in number)


def _thing(index: Index, parameter: Parameter, mention: Mention) -> str | None:
    if not is_entity(parameter.type):
        return None
    cls = entity_class(parameter.type)
    fits = [v for v in mention.values if cls is None or v in index.instances(cls)]
    default = terms.expand(parameter.default or "")
    if mention.ambient and default not in terms.home():
        return None
    return terms.shorten(fits[0]) if fits else None


def _chosen(index: Index, parameter: Parameter, question: Question) -> str | None:
    """Return the value of an enumeration that the longest phrase, the first of them, asks for."""
    values = parameter.values if parameter.type == ENUM else ()
    said = [
        (_size(phrase), -place, value)
        for value in values
        for phrase in phrases(index, value)
        if (place := _place(question, phrase)) is not None
    ]
    return max(said)[2] if said else None


def _size(phrase: str) -> tuple[bool, int]:
    """Return how much a phrase says: a group of words most, then the longest."""
    is_group = phrase.startswith("=")
    return is_group, 0 if is_group else len(phrase)


def phrases(index: Index, value: str) -> list[str]:
    """Return what people say for a value of an enumeration: ours, else its term's labels."""
    labels = labels_of(index.store.graph, terms.term(value)).values()
    return [*index.words.values.get(value, ()), *labels]


def says(question: Question, phrase: str) -> bool:
    """Tell whether a question has the words of a phrase, in any form."""
    return _place(question, phrase) is not None


def _place(question: Question, phrase: str) -> int | None:
    """Return where a question has a word of a group, or the words of a phrase in any form."""
    if phrase.startswith("="):
        return next((i for i, atom in enumerate(question.atoms) if phrase in atom), None)
    wanted = [stem(word, question.lang) for word in spelt(phrase)]
    words = [stem(word, question.lang) for word in spelt(question.text)]
    return next((i for i in range(len(words)) if words[i : i + len(wanted)] == wanted), None)
