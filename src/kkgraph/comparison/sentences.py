"""A comparison of two projects in sentences, and as JSON."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from kkgraph import terms
from kkgraph.comparison.shared import Common, Comparison, Fee
from kkgraph.entities.labels import label
from kkgraph.formats import literals
from kkgraph.texts import phrase
from kkgraph.texts.alphabet import order

_SHOWN = 8


def text(found: Comparison, lang: str) -> str:
    """Return what two municipalities share and where they differ, a sentence a line."""
    return "\n".join(sentences(found, lang)) + "\n"


def sentences(found: Comparison, lang: str) -> Iterator[str]:
    """Yield the sentences: what is shared, what only one has, what both pay, what was joined."""
    first, second = _names(found, lang)
    for common in found.commons:
        yield from _sort(found, common, (first, second), lang)
    for fee in found.fees:
        yield _fee(found, fee, (first, second), lang)
    same = (f"{_name(found, one.thing, lang)} ({_ids(one.others)})" for one in found.joined)
    listed = ", ".join(sorted(same, key=order(lang)))
    if found.joined:
        yield phrase("comparison.joined", lang, n=len(found.joined), names=listed)
    else:
        yield phrase("comparison.joined_none", lang)


def _sort(found: Comparison, common: Common, whose: tuple[str, str], lang: str) -> Iterator[str]:
    first, second = whose
    both = _listed(found, common.both, lang)
    names = {"first": first, "second": second}
    if both:
        yield phrase(f"comparison.both.{common.sort}", lang, **names, names=both)
    else:
        yield phrase(f"comparison.none.{common.sort}", lang, **names)
    for one, things in ((first, common.first), (second, common.second)):
        if things:
            listed = _listed(found, things, lang)
            yield phrase(
                f"comparison.only.{common.sort}", lang, whose=one, names=listed, count=len(things)
            )


def _fee(found: Comparison, fee: Fee, whose: tuple[str, str], lang: str) -> str:
    first, second = (_sums(sums, lang) for sums in (fee.first, fee.second))
    return phrase(
        "comparison.fee",
        lang,
        thing=_name(found, fee.thing, lang),
        first=whose[0],
        second=whose[1],
        one=first,
        other=second,
    )


def _sums(sums: Iterable[tuple[str, str]], lang: str) -> str:
    shown = (
        literals.money(literals.number(amount.removesuffix(".0"), lang), currency, lang)
        for amount, currency in sums
    )
    return " + ".join(shown)


def _names(found: Comparison, lang: str) -> tuple[str, str]:
    first, second = (one.settings for one in found.projects)
    return (
        first.city.name(lang) or first.municipality.name(lang),
        second.city.name(lang) or second.municipality.name(lang),
    )


def _name(found: Comparison, iri: str, lang: str) -> str:
    return label(found.store.graph, iri, lang)


def _listed(found: Comparison, things: Iterable[str], lang: str) -> str:
    """Return names in the order of the alphabet, and how many more there are."""
    names = sorted((_name(found, thing, lang) for thing in things), key=order(lang))
    more = len(names) - _SHOWN
    shown = ", ".join(names[:_SHOWN])
    return phrase("comparison.more", lang, names=shown, n=more) if more > 0 else shown


def _ids(iris: Iterable[str]) -> str:
    return ", ".join(map(terms.shorten, iris))


def as_json(found: Comparison, lang: str) -> str:
    """Return the comparison as JSON: sentences, things by IRI and name, sums, what was joined."""

    def things(iris: Iterable[str]) -> list[dict[str, str]]:
        return [{"iri": iri, "label": _name(found, iri, lang)} for iri in iris]

    first, second = _names(found, lang)
    document: dict[str, Any] = {
        "first": first,
        "second": second,
        "sentences": list(sentences(found, lang)),
        **{
            one.sort: {
                "both": things(one.both),
                "first": things(one.first),
                "second": things(one.second),
            }
            for one in found.commons
        },
        "fees": [
            {"iri": fee.thing, "first": _amounts(fee.first), "second": _amounts(fee.second)}
            for fee in found.fees
        ],
        "joined": [
            {
                "iri": one.thing,
                "label": _name(found, one.thing, lang),
                "same_as": list(one.others),
                "identifiers": list(one.identifiers),
            }
            for one in found.joined
        ],
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _amounts(sums: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"amount": amount, "currency": currency} for amount, currency in sums]
