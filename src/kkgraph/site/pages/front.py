"""The front page: what the municipality is part of, pays and gets, told from the graph."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.description.introduction import engagements
from kkgraph.description.reading import Reader
from kkgraph.formats import literals
from kkgraph.maps import charts
from kkgraph.networks import finding as findings
from kkgraph.site import maps
from kkgraph.site.catalogue import schema_org
from kkgraph.site.context import Site
from kkgraph.site.links import page_of
from kkgraph.site.pages import home, lists, network
from kkgraph.site.pages.statements import Badge, Cell, Renderer
from kkgraph.texts import phrase
from kkgraph.texts.alphabet import order

_NETWORKS = ("departments-networks", "departments-cities")  # the picture, the first there is
_YEARLY = "P1Y"


@dataclass(frozen=True)
class Door:
    """A department: its page, and how much it is in."""

    name: str
    page: str
    counts: tuple[str, ...]


@dataclass(frozen=True)
class Sum:
    """A sum of money as a bar: what for, how much in words, its share of the largest, sources."""

    name: Cell
    shown: str
    share: int
    badges: tuple[Badge, ...]


def data(site: Site, lang: str) -> dict[str, Any]:
    """Return what the template `front.html` prints."""
    paid, obtained = payments(site, lang), parts_of_total(site, lang)
    renderer = Renderer(site.index, lang)
    outside = [city for city in cities(site) if not maps.is_in_europe(site, city)]
    return {
        "title": phrase("site.frame.title", lang),
        "counts": site.counts,
        "finding": list(finding(site, lang)),
        "doors": doors(site, lang),
        "many": literals.numeral(len(doors(site, lang)), lang),
        "europe": maps.chart(site, charts.EUROPE, lang, ("city",)),
        "world": maps.chart(site, charts.WORLD, lang, ("city",)),
        "cities": len(cities(site)),
        "in_europe": len(cities(site)) - len(outside),
        "beyond": [
            renderer.cell(ox.NamedNode(city))
            for city in sorted(outside, key=lambda c: order(lang)(renderer.name(c)))
            if site.index.point(city)
        ],
        "network": _network(site, lang),
        "overlap": overlap(site, lang),
        "paid": paid,
        "obtained": obtained,
        "examples": home.examples(site, lang),
        "known": {query.name for query in site.queries},
        "kinds": lists.kinds(site, lang)[0][:14],
        "schema": schema_org.dataset(site, lang),
        "crumbs": [],
    }


def finding(site: Site, lang: str) -> Iterator[str]:
    """Yield what the municipality is part of, what it pays and what it gets, a sentence each."""
    counts = engagements(site.store.graph, terms.municipality())
    if counts and all(counts.values()):
        shown = {key: literals.number(str(n), lang) for key, n in counts.items()}
        yield phrase("site.front.part_of", lang, **shown)
    paid = _yearly(site)
    if paid:
        amount = sum(int(float(site.index.text(p, terms.AMOUNT))) for p in paid)
        sum_ = literals.millions(str(amount), _currency(site, paid[0], lang), lang)
        n = len(_about(site, paid))
        yield phrase("site.front.pays", lang, sum=sum_, n=n, many=literals.numeral(n, lang))
    total = _total(site)
    if total:
        read = Reader(site.store.graph, total, lang)
        funders = read.listed(site.index.iris(total, terms.HAS_FUNDER), "the")
        start, _ = read.span(total)
        yield phrase(
            "site.front.gets", lang, sum=_money(site, total, lang), start=start, funders=funders
        )


def doors(site: Site, lang: str) -> list[Door]:
    """Return the departments with what each is in."""
    found = [_door(site, iri, lang) for iri in lists.members(site, "Department")]
    return sorted(found, key=lambda door: order(lang)(door.name))


def _door(site: Site, iri: str, lang: str) -> Door:
    counts = engagements(site.store.graph, iri)
    shown = tuple(phrase(f"site.front.{key}", lang, n=n) for key, n in counts.items() if n)
    return Door(site.index.label(iri, lang), page_of(iri) or "", shown)


def cities(site: Site) -> list[str]:
    """Return the cities but its own that the survey names."""
    return [iri for iri in lists.members(site, "City") if iri != terms.city()]


def _network(site: Site, lang: str) -> dict[str, Any] | None:
    """Return the network that the front page shows, None where no network is declared."""
    declared = network.declared(site)
    found = next((n for n in (*_NETWORKS, *declared) if n in declared), None)
    if found is None:
        return None
    shown = network.data(site, found, lang)
    return {key: shown[key] for key in ("name", "title", "summary", "picture")}


def overlap(site: Site, lang: str) -> dict[str, str] | None:
    """Return which departments share more cities than chance gives, and where it is explained."""
    found = network.finding(site)
    if found is None:
        return None
    measured = found.overlap
    both = Reader(site.store.graph, terms.municipality(), lang).listed(
        [measured.one, measured.other], "the"
    )
    text = phrase(
        "site.front.overlap",
        lang,
        both=both[:1].upper() + both[1:],
        shared=measured.shared,
        mean=round(measured.mean),
        pairs=found.pairs,
        family=max(1, round(100 * measured.family)),
    )
    return {"text": text, "page": f"networks/{findings.NETWORK}/"}


def _yearly(site: Site) -> list[str]:
    """Return the payments that the municipality makes every year."""
    index = site.index
    return [
        iri
        for iri in lists.members(site, "Payment")
        if index.text(iri, terms.INTERVAL) == _YEARLY
        and terms.municipality() in index.iris(iri, terms.HAS_PAYER)
        and index.text(iri, terms.AMOUNT)
    ]


def _about(site: Site, facts: list[str]) -> set[str]:
    return {end for fact in facts for end in site.index.iris(fact, terms.IS_ABOUT)}


def _total(site: Site) -> str | None:
    """Return the largest sum that the municipality has obtained, of which others are parts."""
    index = site.index
    found = [
        iri
        for iri in lists.members(site, "FundingTotal")
        if terms.municipality() in index.iris(iri, terms.HAS_RECIPIENT)
    ]
    return max(found, key=lambda iri: float(index.text(iri, terms.AMOUNT) or 0), default=None)


def payments(site: Site, lang: str) -> list[Sum]:
    """Return what the municipality pays a year, the largest first."""
    return _sums(site, lang, {p: _about(site, [p]) for p in _yearly(site)})


def parts_of_total(site: Site, lang: str) -> list[Sum]:
    """Return the parts of what the municipality has obtained, by who gave them."""
    index, total = site.index, _total(site)
    parts = [s for s, p, _ in index.by_object.get(total or "", ()) if p == terms.IS_PART_OF]
    return _sums(site, lang, {p: set(index.iris(p, terms.HAS_FUNDER)) for p in parts})


def _sums(site: Site, lang: str, facts: dict[str, set[str]]) -> list[Sum]:
    amounts = {fact: float(site.index.text(fact, terms.AMOUNT) or 0) for fact in facts}
    most = max(amounts.values(), default=0) or 1
    ordered = sorted(facts, key=lambda fact: (-amounts[fact], fact))
    return [_sum(site, lang, f, facts[f], round(100 * amounts[f] / most)) for f in ordered]


def _sum(site: Site, lang: str, fact: str, ends: set[str], share: int) -> Sum:
    renderer = Renderer(site.index, lang)
    named = [renderer.cell(ox.NamedNode(end)) for end in sorted(ends)]
    name = named[0] if len(named) == 1 else Cell(renderer.name(fact), page=page_of(fact))
    return Sum(name, _money(site, fact, lang), share, renderer.places(fact)[:1])


def _money(site: Site, fact: str, lang: str) -> str:
    """Return the sum of a fact in millions, with how exact it is."""
    index = site.index
    amount = str(int(float(index.text(fact, terms.AMOUNT))))
    shown = literals.millions(amount, _currency(site, fact, lang), lang)
    return literals.rough(shown, next(iter(index.iris(fact, terms.PRECISION)), ""), lang)


def _currency(site: Site, fact: str, lang: str) -> str:
    return site.index.text(fact, terms.CURRENCY, lang)
