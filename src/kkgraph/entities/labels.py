"""What to call a thing: the one look-up of labels.

The first property of `NAMING` that a thing has names it: `skos:prefLabel` for what the register
holds, `rdfs:label` for the terms of the ontology, `dcterms:title` for sections and the ontology
itself. Its text in the language asked for is taken, else one without a language, else the
Danish one, which is the survey's, else any other. A section is called by number and title. A
term of another vocabulary has words of ours; what has no name at all is called by its CURIE.

`title` calls by name what has no label of its own too: a fact and an outside link.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from typing import NamedTuple

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.classes import classes_of, own_class
from kkgraph.formats import literals
from kkgraph.sparql.graphs import Quads
from kkgraph.texts import table

Called = Callable[[str, str], str]  # IRI and language -> what it is called

NAMING = (terms.PREF_LABEL, terms.LABEL, terms.TITLE)
LABELS = (terms.PREF_LABEL, terms.ALT_LABEL, terms.HIDDEN_LABEL)
PRINTED = (terms.FULL_NAME, terms.PRINTED_NAME)

# How a fact without a summary is called: by who and by what it ties, the first found of each.
WHO = (
    terms.HAS_MEMBER,
    terms.HAS_PARTICIPANT,
    terms.HAS_HOLDER,
    terms.HAS_PAYER,
    terms.HAS_FUNDER,
    terms.HAS_PROGRAMME,
    terms.HAS_RESPONSIBLE_PARTY,
    terms.HAS_DEPARTMENT,
)
WHAT = (
    terms.HAS_ORGANISATION,
    terms.IN_ACTIVITY,
    terms.IN_BODY,
    terms.HAS_PARTNER,
    terms.IS_ABOUT,
    terms.HAS_RECIPIENT,
)
DASH = " \N{EN DASH} "


def texts(quads: Quads, iri: str, predicate: str) -> dict[str, str]:
    """Return the values of a property by language ("" for none)."""
    return _by_language(_objects(quads, iri, predicate))


def _by_language(found: Iterable[object]) -> dict[str, str]:
    literals = sorted((term for term in found if isinstance(term, ox.Literal)), key=str)
    return {literal.language or "": literal.value for literal in literals}


def _objects(quads: Quads, iri: str, predicate: str) -> Iterator[object]:
    found = quads.quads_for_pattern(
        ox.NamedNode(iri), ox.NamedNode(predicate), None, ox.DefaultGraph()
    )
    return (quad.object for quad in found)


def in_language(found: Mapping[str, str], lang: str) -> str:
    """Return the text in a language, else without one, in Danish, in any other; "" of none."""
    order = (lang, "", "da", "en", *sorted(found))
    return next((found[tag] for tag in order if found.get(tag)), "")


def names(quads: Quads, iri: str) -> dict[str, str]:
    """Return the texts by language of the property that names a thing, {} if none does."""
    return next((found for p in NAMING if (found := texts(quads, iri, p))), {})


def label(quads: Quads, iri: str, lang: str) -> str:
    """Return what to call a thing, a term or a section; its CURIE when it has no label."""
    if terms.section_number(iri) is not None:
        return _section(quads, iri) or terms.shorten(iri)
    curie = terms.shorten(iri)
    return in_language(names(quads, iri), lang) or table("terms", lang).get(curie, curie)


def _section(quads: Quads, iri: str) -> str:
    parts = (in_language(texts(quads, iri, p), "da") for p in (terms.NUMBER, terms.TITLE))
    return " ".join(parts).strip()


def title(quads: Quads, iri: str, lang: str, *, with_kind: bool = False) -> str:
    """Return what `label` does; a fact by its summary or its ends, a link by what it is about.

    `with_kind`: ends alone do not say what they have to do with each other, so the fact's class
    comes before them ("Membership: ...").
    """
    if terms.is_fact(iri):
        return _fact(_parts(quads, iri), lang, partial(label, quads), with_kind=with_kind)
    system = terms.link_system(iri)
    return label(quads, iri, lang) if system is None else _link(quads, iri, system, lang)


def titles(quads: Quads, iri: str, langs: Iterable[str], called: Called) -> dict[str, str]:
    """Return titles with their kind in some languages; `called` gives labels that are kept."""
    if not terms.is_fact(iri):
        return {lang: title(quads, iri, lang) for lang in langs}
    parts = _parts(quads, iri)
    return {lang: _fact(parts, lang, called, with_kind=True) for lang in langs}


def ends(quads: Quads, iri: str, lang: str) -> str:
    """Return who and what a fact ties, by their labels; "" where it ties nothing."""
    return _ends(_parts(quads, iri), lang, partial(title, quads))


class _Parts(NamedTuple):
    """What names a fact: its summary by language, the ends that it ties, its class, its figure.

    `figure` is what a stated count counts, by language, and `number` how many or how much,
    with the currency of a sum and how exact it is.
    """

    summary: dict[str, str]
    ends: list[str]
    kind: str
    figure: dict[str, str]
    number: tuple[str, str, str]


def _parts(quads: Quads, iri: str) -> _Parts:
    said = _statements(quads, iri)
    ends = [end for end in (_first(said, WHO), _first(said, WHAT)) if end]
    kind = own_class(iri, classes_of(quads, iri)) or terms.FACT
    counted = _by_language(said.get(terms.COUNTED_AS, ()))
    return _Parts(_by_language(said.get(terms.SUMMARY, ())), ends, kind, counted, _number(said))


def _number(said: Mapping[str, Iterable[object]]) -> tuple[str, str, str]:
    texts = _by_language([*said.get(terms.COUNTED_VALUE, ()), *said.get(terms.AMOUNT, ())])
    currency = _by_language(said.get(terms.CURRENCY, ()))
    return texts.get("", ""), currency.get("", ""), _first(said, (terms.PRECISION,)) or ""


def _figure(parts: _Parts, lang: str) -> str:
    """Return how many or how much a fact says: "more than 90 cities", "DKK 725,000"."""
    amount, currency, precision = parts.number
    if not amount:
        return ""
    sum_ = literals.money(literals.number(amount, lang), currency, lang)
    shown = literals.rough(sum_, precision, lang)
    return f"{shown} {parts.figure.get(lang, '')}".rstrip()


def _ends(parts: _Parts, lang: str, called: Called) -> str:
    return DASH.join(called(end, lang) for end in parts.ends)


def _fact(parts: _Parts, lang: str, called: Called, *, with_kind: bool) -> str:
    if summary := parts.summary.get(lang):
        return summary.rstrip(".")
    figure = _figure(parts, lang)
    ends = DASH.join(filter(None, (figure, _ends(parts, lang, called))))
    if ends and (parts.figure or not with_kind):
        return ends
    words = called(parts.kind, lang)
    kind = words[:1].upper() + words[1:]
    return f"{kind}: {ends}" if ends else kind


def _statements(quads: Quads, iri: str) -> dict[str, list[object]]:
    """Return what is said of a thing, by property."""
    said: dict[str, list[object]] = defaultdict(list)
    for quad in quads.quads_for_pattern(ox.NamedNode(iri), None, None, ox.DefaultGraph()):
        said[quad.predicate.value].append(quad.object)
    return said


def _first(said: Mapping[str, Iterable[object]], properties: tuple[str, ...]) -> str | None:
    """Return the first thing that the first property which has one points at."""
    for predicate in properties:
        things = [term.value for term in said.get(predicate, ()) if isinstance(term, ox.NamedNode)]
        if things:
            return min(things)
    return None


def _link(quads: Quads, iri: str, system: str, lang: str) -> str:
    about = _objects(quads, iri, terms.IS_ABOUT)
    things = sorted(term.value for term in about if isinstance(term, ox.NamedNode))
    called = (title(quads, thing, lang) for thing in things)
    return DASH.join([*called, system.replace("-", " ")])
