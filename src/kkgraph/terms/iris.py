"""IRIs and prefixes: those of every project, and those of the things of the one in use."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Final, NamedTuple

from kkgraph.terms.kinds import FACT_KINDS, KINDS, SOURCE_KINDS
from kkgraph.terms.namespaces import *

# What every project's prefixes hold; those of things are added for the project in use.
EVERYWHERE: Final[dict[str, str]] = {
    "kk": KK,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
    "skos": SKOS,
    "org": "http://www.w3.org/ns/org#",
    "prov": "http://www.w3.org/ns/prov#",
    "dcterms": DCTERMS,
    "schema": "http://schema.org/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "sh": "http://www.w3.org/ns/shacl#",
    "void": "http://rdfs.org/ns/void#",
    "dcat": "http://www.w3.org/ns/dcat#",
    "geo": "http://www.w3.org/2003/01/geo/wgs84_pos#",
    "graph": GRAPH,
    "shapes": SHAPES_NS,
}
# The prefixes of queries, files and answers, see `use`.
PREFIXES: Final[dict[str, str]] = {
    **EVERYWHERE,
    **{kind: f"{ID}{kind}/" for kind in KINDS},
}

_LOCAL: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
_IDS: Final = "/id/"
_NOTHING: Final[Mapping[str, str]] = {}
# How the path of a thing begins: its kind, or "link" for a link to the outside.
_FIRST: Final = frozenset({*KINDS, "link"})


class Names(NamedTuple):
    """What the IRIs of a project begin with.

    `prefixes`: its own, `home`: the city whose survey it is and its municipality; `beside`: the
    bases of projects beside it by name, whose things have prefixes of their own, `name.city:`.
    `licence`: the address of what its data may be used by.
    """

    base: str = ROOT
    prefixes: Mapping[str, str] = _NOTHING
    home: tuple[str, ...] = ()
    beside: Mapping[str, str] = _NOTHING
    licence: str = LICENCE


# The names in use; what is looked up by, made of them: bases by the name of the project beside,
# prefixes by namespace.
_used = Names()
_bases: dict[str, str] = {"": ROOT}
_namespaces: dict[str, str] = {iri: name for name, iri in PREFIXES.items()}


def use(names: Names) -> None:
    """Make a project the one whose things `city:`, `thing` and the like speak of.

    A process works for one project at a time; the last that was used counts
    (`kkgraph.project.Project.use`).
    """
    global _used  # noqa: PLW0603 - the one place that says which project a process works for
    _used = names
    _bases.clear()
    _bases.update({"": names.base, **names.beside})
    PREFIXES.clear()
    PREFIXES.update({**EVERYWHERE, **_kinds("", names.base), **names.prefixes})
    for name, base in names.beside.items():
        PREFIXES.update(_kinds(f"{name}.", base))
    section_number.cache_clear()
    _namespaces.clear()
    _namespaces.update({iri: name for name, iri in PREFIXES.items()})


def _kinds(before: str, base: str) -> dict[str, str]:
    return {f"{before}{kind}": f"{base}id/{kind}/" for kind in KINDS}


def home() -> frozenset[str]:
    """Return the city whose survey is in use and its municipality, which most is about."""
    return frozenset(_used.home)


def municipality() -> str:
    """Return the municipality whose survey is in use, "" where none is named."""
    return next((iri for iri in _used.home if kind_of(iri) == "municipality"), "")


def city() -> str:
    """Return the city whose survey is in use, "" where none is named."""
    return next((iri for iri in _used.home if kind_of(iri) == "city"), "")


def dataset() -> str:
    """Return the IRI of the data of the project in use."""
    return _used.base + "dataset"


def licence() -> str:
    """Return the address of the licence of the data of the project in use."""
    return _used.licence


def is_ours(iri: str) -> bool:
    """Tell whether an IRI is of our vocabularies, graphs or things, or of a project's."""
    return iri.startswith((ROOT, *_bases.values())) or path_of(iri) is not None


def is_elsewhere(iri: str) -> bool:
    """Tell whether an IRI is a thing of another project than the one in use."""
    return path_of(iri) is not None and not iri.startswith(_used.base)


def path_of(iri: str) -> str | None:
    """Return what names a thing within its project, "network/string"; None for other IRIs."""
    head, ids, path = iri.partition(_IDS)
    if not ids:
        return None
    is_known = head + "/" in _bases.values() or head + "/" == ROOT
    return path if is_known or path.partition("/")[0] in _FIRST else None


def address(iri: str) -> str:
    """Return where a server has an IRI of ours: "/id/network/string"; others as they are."""
    path = path_of(iri)
    return f"{_IDS}{path}" if path is not None else iri.removeprefix(ROOT.rstrip("/"))


def shorten(iri: str) -> str:
    """Return the CURIE of an IRI, or the IRI itself when no prefix fits."""
    end = max(iri.rfind("/"), iri.rfind("#")) + 1
    prefix = _namespaces.get(iri[:end])
    if prefix and _LOCAL.fullmatch(iri, end):
        return f"{prefix}:{iri[end:]}"
    return iri


def expand(curie: str) -> str | None:
    """Return the IRI of a CURIE, or None when its prefix is unknown."""
    prefix, colon, local = curie.partition(":")
    namespace = PREFIXES.get(prefix)
    if not colon or namespace is None or local.startswith("//"):
        return None
    return namespace + local


def term(local: str) -> str:
    """Return the IRI of a term of our vocabulary by its local name."""
    return KK + local


def thing(path: str) -> str:
    """Return the IRI of a thing by its kind and slug, "network/string"."""
    return f"{_used.base}id/{path}"


def section(number: str) -> str:
    """Return the IRI of a section of the survey, which is also that of its graph."""
    return thing(f"section/{number}")


def document(path: str) -> str:
    """Return the IRI of a file of the site: "dump/kkgraph.trig"."""
    return ROOT + path


def graph(name: str) -> str:
    """Return the IRI of a layer's graph by its name, "register"."""
    return GRAPH + name


def query(name: str) -> str:
    """Return the IRI of a saved query by its name, escaped for an IRI."""
    return QUERY + name


@lru_cache(10_000)
def section_number(graph: str) -> str | None:
    """Return "4.1.5" for a section's IRI, None for any other graph.

    A source other than the survey has its sections below its own name, and they are told apart
    by it, "source/memo-2021/1"; those of a project beside the one in use by its, "havnby/1".
    """
    path = path_of(graph)
    if path is None or "section/" not in path:
        return None
    above, _, number = path.rpartition("section/")
    return _beside(graph) + above + number if number and above[-1:] in ("", "/") else None


def _beside(iri: str) -> str:
    """Return "name/" for what is of a project beside the one in use, "" for others."""
    if len(_bases) == 1:
        return ""
    base = iri.partition(_IDS)[0] + "/"
    return next((f"{name}/" for name, one in _bases.items() if name and one == base), "")


def kind_of(iri: str) -> str | None:
    """Return the kind ("network", "membership", ...) that an IRI names, None for others."""
    path = path_of(iri)
    if path is None:
        return None
    kind = path.partition("/")[0]
    if kind in SOURCE_KINDS and "/section/" in path:
        return "section"
    return kind if kind in KINDS else None


def class_of_kind(iri: str) -> str | None:
    """Return the class that goes with the kind of thing that an IRI names, None for others."""
    kind = kind_of(iri)
    return None if kind is None else KK + KINDS[kind]


def is_fact(iri: str) -> bool:
    """Tell whether an IRI names a fact node."""
    return kind_of(iri) in FACT_KINDS


def is_department(iri: str) -> bool:
    """Tell whether an IRI names one of the municipality's departments."""
    return kind_of(iri) == "department"


def link_system(iri: str) -> str | None:
    """Return the system ("wikidata") that an outside link leads to, None for other things."""
    first, _, rest = (path_of(iri) or "").partition("/")
    return rest.partition("/")[0] if first == "link" else None
