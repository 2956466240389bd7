"""What a thing is, in a few sentences of the graph's own: what, with whom, since when, what price.

Each sentence knows the facts that it rests on, so that whoever prints it can say where they
stand. `kkgraph show` and the site's pages begin with the same ones.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.description.reading import Reader
from kkgraph.entities.classes import classes_of, own_class
from kkgraph.entities.labels import texts
from kkgraph.sparql.graphs import Quads

# Those aspects of a description that say what a thing is, the best first.
_ASPECTS = (terms.PURPOSE, terms.FOCUS, terms.COMPOSITION)
_WHOLES = (terms.IS_UNIT_OF, terms.IS_PART_OF, terms.IS_LOCATED_IN)
_OURS = ("department", "unit", "office", "committee")  # kinds of thing that are the municipality's
_ENDS = (terms.HAS_MEMBER, terms.HAS_PARTICIPANT, terms.HAS_HOLDER, terms.HAS_RESPONSIBLE_PARTY)
_PLAIN = {terms.PARTICIPANT, terms.MEMBER}  # roles that say no more than the verb
_KNOWN = ("municipality", "department", "city", "region", "country", "person", "office", "topic")


@dataclass(frozen=True)
class Sentence:
    """A sentence about a thing, and the subjects whose statements it rests on."""

    text: str
    facts: tuple[str, ...]


def engagements(graph: Quads, iri: str) -> dict[str, int]:
    """Return how many a department, or the municipality, is a member of, works with, is part of.

    The keys are "members", "partners" and "activities"; {} for any other thing.
    """
    if not iri or (terms.kind_of(iri) != "department" and iri != terms.municipality()):
        return {}
    read = _Introduction(graph, iri, "en", None)
    partners = read.ends("agreement", terms.HAS_PARTNER)
    return {
        "members": len(read.ends("membership", terms.HAS_ORGANISATION)),
        "partners": len(partners | read.ends("cooperation", terms.HAS_PARTNER)),
        "activities": len(read.ends("participation", terms.IN_ACTIVITY)),
    }


def introduce(
    graph: Quads, iri: str, lang: str, name: Callable[[str, str], str] | None = None
) -> tuple[Sentence, ...]:
    """Return what a thing is and what the municipality has to do with it, a sentence each.

    `name` gives labels that are kept. A fact is said by its own title, so it has none.
    """
    if terms.kind_of(iri) not in terms.THING_KINDS:
        return ()
    return tuple(_Introduction(graph, iri, lang, name).sentences())


class _Introduction(Reader):
    """The sentences about one thing in one language."""

    def sentences(self) -> Iterator[Sentence]:
        """Yield what it is, its own time, who is in it, what it costs and what it gets."""
        yield self.what()
        yield from self.period()
        yield from self.doings()
        yield from self.holders()
        yield from self.ties()
        yield from self.payments()
        yield from self.funds()
        yield from self.shares()

    @cached_property
    def kind(self) -> str:
        return own_class(self.iri, classes_of(self.graph, self.iri)) or terms.RESOURCE

    def what(self) -> Sentence:
        """Return the description that says best what it is, else its kind and what it is of."""
        known = terms.kind_of(self.iri) in _KNOWN  # what it is needs no telling
        found = [] if known else self.facts("description", terms.IS_ABOUT)
        told = [d for d in found if self.summary(d)]
        ranked = [(rank, d) for d in told if (rank := self.rank(d)) is not None]
        if ranked:
            best = min(ranked)[1]
            return Sentence(_ended(self.summary(best)), (best,))
        words = self.name(self.kind)
        kind = words[:1].upper() + words[1:]
        for predicate in _WHOLES:
            wholes = self.things(self.iri, predicate)
            if wholes:
                whole = self.listed(wholes)
                key = terms.shorten(predicate)
                return Sentence(self.say(f"within.{key}", kind=kind, whole=whole), (self.iri,))
        said = self.say("named", kind=kind, n=self.mentions) if self.mentions else f"{kind}."
        return Sentence(said, ())

    @cached_property
    def mentions(self) -> int:
        found = self.graph.quads_for_pattern(
            None, ox.NamedNode(terms.MENTIONS), ox.NamedNode(self.iri), ox.DefaultGraph()
        )
        return len({str(quad.subject) for quad in found})

    def summary(self, fact: str) -> str:
        return texts(self.graph, fact, terms.SUMMARY).get(self.lang, "")

    def rank(self, description: str) -> int | None:
        found = self.things(description, terms.ASPECT)
        return min((_ASPECTS.index(a) for a in found if a in _ASPECTS), default=None)

    def period(self) -> Iterator[Sentence]:
        """Say when the thing itself runs."""
        when = self.when([self.iri])
        if when:
            yield Sentence(f"{when[:1].upper()}{when[1:]}.", (self.iri,))

    def doings(self) -> Iterator[Sentence]:
        """Say how many a department, or the municipality, is a member of and works with."""
        found = engagements(self.graph, self.iri)
        parts = [self.say(f"doings.{key}", n=n) for key, n in found.items() if n]
        if parts:
            who = "municipality" if self.iri == terms.municipality() else "department"
            yield Sentence(self.say(f"does.{who}", what=self.joined(parts)), ())

    def ends(self, kind: str, predicate: str) -> set[str]:
        """Return what facts of a kind lead to: a department's own, the municipality's all."""
        wanted = None if self.iri == terms.municipality() else ox.NamedNode(self.iri)
        department = ox.NamedNode(terms.HAS_DEPARTMENT)
        quads = self.graph.quads_for_pattern(None, department, wanted, ox.DefaultGraph())
        found = {q.subject.value for q in quads if isinstance(q.subject, ox.NamedNode)}
        if wanted is None:
            for end in _ENDS:
                found.update(self.facts(kind, end))
        return {
            end
            for fact in found
            if terms.kind_of(fact) == kind and self.takes_part(fact) and self.has_us(fact)
            for end in self.things(fact, predicate)
        }

    def shares(self) -> Iterator[Sentence]:
        """Say what a party from outside is a member of and takes part in."""
        if terms.kind_of(self.iri) in ("department", "office", "person", "committee") or (
            self.iri == terms.municipality()
        ):
            return
        shared = (
            ("membership", terms.HAS_MEMBER, terms.HAS_ORGANISATION),
            ("participation", terms.HAS_PARTICIPANT, terms.IN_ACTIVITY),
        )
        for kind, end, other in shared:
            facts = [f for f in self.facts(kind, end) if self.takes_part(f)]
            ends = [one for fact in facts for one in self.things(fact, other)]
            if ends:
                said = self.say(f"shares.{kind}", ends=self.listed(ends), name=self.name(self.iri))
                yield Sentence(_ended(said), tuple(facts))

    def holders(self) -> Iterator[Sentence]:
        """Say which posts a person or an office holds."""
        if terms.kind_of(self.iri) not in ("person", "office"):
            return
        for post in self.facts("post", terms.HAS_HOLDER):
            bodies, roles = self.things(post, terms.IN_BODY), self.things(post, terms.ROLE)
            if bodies and roles:
                role = self.listed(roles)
                said = self.say("post", role=role, body=self.listed(bodies))
                yield Sentence(said[:1].upper() + said[1:], (post,))

    def ties(self) -> Iterator[Sentence]:
        """Say how the municipality is tied to it: as member, by agreement, by taking part."""
        if not terms.municipality():
            return
        member = self.ours("membership", terms.HAS_ORGANISATION)
        if member:
            yield self.tie("member", member)
        agreed = self.ours("agreement", terms.HAS_PARTNER)
        if agreed:
            yield self.tie("agreement", agreed)
        partner = self.ours("cooperation", terms.HAS_PARTNER)
        if partner:
            yield self.tie("cooperation", partner)
        taking = self.ours("participation", terms.IN_ACTIVITY)
        if taking and not member:
            yield self.tie("participation", taking)

    def ours(self, kind: str, predicate: str) -> list[str]:
        """Return the facts of a kind about the thing in which the municipality has a part."""
        return [
            fact
            for fact in self.facts(kind, predicate)
            if (self.through(fact) or terms.municipality() in self.things(fact, *_ENDS))
            and self.takes_part(fact)
        ]

    def through(self, fact: str) -> list[str]:
        """Return the departments that a fact concerns, else the units that are its ends."""
        ends = self.things(fact, *_ENDS)
        own = [end for end in ends if terms.kind_of(end) in _OURS]
        found = (self.things(fact, terms.HAS_DEPARTMENT) or own) if self.has_us(fact) else []
        return [one for one in found if one != self.iri]

    def has_us(self, fact: str) -> bool:
        """Tell whether a fact's ends are the municipality or parts of it, if it names any.

        Where it names others alone, its department is only the heading that it stands under.
        """
        ends = self.things(fact, *_ENDS)
        ours = (end == terms.municipality() or terms.kind_of(end) in _OURS for end in ends)
        return not ends or any(ours)

    def tie(self, key: str, facts: list[str]) -> Sentence:
        through = [one for fact in facts for one in self.through(fact)]
        roles = {role for fact in facts for role in self.things(fact, terms.ROLE)} - _PLAIN
        parts = [
            self.say(key, n=len(facts), name=self.name(self.iri)),
            self.say("as", role=self.listed(roles)) if len(roles) == 1 else "",
            self.say("through", departments=self.listed(through, "the")) if through else "",
            self.when(facts) if self.is_one_time(facts) else "",
        ]
        return Sentence(_ended(" ".join(filter(None, parts)) + self.state(facts)), tuple(facts))

    def is_one_time(self, facts: list[str]) -> bool:
        """Tell whether a time holds of all that the facts say, and is not the thing's own."""
        spans = {self.span(fact) for fact in facts}
        return spans != {self.span(self.iri)} and (len(facts) == 1 or ("", "") not in spans)

    def state(self, facts: list[str]) -> str:
        found = {state for fact in facts for state in self.things(fact, terms.STATUS)}
        return f" ({self.listed(found)})" if len(facts) == 1 and found else ""

    def payments(self) -> Iterator[Sentence]:
        """Say what the municipality pays for it: a sum, or in words where no sum is stated."""
        for payment in self.facts("payment", terms.IS_ABOUT):
            sum_ = self.sum(payment)
            if sum_ and self.things(payment, terms.HAS_PAYER) == [terms.municipality()]:
                interval = self.text(payment, terms.INTERVAL)
                rhythm = self.rhythm(interval) if interval else ""
                said = self.say("pays", sum=sum_, purpose=self.purpose(payment), rhythm=rhythm)
                yield Sentence(_ended(" ".join(said.split())), (payment,))
            elif self.summary(payment):
                yield Sentence(_ended(self.summary(payment)), (payment,))

    def purpose(self, fact: str) -> str:
        said = self.summary(fact).rstrip(".")
        return f"({said[:1].lower()}{said[1:]})" if said else ""

    def funds(self) -> Iterator[Sentence]:
        """Say who funds it and with how much."""
        for grant in self.facts("grant", terms.IS_ABOUT):
            by = self.things(grant, terms.HAS_FUNDER) or self.things(grant, terms.HAS_PROGRAMME)
            sum_ = self.sum(grant)
            if by and sum_:
                said = self.say("funded", sum=sum_, funder=self.listed(by))
                yield Sentence(_ended(said + self.state([grant])), (grant,))


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."


def plain(sentences: Iterable[Sentence]) -> str:
    """Return sentences as one text, without where they are from."""
    return " ".join(sentence.text for sentence in sentences)
