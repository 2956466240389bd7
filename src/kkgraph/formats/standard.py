"""The W3C's formats: SPARQL 1.1 results as CSV, TSV, JSON and XML; each format of RDF."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pyoxigraph as ox

from kkgraph import media, terms
from kkgraph.sparql.terms import Term
from kkgraph.tables import Answer, Graph, Table

_NUMBERS = {
    terms.XSD + "integer": r"[+-]?\d+",
    terms.XSD + "decimal": r"[+-]?\d*\.\d+",
    terms.XSD + "double": r"[+-]?(\d+\.\d*|\.?\d+)[eE][+-]?\d+",
}
_PARTS = ("subject", "predicate", "object")
_FORBIDDEN = "[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]"
_STRING = terms.XSD + "string"


def csv(table: Table) -> bytes:
    """Return CSV: plain values, lines end with CR LF."""
    lines = [table.columns, *(tuple(_plain(v) for v in row) for row in table.rows)]
    return "".join(",".join(map(_csv_field, line)) + "\r\n" for line in lines).encode()


def _plain(value: Term | None) -> str:
    if value is None:
        return ""
    if isinstance(value, ox.NamedNode | ox.Literal):
        return value.value
    return str(value)


def _csv_field(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if re.search(r'[",\r\n]', text) else text


def tsv(table: Table) -> bytes:
    """Return TSV: terms as in Turtle, with their datatypes and languages."""
    head = "\t".join(f"?{name}" for name in table.columns)
    rows = ("\t".join(map(_tsv_field, row)) for row in table.rows)
    return "".join(line + "\n" for line in (head, *rows)).encode()


def _tsv_field(value: Term | None) -> str:
    if value is None:
        return ""
    if isinstance(value, ox.Literal):
        number = _NUMBERS.get(value.datatype.value)
        if number is not None and re.fullmatch(number, value.value, re.ASCII):
            return value.value
    return str(value).replace("\t", "\\t")


def json(result: Table | Answer) -> bytes:
    """Return SPARQL 1.1 Query Results JSON."""
    from json import dumps

    if isinstance(result, Answer):
        document: dict[str, object] = {"head": {}, "boolean": result.value}
    else:
        rows = [
            {name: _json_term(v) for name, v in zip(result.columns, row, strict=True) if v}
            for row in result.rows
        ]
        document = {"head": {"vars": list(result.columns)}, "results": {"bindings": rows}}
    return (dumps(document, ensure_ascii=False, indent=1) + "\n").encode()


def _json_term(value: Term) -> dict[str, object]:
    if isinstance(value, ox.NamedNode):
        return {"type": "uri", "value": value.value}
    if isinstance(value, ox.Triple):
        parts = zip(_PARTS, value, strict=True)
        return {"type": "triple", "value": {name: _json_term(part) for name, part in parts}}
    if not isinstance(value, ox.Literal):
        return {"type": "bnode", "value": str(value).removeprefix("_:")}
    term: dict[str, object] = {"type": "literal", "value": value.value}
    if value.language:
        return term | {"xml:lang": value.language}
    return term if value.datatype.value == _STRING else term | {"datatype": value.datatype.value}


def clean(text: str) -> str:
    """Return a text with U+FFFD for each character that XML 1.0 cannot hold in any way."""
    return re.sub(_FORBIDDEN, "\N{REPLACEMENT CHARACTER}", text)


def escape(text: str) -> str:
    """Return text for XML; the library's own function would import a web client."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def xml(result: Table | Answer) -> bytes:
    """Return SPARQL Query Results XML."""
    if isinstance(result, Answer):
        lines = ["<head/>", f"<boolean>{str(result.value).lower()}</boolean>"]
    else:
        names = "".join(f'<variable name="{name}"/>' for name in result.columns)
        rows = [_xml_row(result.columns, row) for row in result.rows]
        lines = [f"<head>{names}</head>", "<results>", *rows, "</results>"]
    start = '<?xml version="1.0"?>\n<sparql xmlns="http://www.w3.org/2005/sparql-results#">'
    return "\n".join([start, *lines, "</sparql>", ""]).encode()


def _xml_row(columns: tuple[str, ...], row: tuple[Term | None, ...]) -> str:
    cells = (
        f'<binding name="{name}">{_xml_term(value)}</binding>'
        for name, value in zip(columns, row, strict=True)
        if value is not None
    )
    return f"<result>{''.join(cells)}</result>"


def _xml_term(value: Term) -> str:
    if isinstance(value, ox.NamedNode):
        return f"<uri>{escape(value.value)}</uri>"
    if isinstance(value, ox.Triple):
        parts = zip(_PARTS, value, strict=True)
        inner = "".join(f"<{name}>{_xml_term(part)}</{name}>" for name, part in parts)
        return f"<triple>{inner}</triple>"
    if not isinstance(value, ox.Literal):
        return f"<bnode>{escape(str(value).removeprefix('_:'))}</bnode>"
    text = escape(value.value).replace("\r", "&#13;")
    if value.language:
        return f'<literal xml:lang="{value.language}">{text}</literal>'
    if value.datatype.value == _STRING:
        return f"<literal>{text}</literal>"
    return f'<literal datatype="{escape(value.datatype.value)}">{text}</literal>'


def _graph(name: str) -> Callable[[Graph], bytes]:
    """Return the function that writes a graph in a format of RDF, by its ending."""
    return lambda found: serialized(found.triples, name)


ttl, nt, jsonld = _graph("ttl"), _graph("nt"), _graph("jsonld")
rdf, trig, nq = _graph("rdf"), _graph("trig"), _graph("nq")


def serialized(statements: Iterable[ox.Triple] | Iterable[ox.Quad], name: str) -> bytes:
    """Return statements in a format of RDF, with those of the project's prefixes that occur."""
    listed: Any = list(statements)
    rdf = media.GRAPHS[name].rdf
    used = prefixes_in(listed) if name not in ("nt", "nq") else {}
    return ox.serialize(listed, format=rdf, prefixes=used) or b""


def prefixes_in(
    statements: Iterable[ox.Triple | ox.Quad], known: Mapping[str, str] = terms.PREFIXES
) -> dict[str, str]:
    """Return those of some prefixes, the project's if none are given, that occur in statements."""
    text = " ".join(map(str, statements))
    return {name: iri for name, iri in known.items() if iri in text}
