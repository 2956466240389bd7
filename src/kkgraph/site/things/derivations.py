"""Why a derived value holds: the rule that gives it, and the facts that the rule found."""

from collections import defaultdict
from dataclasses import dataclass

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import title
from kkgraph.evidence.explanation import matches
from kkgraph.rules import load_rules
from kkgraph.site.context import Site, once
from kkgraph.site.links import page_of
from kkgraph.site.pages.statements import Cell, Renderer, reason
from kkgraph.sparql.terms import Term
from kkgraph.texts.alphabet import order

Pair = tuple[str, str]  # a rule's name and a fact that it found


@dataclass(frozen=True)
class Reason:
    """A derived statement of a page: its anchor, what it says, the rule, the facts behind it."""

    anchor: str
    heading: str
    value: Cell
    rule: str
    facts: tuple[Cell, ...]


@once
def _derived(site: Site) -> dict[ox.Triple, set[Pair]]:
    """Return, for each derived statement, the rules that give it and the facts they found."""
    found: dict[ox.Triple, set[Pair]] = defaultdict(set)
    store = site.store
    for rule in load_rules(store.project.rule_files()):
        if rule.layer == "derived":
            for triple, nodes in matches(store, rule):
                own = triple.subject.value if isinstance(triple.subject, ox.NamedNode) else ""
                facts = {n for n in nodes if terms.is_fact(n) and n != own}
                found[triple].update((rule.name, fact) for fact in facts or {""})
    return found


@once
def _summaries(site: Site, lang: str) -> dict[str, str]:
    rules = load_rules(site.store.project.rule_files())
    return {rule.name: rule.said(lang) for rule in rules}


def reasons(site: Site, renderer: Renderer, iri: str) -> list[Reason]:
    """Return why each derived statement of a subject holds, by property and value."""
    own = [(p, o) for p, o, g in site.index.by_subject[iri] if g == terms.DERIVED]
    found = [one for p, o in own for one in _reasons(site, renderer, iri, (p, o))]
    return sorted(found, key=lambda one: (order(renderer.lang)(one.heading), one.anchor))


def _reasons(site: Site, renderer: Renderer, iri: str, said: tuple[str, Term]) -> list[Reason]:
    predicate, value = said
    triple = ox.Triple(ox.NamedNode(iri), ox.NamedNode(predicate), value)
    by_rule: dict[str, list[str]] = defaultdict(list)
    for rule, fact in sorted(_derived(site).get(triple, ())):
        by_rule[rule] += [fact] if fact else []
    shown = renderer.cell(value)
    return [
        Reason(
            reason(predicate, value) + (f"-{number}" if number else ""),
            renderer.heading(predicate),
            shown,
            _summaries(site, renderer.lang)[rule],
            tuple(_fact(site, fact, renderer.lang) for fact in facts),
        )
        for number, (rule, facts) in enumerate(by_rule.items())
    ]


def _fact(site: Site, iri: str, lang: str) -> Cell:
    text = title(site.store.graph, iri, lang, with_kind=True)
    return Cell(text[:1].upper() + text[1:], page=page_of(iri))
