"""The graph as tables: one a class with names, one of facts, one of sources."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities.labels import NAMING, label, names, texts
from kkgraph.evidence.citations import CITED
from kkgraph.export.selection import Selection, layer, quads
from kkgraph.formats.columns import heading
from kkgraph.lines import numbers, section_order
from kkgraph.queries import namer, version
from kkgraph.sparql.terms import Term, lexical
from kkgraph.store import Store
from kkgraph.tables import About, Column, Table
from kkgraph.texts import LANGUAGES, bilingual, table

THINGS, RELATIONS, FACTS, SOURCES = "things", "relations", "facts", "sources"
DICTIONARY = "dictionary"
_NO_COLUMN = {terms.TYPE, *CITED, *NAMING}
# What only repeats, in the terms of other vocabularies, what ours say.
_IMPLIED = ox.NamedNode(terms.HIERARCHY)
SEPARATOR = "; "
_TAGGED = re.compile(r"(.+)_([a-z]{2})")  # a column of texts: property and language
_ID = 12  # hexadecimal digits that tell the statements of a graph apart

# By thing and column (property and language), what its values are.
Said = Mapping[str, Mapping[tuple[str, str], set[str]]]


def tables(store: Store, chosen: Selection) -> dict[str, Table]:
    """Return every table by its name.

    `things` first, then the classes in order, `relations`, `facts`, `sources`, and what the
    columns of all of them mean (`dictionary`).
    """
    found = stated(store, chosen)
    by_class: dict[str, set[str]] = defaultdict(set)
    said: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in found:
        subject = lexical(quad.subject)
        kind = terms.kind_of(subject)
        if kind in terms.KINDS and kind not in terms.FACT_KINDS:
            by_class[terms.KINDS[kind]].add(subject)
            said[subject][property_of(quad)].add(lexical(quad.object))
    things = {
        name: _class(store, sorted(by_class[name]), said, chosen.lang) for name in sorted(by_class)
    }
    facts = of_facts(found)
    every = sorted({thing for found in by_class.values() for thing in found} | _subjects(facts))
    whole = {
        THINGS: _things(store, every, chosen.lang),
        **things,
        RELATIONS: _relations(store, said, frozenset(every), chosen.lang),
        FACTS: _facts(store, facts, frozenset(every), chosen.lang),
        SOURCES: _sources(store, facts, chosen.lang),
    }
    return {**whole, DICTIONARY: _dictionary(store, whole, chosen.lang)}


def stated(store: Store, chosen: Selection) -> list[ox.Quad]:
    """Return the statements that the tables hold, in order."""
    return [quad for quad in quads(store, chosen) if quad.graph_name != _IMPLIED]


def of_facts(found: Iterable[ox.Quad]) -> list[ox.Quad]:
    """Return the statements about facts: the rows of `facts`."""
    return [quad for quad in found if terms.is_fact(lexical(quad.subject))]


def identifier(quad: ox.Quad) -> str:
    """Return what tells a statement apart in `facts`: the beginning of its SHA-256."""
    return hashlib.sha256(str(quad).encode()).hexdigest()[:_ID]


def property_of(quad: ox.Quad) -> tuple[str, str]:
    """Return the property of a statement, and the language of its value ("" for none)."""
    text = quad.object if isinstance(quad.object, ox.Literal) else None
    return quad.predicate.value, (text.language or "") if text else ""


def _subjects(found: Iterable[ox.Quad]) -> set[str]:
    return {lexical(quad.subject) for quad in found}


def _things(store: Store, things: Iterable[str], lang: str) -> Table:
    """Return every thing and fact with its names and its kind: what all other tables point at."""
    columns = [("iri", "text"), ("label_en", "text"), ("label_da", "text"), ("kind", "text")]
    en, da = namer(store, "en"), namer(store, "da")
    rows: list[tuple[Term | None, ...]] = [
        (ox.NamedNode(iri), *map(ox.Literal, (en(iri), da(iri), _local(_class_of(iri)))))
        for iri in things
    ]
    return _table(store, columns, rows, lang)


def _class_of(iri: str) -> str:
    return terms.class_of_kind(iri) or ""


def _relations(store: Store, said: Said, known: frozenset[str], lang: str) -> Table:
    """Return what ties things to things, a row each."""
    columns = [("thing", "text"), ("property", "text"), ("target", "text")]
    rows = [
        (ox.NamedNode(thing), ox.Literal(terms.shorten(predicate)), ox.NamedNode(value))
        for thing in sorted(said)
        for predicate, language in sorted(said[thing])
        for value in sorted(said[thing][predicate, language] & known)
    ]
    return _table(store, columns, rows, lang)


def _dictionary(store: Store, found: dict[str, Table], lang: str) -> Table:
    """Return what each column of each table means, in both languages."""
    names = ("table", "column", "label_en", "label_da", "definition_en", "definition_da")
    rows = [
        (
            name,
            column,
            *(heading_of(store, column)[tag] for tag in ("en", "da")),
            *_defined(store, column),
        )
        for name, table in found.items()
        for column in table.columns
    ]
    cells = [tuple(ox.Literal(cell) if cell else None for cell in row) for row in rows]
    return _table(store, [(name, "text") for name in names], cells, lang)


def _defined(store: Store, column: str) -> tuple[str, str]:
    """Return the definitions of the property that a column holds, in English and Danish."""
    found = texts(store.graph, _property(column), terms.DEFINITION)
    return found.get("en", ""), found.get("da", "")


def _property(column: str) -> str:
    """Return the IRI of the property whose column it is."""
    found = _TAGGED.fullmatch(column)
    name = found[1] if found else column
    return terms.expand(name.replace("_", ":", 1)) or terms.term(name)


def heading_of(store: Store, column: str) -> dict[str, str]:
    """Return what a column is called: a property by its label, others by our words."""
    if column in table("export.columns", "en"):
        return bilingual(f"export.columns.{column}")
    iri, tagged = _property(column), _TAGGED.fullmatch(column)
    named = {lang: label(store.graph, iri, lang) for lang in LANGUAGES}
    plain, tag = heading(column), f" ({tagged[2]})" if tagged else ""
    shown = {lang: plain if name == terms.shorten(iri) else name for lang, name in named.items()}
    return {lang: name + tag for lang, name in shown.items()}


def _class(store: Store, things: list[str], said: Said, lang: str) -> Table:
    """Return the things of a class: IRI, names, and each property with its values joined."""
    every = {p for thing in things for p in said[thing] if p[0] not in _NO_COLUMN}
    properties = sorted(every)
    rows = []
    for thing in things:
        named = names(store.graph, thing)
        cells = [named.get("en") or named.get(""), named.get("da")]
        cells += [SEPARATOR.join(sorted(said[thing].get(p, ()))) for p in properties]
        rows.append((ox.NamedNode(thing), *(ox.Literal(cell) if cell else None for cell in cells)))
    columns = [("iri", "text"), ("label_en", "text"), ("label_da", "text")]
    columns += [(column_of(*p), "text") for p in properties]
    return _table(store, columns, rows, lang)


def _facts(store: Store, found: Iterable[ox.Quad], known: frozenset[str], lang: str) -> Table:
    """Return the statements of the facts, a row each."""
    columns = [
        *(("fact", "text"), ("kind", "text"), ("property", "text"), ("value", "text")),
        *(("value_label", "text"), ("language", "text"), ("datatype", "text"), ("graph", "text")),
        *(("thing", "text"), ("statement", "text")),
    ]
    rows = [
        (*_statement(store, quad, lang), _known(quad, known), ox.Literal(identifier(quad)))
        for quad in found
    ]
    return _table(store, columns, rows, lang)


def _known(quad: ox.Quad, known: frozenset[str]) -> ox.Literal | None:
    """Return the thing that a statement points at, None where it is no row of `things`."""
    value = quad.object
    is_thing = isinstance(value, ox.NamedNode) and value.value in known
    return ox.Literal(lexical(value)) if is_thing else None


def _statement(store: Store, quad: ox.Quad, lang: str) -> tuple[Term | None, ...]:
    value, kind = quad.object, terms.class_of_kind(lexical(quad.subject)) or ""
    text = value if isinstance(value, ox.Literal) else None
    label = namer(store, lang)(value.value) if isinstance(value, ox.NamedNode) else ""
    cells = (
        lexical(quad.subject),
        _local(kind),
        terms.shorten(quad.predicate.value),
        lexical(value),
        label,
        (text.language or "") if text else "",
        terms.shorten(text.datatype.value) if text else "",
        terms.shorten(lexical(quad.graph_name)) if quad.graph_name else "",  # type: ignore[arg-type]
    )
    return tuple(ox.Literal(cell) if cell else None for cell in cells)


def _sources(store: Store, found: Iterable[ox.Quad], lang: str) -> Table:
    """Return where each fact stands: its section and its lines there, or its pages."""
    cited: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for quad in found:
        graph = quad.graph_name.value if isinstance(quad.graph_name, ox.NamedNode) else ""
        section, predicate = terms.section_number(graph), quad.predicate.value
        if section is not None and predicate in CITED:
            cited[lexical(quad.subject), section][predicate].add(lexical(quad.object))
    keys = sorted(cited, key=lambda one: (section_order(one[1]), one[0]))
    used = [p for p in CITED if p == terms.LINES or any(p in one for one in cited.values())]
    cells = ([*key, *(", ".join(sorted(cited[key][p], key=numbers)) for p in used)] for key in keys)
    rows = [tuple(ox.Literal(cell) if cell else None for cell in row) for row in cells]
    columns = [("fact", "text"), ("section", "text"), *((column_of(p), "text") for p in used)]
    return _table(store, columns, rows, lang)


def statements(store: Store, chosen: Selection) -> Table:
    """Return everything that is chosen as one table, a statement a row, with its layer."""
    name_of = namer(store, chosen.lang)
    rows = []
    for quad in quads(store, chosen):
        *cells, graph = (lexical(term) for term in (*quad.triple, quad.graph_name))
        label = name_of(cells[2]) if isinstance(quad.object, ox.NamedNode) else ""
        own = quad.object.language if isinstance(quad.object, ox.Literal) else ""
        row = (cells[0], name_of(cells[0]), *cells[1:], label, own or "", graph, layer(graph))
        rows.append(tuple(ox.Literal(cell) if cell else None for cell in row))
    names = ("subject", "subject_label", "property", "value", "value_label", "language", "graph")
    return Table((*names, "layer"), tuple(rows), About(chosen.lang))


def property_named(column: str) -> tuple[str, str]:
    """Return the property, and the language of its values, that a column of a class holds."""
    tagged = _TAGGED.fullmatch(column)
    lang = tagged[2] if tagged else ""
    if column == f"label_{lang}":
        return terms.PREF_LABEL, lang
    return _property(column), lang


def column_of(predicate: str, language: str = "") -> str:
    """Return the name of a property's column: ours go without a prefix, texts by language."""
    name = terms.shorten(predicate).removeprefix("kk:").replace(":", "_")
    return f"{name}_{language}" if language else name


def _local(iri: str) -> str:
    return terms.shorten(iri).partition(":")[2] or iri


def _table(
    store: Store, columns: list[tuple[str, str]], rows: Sequence[tuple[Term | None, ...]], lang: str
) -> Table:
    told = tuple(Column(name, kind, heading_of(store, name)) for name, kind in columns)
    about = About(lang, version=version(store), columns=told, name_of=namer(store, lang))
    return Table(tuple(name for name, _ in columns), tuple(rows), about)
