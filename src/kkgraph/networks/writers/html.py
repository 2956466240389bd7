"""One HTML file that shows a network with no network connection: its JSON, the bundle, tables.

The bundle (`kkgraph/_web/network.js` and `.css`) is built from `web/` when the package is
built. Without scripts the page is the tables.
"""

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

from kkgraph import assets, terms
from kkgraph.networks import words
from kkgraph.networks.drawing import palette
from kkgraph.networks.markup import Rows
from kkgraph.networks.model import Edge, Network, Node, Part
from kkgraph.networks.writers.attributes import about, dictionary, evidence_text
from kkgraph.texts import LANGUAGES, phrase

Address = Callable[[str], str]
# The attributes in what the page saves, as `web/src/network/saving/tables.ts` names them.
_NODES = "iri class degree weighted_degree community themes departments bipartite lat long"
_TIES = "weight relation shared facts evidence amount amount_in amount_out currency start end"
_SAVED: Rows = [dict.fromkeys(f"{_NODES} {_TIES}".split(), "")]


def itself(iri: str) -> str:
    """Return the address of a thing's page: its IRI."""
    return iri


def write(network: Network, lang: str = "en", address: Address = itself) -> bytes:
    """Return the page; raises BundleMissing where the browser part was not built.

    `address` gives the link to the page of a thing or fact, the IRI itself if not given.
    """
    body = f"<noscript>{_tables(network, lang)}</noscript>"
    data = page(network, address)
    heading = assets.Heading(lang, network.title[lang], network.summary[lang])
    return assets.standalone("network", heading, body, data)


def page(network: Network, address: Address = itself) -> dict[str, Any]:
    """Return the data of the page, as `web/src/network/data.ts` declares it."""
    return {
        "name": network.name,
        "title": dict(network.title),
        "summary": dict(network.summary),
        "mode": network.mode,
        "directed": network.directed,
        "weightMeaning": dict(network.weight_meaning),
        "version": network.version,
        "filters": dict(network.filters),
        "selection": {lang: words.selection(network, lang) for lang in LANGUAGES},
        "citation": {lang: about(network, lang)["citation"] for lang in LANGUAGES},
        "attributes": {lang: dictionary(lang, _SAVED) for lang in LANGUAGES},
        "palette": palette.COMMUNITIES,
        "others": palette.OTHERS,
        "types": [
            {**_choice(one, network), **palette.look(one)._asdict()} for one in network.types()
        ],
        "themes": _choices([t for e in network.edges for t in e.themes], network),
        "departments": _choices([d for e in network.edges for d in e.departments], network),
        "sections": _choices(network.sections(), network),
        "relations": [_choice(one, network) for one in network.relations()],
        "shared": _choices([one for e in network.edges for one in e.things], network),
        "communities": _communities(network),
        "nodes": [_node(node, address) for node in network.nodes],
        "edges": [_edge(edge, address) for edge in network.edges],
    }


def _choice(key: str, network: Network) -> dict[str, Any]:
    return {"id": key, "label": dict(network.named(key))}


def _choices(keys: list[str], network: Network) -> list[dict[str, Any]]:
    return [_choice(key, network) for key in sorted(set(keys))]


def _communities(network: Network) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id,
            "label": dict(one.label),
            "colour": palette.community_colour(one),
            "size": one.size,
        }
        for one in network.communities
    ]


def _node(node: Node, address: Address) -> dict[str, Any]:
    return {
        "id": node.id,
        "curie": node.curie,
        "label": dict(node.label),
        "spellings": list(node.spellings),
        "type": node.type,
        "degree": node.degree,
        "weightedDegree": node.weighted_degree,
        "betweenness": node.betweenness,
        "pagerank": node.pagerank,
        "community": node.community,
        "core": node.core,
        "inDegree": node.in_degree,
        "outDegree": node.out_degree,
        "amountIn": node.amount_in,
        "amountOut": node.amount_out,
        "currency": node.currency,
        "start": node.start,
        "end": node.end,
        "side": node.side,
        "lat": node.lat,
        "long": node.long,
        "x": node.x,
        "y": -node.y,
        "themes": list(node.themes),
        "departments": list(node.departments),
        "page": address(node.id),
        "same": list(node.same),
    }


def _edge(edge: Edge, address: Address) -> dict[str, Any]:
    return {
        "source": edge.source,
        "target": edge.target,
        "weight": edge.weight,
        "relation": edge.relation,
        "shared": list(edge.things),
        "themes": list(edge.themes),
        "departments": list(edge.departments),
        "start": edge.start,
        "end": edge.end,
        "amount": edge.amount,
        "currency": edge.currency,
        "sections": edge.sections,
        "parts": [_part(one) for one in edge.parts],
        "evidence": [
            {
                "section": e.section,
                "lines": e.lines,
                "fact": terms.shorten(e.fact),
                "page": address(e.fact),
                "label": dict(e.label),
            }
            for e in edge.evidence
        ],
    }


def _part(part: Part) -> dict[str, Any]:
    return {
        "counted": part.counted,
        "facts": [terms.shorten(fact) for fact in part.facts],
        "sections": part.sections,
        "themes": list(part.themes),
        "departments": list(part.departments),
        "start": part.start,
        "end": part.end,
    }


def _tables(network: Network, lang: str) -> str:
    """Return the whole network as two tables, for readers without scripts or without eyes."""
    names = {node.id: node.label[lang] for node in network.nodes}
    nodes = [
        (
            names[node.id],
            network.named(node.type)[lang],
            str(node.degree),
            f"{node.weighted_degree:g}",
            f"{node.betweenness:.3f}",
            f"{node.pagerank:.3f}",
        )
        for node in sorted(network.nodes, key=lambda one: (-one.degree, one.label[lang]))
    ]
    edges = [
        (
            names[edge.source],
            names[edge.target],
            network.named(edge.relation)[lang],
            f"{edge.weight:g}",
            evidence_text(edge),
        )
        for edge in sorted(network.edges, key=lambda one: -one.weight)
    ]
    heads = ("name", "type", "degree", "weighted", "between", "pagerank")
    return (
        f"<h1>{escape(network.title[lang])}</h1><p>{escape(network.summary[lang])}</p>"
        f"<p>{escape(words.caption(network, lang))}</p>"
        + _table("nodes", heads, nodes, lang)
        + _table("edges", ("from", "to", "relation", "weight", "lines"), edges, lang)
    )


def _table(caption: str, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]], lang: str) -> str:
    head = "".join(f'<th scope="col">{escape(_head(name, lang))}</th>' for name in heads)
    body = "".join(
        "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows
    )
    return (
        f"<table><caption>{escape(_head(caption, lang))}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table>"
    )


def _head(name: str, lang: str) -> str:
    return phrase(f"networks.tables.{name}", lang)
