"""Terms as Turtle that a person would write in a certain file: with its base and prefixes."""

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urljoin

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing.layout import Layout
from kkgraph.sparql.terms import Term

_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_BARE = {
    terms.XSD + "integer": re.compile(r"[+-]?\d+", re.ASCII),
    terms.XSD + "boolean": re.compile(r"true|false"),
    terms.XSD + "decimal": re.compile(r"[+-]?\d+(\.\d+)?", re.ASCII),
}
_WIDTH = 110  # columns that a line may have before the next property gets its own
Statement = tuple[str, Sequence[Term]]


def written(term: Term, layout: Layout) -> str:
    """Return a term as the file's own text would have it."""
    if isinstance(term, ox.NamedNode):
        return iri(term.value, layout)
    if not isinstance(term, ox.Literal):
        return str(term)
    kind = term.datatype.value
    if kind in _BARE and _BARE[kind].fullmatch(term.value):
        is_whole = kind == terms.XSD + "decimal" and "." not in term.value
        return f"{term.value}.0" if is_whole else term.value
    quoted = str(ox.Literal(term.value))
    if term.language:
        return f"{quoted}@{term.language}"
    return quoted if kind == terms.XSD + "string" else f"{quoted}^^{iri(kind, layout)}"


def iri(text: str, layout: Layout) -> str:
    """Return an IRI: by a prefix of the file, against its base, or in full."""
    for prefix, namespace in layout.prefixes.items():
        if text.startswith(namespace) and _LOCAL.fullmatch(text, len(namespace)):
            return f"{prefix}:{text[len(namespace) :]}"
    relative = text.removeprefix(layout.base)
    fits = layout.base and relative != text and urljoin(layout.base, relative) == text
    return f"<{relative}>" if fits else f"<{text}>"


def block(subject: str, said: Iterable[Statement], layout: Layout, indent: str) -> str:
    """Return what is said of a subject as a block of lines, `indent` before each.

    The first line has the class, and in a section's graph the lines that are cited.
    """
    parts = [_property(predicate, values, layout) for predicate, values in said]
    head = 2 if indent else 1
    lines = [f"{indent}{iri(subject, layout)} {' ; '.join(parts[:head])}"]
    further = indent * 2 or "    "
    for number, part in enumerate(parts[head:]):
        if number and len(lines[-1]) + len(part) + 3 <= _WIDTH:
            lines[-1] += f" ; {part}"
        else:
            lines.append(f"{further}{part}")
    return " ;\n".join(lines) + " .\n"


def _property(predicate: str, values: Sequence[Term], layout: Layout) -> str:
    name = "a" if predicate == terms.TYPE else iri(predicate, layout)
    return f"{name} {', '.join(written(value, layout) for value in values)}"
