"""What is said of a thing in words of one language: values, headings, where it stands."""

import re
from collections.abc import Iterable, Sequence

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.description import Description, Statement
from kkgraph.entities.labels import texts, title
from kkgraph.formats import literals
from kkgraph.formats.cited import citation, gathered
from kkgraph.formats.screen import Screen
from kkgraph.lines import located
from kkgraph.sparql.terms import Term
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES, phrase, table


class Wording:
    """How the statements of a description are put, for a screen or without one."""

    def __init__(
        self, store: Store, described: Description, lang: str, screen: Screen, *, everything: bool
    ) -> None:
        """Speak of one description in one language; `everything` names outside sources, too."""
        self.store, self.described, self.lang = store, described, lang
        self.screen, self.everything = screen, everything

    def say(self, key: str, **values: object) -> str:
        """Return a phrase of the interface."""
        return phrase(f"entity.{key}", self.lang, **values)

    def name(self, iri: str) -> str:
        """Return what a thing, a term or a fact is called."""
        return title(self.store.graph, iri, self.lang, with_kind=True)

    def thing(self, iri: str) -> str:
        """Return what to call a thing that is spoken of: its name, or its CURIE with `ids`."""
        return terms.shorten(iri) if self.screen.ids else self.name(iri)

    def bracketed(self, statements: Iterable[Statement]) -> str:
        """Return where statements stand, in brackets; empty where they stand nowhere."""
        found = self.evidence(statements)
        return f"({found})" if found else ""

    def cells(self, same: Sequence[Statement], others: Sequence[Statement]) -> str:
        """Return the values of statements, each once; `others` may name the currency."""
        return "; ".join(dict.fromkeys(self.value(s, others) for s in same))

    def value(self, statement: Statement, others: Sequence[Statement]) -> str:
        """Return the value of a statement in words."""
        said = statement.object
        if isinstance(said, ox.NamedNode):
            return self.thing(said.value)
        if not isinstance(said, ox.Literal):
            return str(said)
        shown = literals.readable(said, self.lang)
        return literals.money(shown, self.currency(statement, others), self.lang)

    def currency(self, statement: Statement, others: Sequence[Statement]) -> str:
        """Return the code of an amount's currency; empty for what is no amount."""
        wanted = literals.MONEY.get(statement.predicate)
        own = (s for s in others if s.subject == statement.subject and s.predicate == wanted)
        return next((_text(s.object) for s in own if s.graph == statement.graph), "")

    def heading(self, predicate: str) -> str:
        """Return what a row of a property is called: a noun, where the property has one."""
        return table("headings", self.lang).get(terms.shorten(predicate)) or self.name(predicate)

    def is_shown(self, statement: Statement) -> bool:
        """Leave out the other language of a text, but never a text that has only one."""
        value = statement.object
        return not (
            isinstance(value, ox.Literal)
            and value.language in LANGUAGES
            and value.language != self.lang
            and self.lang in texts(self.store.graph, statement.subject, statement.predicate)
        )

    def evidence(self, statements: Iterable[Statement]) -> str:
        """Return where statements stand; which layer adds them if no section has any."""
        found = list(statements)
        cited = {s.section: s.lines for s in found if s.section}
        said = [located(_number(one), at, "en", "row") for one, at in cited.items()]
        places = citation(gathered(said), self.lang)
        return places or "; ".join(dict.fromkeys(filter(None, map(self.layer, found))))

    def layer(self, statement: Statement) -> str:
        """Return which layer adds a statement; empty for what the survey says."""
        layer = statement.graph.removeprefix(terms.GRAPH)
        known = self.say(layer) if layer in ("derived", "themes", "links") else ""
        source = statement.source if self.everything else ""
        return f"{known}{': ' + source if source else ''}" if known else ""


def _number(section: str) -> str:
    """Return the number of a section; of one without a number, that of the one above."""
    return re.sub(r"^([\d.]+)-.*", r"\1", section)


def iri_of(statement: Statement) -> str:
    """Return the IRI that a statement points at; empty if it is a value."""
    return statement.object.value if isinstance(statement.object, ox.NamedNode) else ""


def _text(term: Term) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)
