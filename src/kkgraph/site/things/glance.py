"""The main facts about a thing, as `main_facts.toml` names them for its class."""

import tomllib
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import resources
from typing import Any, NamedTuple

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.site.index import Index
from kkgraph.site.links import page_of
from kkgraph.site.pages.statements import Badge, Cell, Renderer, Row
from kkgraph.sparql.terms import Term
from kkgraph.texts import phrase
from kkgraph.texts.alphabet import order

_SUMS = ("payment", "grant", "funding-total")  # facts that a reader knows by their sum


class Step(NamedTuple):
    """A step of a path: a property, whether against the arrow, the kind of fact it leads to."""

    predicate: str
    backwards: bool
    kind: str


class _Found(NamedTuple):
    """A value at the end of a path, and the statement that says where it stands."""

    value: Term
    subject: str
    predicate: str
    object: Term
    graph: str


@cache
def declared() -> dict[str, Any]:
    """Return the table: the rows of each class, and the paths of each row."""
    text = (resources.files(__package__) / "main_facts.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def paths(row: str) -> tuple[tuple[Step, ...], ...]:
    """Return the paths of a row; raises KeyError for a row that is not declared."""
    return tuple(tuple(map(_step, path.split("/"))) for path in declared()["rows"][row])


def _step(text: str) -> Step:
    name, _, kind = text.removeprefix("^").partition("@")
    return Step(terms.expand(name) or name, text.startswith("^"), kind)


def rows(renderer: Renderer, iri: str) -> tuple[Row, ...]:
    """Return the main facts about a thing, a row each, those that it has."""
    local = renderer.index.type(iri).rpartition("#")[2]
    classes = declared()["classes"]
    names = classes.get(local, classes["Thing"])
    found = (_row(renderer, iri, name) for name in names)
    return tuple(row for row in found if row.cells)


def _row(renderer: Renderer, iri: str, name: str) -> Row:
    ends: dict[Term, list[Badge]] = {}
    for path in paths(name):
        for found in _follow(renderer.index, iri, path):
            if not _counts(renderer.index, name, found.subject):
                continue
            badges = ends.setdefault(found.value, [])
            badge = renderer.badge(found.subject, found.predicate, found.object, found.graph)
            if badge and badge not in badges:
                badges.append(badge)
    ends.pop(ox.NamedNode(iri), None)
    shown = _in_one_language(ends, renderer.lang)
    cells = [_cell(renderer, value, tuple(_stated(ends[value]))) for value in shown]
    cells.sort(key=lambda cell: order(renderer.lang)(cell.text))
    common = {cell.badges for cell in cells}
    shared = cells[0].badges if len(cells) > 1 and len(common) == 1 else ()
    if shared:
        cells = [Cell(c.text, c.page, c.href, c.lang) for c in cells]
    return Row(phrase(f"site.rows.{name}", renderer.lang), None, tuple(cells), shared)


def _counts(index: Index, row: str, fact: str) -> bool:
    """Tell whether a fact has a role that a row asks for, and none that it leaves out."""
    wanted, left_out = (declared()[table].get(row, ()) for table in ("with", "without"))
    roles = {terms.shorten(role) for role in index.iris(fact, terms.ROLE)}
    return not (wanted and roles.isdisjoint(wanted)) and roles.isdisjoint(left_out)


def _in_one_language(values: Iterable[Term], lang: str) -> list[Term]:
    """Leave out texts of another language where there are some of this one."""
    found = list(values)
    others = [v for v in found if isinstance(v, ox.Literal) and v.language not in (None, lang)]
    has_own = any(isinstance(v, ox.Literal) and v.language == lang for v in found)
    return [v for v in found if not has_own or v not in others]


def _stated(badges: list[Badge]) -> list[Badge]:
    """Leave out that something is derived where a section states it."""
    stated = [badge for badge in badges if badge.layer == "section"]
    return stated or badges


def _cell(renderer: Renderer, value: Term, badges: tuple[Badge, ...]) -> Cell:
    if isinstance(value, ox.NamedNode) and terms.is_fact(value.value):
        return Cell(_told(renderer, value.value), page=page_of(value.value), badges=badges)
    return renderer.cell(value, badges)


def _told(renderer: Renderer, fact: str) -> str:
    """Return a fact in few words: its sum, else its title, and whether it is still open."""
    said = renderer.name(fact)
    sum_ = renderer.sum(fact) if terms.kind_of(fact) in _SUMS else ""
    if sum_ and not said.startswith(sum_):
        said = _with_sum(said, sum_)
    still = [one for one in renderer.index.iris(fact, terms.STATUS) if one in terms.UNSETTLED]
    return said + "".join(f" ({renderer.name(one)})" for one in still)


def _with_sum(title: str, sum_: str) -> str:
    """Return a fact's title behind its sum; one that begins with the amount says it once."""
    amount, dash, rest = title.partition(" \N{EN DASH} ")
    if sum_.startswith(amount):
        return f"{sum_}{dash}{rest}"
    is_word = title[1:2].islower()  # no abbreviation
    return f"{sum_} ({title[:1].lower() if is_word else title[:1]}{title[1:]})"


def _follow(index: Index, iri: str, path: tuple[Step, ...]) -> Iterator[_Found]:
    """Yield what a path leads to; what it says of a fact stands where the fact does."""
    first, *rest = path
    for found in _one_step(index, iri, first):
        if not rest:
            yield found
        elif isinstance(found.value, ox.NamedNode):
            yield from _follow(index, found.value.value, tuple(rest))


def _one_step(index: Index, iri: str, step: Step) -> Iterable[_Found]:
    if not step.backwards:
        return (_Found(o, iri, p, o, g) for p, o, g in index.by_subject[iri] if p == step.predicate)
    target = ox.NamedNode(iri)
    return (
        _Found(ox.NamedNode(s), s, p, target, g)
        for s, p, g in index.by_object.get(iri, ())
        if p == step.predicate and step.kind in ("", terms.kind_of(s))
    )
