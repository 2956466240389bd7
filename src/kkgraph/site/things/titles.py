"""What the pages of things, facts and sections are called: no two of them the same."""

from collections import defaultdict
from collections.abc import Iterator

from kkgraph import terms
from kkgraph.entities import labels
from kkgraph.site.context import Site, once
from kkgraph.texts import phrase


def title(site: Site, iri: str, lang: str) -> str:
    """Return the title of a subject's page, which is no other page's."""
    return _titles(site, lang).get(iri) or _own(site, iri, lang)


@once
def _titles(site: Site, lang: str) -> dict[str, str]:
    """Return a title for each subject: the shortest way of telling that is nobody else's."""
    ways = {iri: list(_ways(site, iri, lang)) for iri in site.index.subjects()}
    found: dict[str, str] = {}
    for number in range(max(map(len, ways.values()), default=0)):
        alike: dict[str, list[str]] = defaultdict(list)
        for iri in ways.keys() - found.keys():
            alike[ways[iri][min(number, len(ways[iri]) - 1)]].append(iri)
        taken = set(found.values())
        for name, those in alike.items():
            owners = those if len(those) == 1 else [iri for iri in those if _is_thing(iri)]
            if len(owners) == 1 and name not in taken:
                found[owners[0]] = name
    return found


def _is_thing(iri: str) -> bool:
    """Tell whether a subject has a name of its own, before a fact or theme that is called so."""
    return terms.kind_of(iri) in terms.THING_KINDS


def _ways(site: Site, iri: str, lang: str) -> Iterator[str]:
    """Yield a subject's name, told ever more closely; the last is nobody else's."""
    name = _own(site, iri, lang)
    kind = site.index.label(site.index.type(iri), lang)
    yield name
    ends = labels.ends(site.store.graph, iri, lang) if terms.is_fact(iri) else ""
    known = "" if ends in name else ends  # what the name does not say yet
    if known or not terms.is_fact(iri):
        yield f"{name} ({known or kind})"
    where = ", ".join(site.index.text(s, terms.NUMBER) for s in _sections(site, iri))
    if where:
        place = phrase("site.titles.in_section", lang, section=where)
        yield f"{name} ({known}, {place})" if known else f"{name} ({place})"
    yield f"{name} ({kind}, {terms.shorten(iri)})"


def _own(site: Site, iri: str, lang: str) -> str:
    name = labels.title(site.store.graph, iri, lang, with_kind=True)
    return name[:1].upper() + name[1:]


def _sections(site: Site, iri: str) -> list[str]:
    graphs = {g for _, _, g in site.index.by_subject[iri] if terms.section_number(g)}
    return sorted(graphs, key=lambda s: int(site.index.text(s, terms.ORDER) or 0))
