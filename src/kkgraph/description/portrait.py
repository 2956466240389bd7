"""A thing on a screen: what it is in one sentence, what matters about it, then the rest.

Facts of one kind stand in one table, a line each. What every reader sees is what the survey
says; `everything` adds what is derived, other names, outside records and all lines of a table.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import groupby

from kkgraph import terms
from kkgraph.description import Description, Fact, Statement
from kkgraph.description.introduction import Sentence, introduce
from kkgraph.description.wording import Wording, iri_of
from kkgraph.formats import literals
from kkgraph.formats import screen as screens
from kkgraph.formats.columns import Cell, View
from kkgraph.formats.screen import Screen
from kkgraph.store import Store
from kkgraph.tables import Column
from kkgraph.texts import LANGUAGES, table

_DESCRIPTION = terms.DESCRIPTION_FACT  # facts that a sentence says in full
_PLACES = 2  # sections that a sentence of the introduction names
_MOST = 12  # lines of a table before it is folded
# How the survey is divided, for machines.
_DULL = {terms.IS_LISTED_IN, terms.DIGEST, terms.ORDER, terms.LEVEL, terms.TITLE}
_LAST = (terms.SUMMARY, terms.NOTE)


def text(
    store: Store, described: Description, lang: str, screen: Screen, *, everything: bool = False
) -> bytes:
    """Return the description of a thing as lines for a screen, in one language."""
    page = _Page(store, described, lang, screen, everything=everything)
    return "".join(f"{line}\n" for line in page.lines()).encode()


class _Page(Wording):
    """The lines of one description."""

    def lines(self) -> Iterator[str]:
        """Yield the page from what matters most to what matters least."""
        shown = self.described
        yield self.screen.strong(self.name(shown.iri))
        kinds = ", ".join(self.name(cls) for cls in shown.types)
        yield f"{kinds} · {terms.shorten(shown.iri)}".removeprefix(" · ")
        yield from self.introduction()
        yield from self.also()
        yield from self.block("", self.own())
        told = {fact for one in self.sentences for fact in one.facts}
        rest = [f for f in shown.facts if f.iri not in told or f.type != _DESCRIPTION]
        for cls, same in groupby(sorted(rest, key=_kind), _kind):
            yield from self.facts(cls[1], list(same))
        if self.everything:
            yield from self.block(self.say("incoming"), self.incoming())
        yield from self.foot()

    def paragraph(self, said: str) -> list[str]:
        width = self.screen.width
        return screens.wrapped(said, width) if width else [said]

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        return introduce(self.store.graph, self.described.iri, self.lang)

    def introduction(self) -> Iterator[str]:
        """Yield what it is in a few sentences, each with where it stands, as its page does."""
        told = " ".join(f"{one.text} {self.places(one.facts)}".rstrip() for one in self.sentences)
        if told:
            yield from self.paragraph(told)

    def places(self, facts: Iterable[str]) -> str:
        """Return where facts stand, in brackets; of many only the first ones."""
        whole = [one for fact in self.described.facts for one in (fact, *fact.parts)]
        known = {fact.iri: fact.statements for fact in whole}
        known[self.described.iri] = self.described.statements
        found = [s for fact in facts for s in known.get(fact, ()) if s.section]
        sections = list(dict.fromkeys(s.section for s in found))[:_PLACES]
        return self.bracketed([s for s in found if s.section in sections])

    def also(self) -> Iterator[str]:
        known = self.name(self.described.iri)
        other = [name for name in self.described.names.values() if name != known]
        spellings = dict.fromkeys([*other, *self.described.spellings])
        if spellings:
            yield from self.paragraph(f"{self.say('also')}: {' · '.join(spellings)}")

    def own(self) -> View:
        """Return what is said of the thing itself, a property a line."""
        said = _once(self.described.statements)
        kept = [s for s in said if self.is_shown(s) and (self.everything or self.matters(s))]
        rows = []
        for (predicate, graph), same in groupby(kept, lambda s: (s.predicate, self.evidence([s]))):
            cells = self.cells(list(same), kept)
            rows.append((self.heading(predicate), cells, graph))
        return self.view(("", "", ""), _merged(rows))

    def matters(self, statement: Statement) -> bool:
        """Tell whether everyone wants to see a statement: not a listing, nor digits of a place."""
        layer = statement.graph
        known = layer not in (terms.LINKS, terms.DERIVED) or statement.predicate == terms.HOMEPAGE
        return known and statement.predicate not in _DULL

    def facts(self, cls: str, same: list[Fact]) -> Iterator[str]:
        """Yield the facts of a kind in one table, folded after some."""
        plural = table("site.plurals", self.lang).get(cls.rpartition("#")[2])
        head = plural if plural and len(same) > 1 else self.name(cls)
        more = 0 if self.everything else max(len(same) - _MOST, 0)
        count = f" · {len(same)}" if len(same) > 1 else ""
        alike: dict[frozenset[str], list[Fact]] = {}
        for fact in same[: len(same) - more]:
            alike.setdefault(frozenset(self.properties(fact)), []).append(fact)
        title = f"{head[:1].upper()}{head[1:]}{count}"
        for those in alike.values():
            yield from self.block(title, self.table(those))
            title = ""
        if more:
            yield self.screen.pale(self.say("more", n=more))

    def table(self, same: list[Fact]) -> View:
        """Return facts as rows; the columns are the properties that tell them apart."""
        said = [self.properties(fact) for fact in same]
        names = list(dict.fromkeys(name for row in said for name in row))
        names.sort(key=lambda name: name in _LAST)
        heads = [self.heading(name) for name in names]
        rows = [
            (*(row.get(name, "") for name in names), self.evidence(fact.statements))
            for fact, row in zip(same, said, strict=True)
        ]
        if len(rows) == 1:
            lines = [(head, cell, "") for head, cell in zip(heads, rows[0], strict=False)]
            first, *rest = lines or [("", "", "")]
            return self.view(("", "", ""), [(*first[:2], rows[0][-1]), *rest])
        return self.view((*heads, self.say("source")), rows)

    def properties(self, fact: Fact) -> dict[str, str]:
        """Return what a fact says by property, but that it is about the thing itself."""
        parts = {part.iri: part for part in fact.parts}
        shown = [s for s in fact.statements if self.is_told(s) and not self.is_itself(s)]
        found: dict[str, list[Statement]] = {}
        for statement in shown:
            found.setdefault(statement.predicate, []).append(statement)
        return {
            name: "; ".join(
                dict.fromkeys(
                    self.part(parts[iri_of(s)]) if iri_of(s) in parts else self.cells([s], shown)
                    for s in those
                )
            )
            for name, those in found.items()
            if name not in literals.MONEY.values()
        }

    def is_told(self, statement: Statement) -> bool:
        is_derived = statement.graph == terms.DERIVED
        return self.is_shown(statement) and (self.everything or not is_derived)

    def is_itself(self, statement: Statement) -> bool:
        return iri_of(statement) == self.described.iri

    def part(self, fact: Fact) -> str:
        """Return a fact within another in one line: the sum, then the rest by name."""
        said = self.properties(fact)
        money = [said.pop(name) for name in literals.MONEY if name in said]
        return ", ".join(
            [*money, *(f"{self.heading(n)}: {v.rstrip('.')}" for n, v in said.items())]
        )

    def incoming(self) -> View:
        """Return what points at the thing, a property a line."""
        rows = []
        found = self.described.incoming
        for (predicate, place), same in groupby(found, lambda s: (s.predicate, self.evidence([s]))):
            names = dict.fromkeys(self.thing(s.subject) for s in same)
            rows.append((f"← {self.name(predicate)}", "; ".join(names), place))
        return self.view(("", "", ""), rows)

    def foot(self) -> Iterator[str]:
        """Yield where the thing is named, and how to see more."""
        yield ""
        if self.described.mentioned:
            head = self.say("mentioned", n=len(self.described.mentioned))
            yield from self.paragraph(f"{head}: {', '.join(self.described.mentioned)}")
        if not self.everything:
            slug = terms.shorten(self.described.iri)
            yield self.screen.pale(self.say("hint", thing=slug))

    def view(self, heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> View:
        kinds = ("text",) * (len(heads) - 1) + ("citation",)  # where it stands comes last
        columns = tuple(
            Column(head, kind, dict.fromkeys(LANGUAGES, head))
            for head, kind in zip(heads, kinds, strict=True)
        )
        whole = View(columns, tuple(tuple(Cell(_line(t)) for t in row) for row in rows), self.lang)
        kept = [i for i in range(len(columns)) if any(row[i].text for row in whole.rows)]
        return whole.only(kept)

    def block(self, head: str, shown: View) -> Iterator[str]:
        if shown.rows:
            yield ""
            if head:
                yield self.screen.strong(head)
            yield from screens.body(shown, self.screen)


def _kind(fact: Fact) -> tuple[int, str]:
    order = list(terms.FACT_KINDS.values())
    name = fact.type.rpartition("#")[2]
    return (order.index(name) if name in order else len(order)), fact.type


def _merged(rows: list[tuple[str, str, str]]) -> list[tuple[str, ...]]:
    """Put values of one property from one place on one line."""
    found: dict[tuple[str, str], list[str]] = {}
    for head, said, place in rows:
        found.setdefault((head, place), []).append(said)
    return [(head, "; ".join(dict.fromkeys(said)), place) for (head, place), said in found.items()]


def _once(statements: tuple[Statement, ...]) -> list[Statement]:
    """Leave out the match with what the thing is already said to be the same as."""
    same = {s.object for s in statements if s.predicate == terms.SAME_AS}
    return [s for s in statements if s.predicate != terms.EXACT_MATCH or s.object not in same]


def _line(said: str) -> str:
    return " ".join(said.split())
