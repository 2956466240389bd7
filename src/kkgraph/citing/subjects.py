"""What can be cited: the dataset, a thing, a saved query with its parameters."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from kkgraph import queries, terms
from kkgraph.citing import digests
from kkgraph.citing.reference import Reference
from kkgraph.entities.labels import in_language, label, texts
from kkgraph.entities.search import resolve
from kkgraph.errors import QueryNotFound
from kkgraph.formats.literals import number
from kkgraph.store import Store
from kkgraph.tables import Answer
from kkgraph.texts import LANGUAGES, phrase

_LANG = "en"  # of labels in the rows that a digest is of, whatever the citation's language


@dataclass(frozen=True)
class Cited:
    """Something cited, as it is in a store: its address, its size, the digest of its content.

    `name`: what it is called by language, none of the dataset; `values`: a query's parameters.
    """

    url: str
    size: int
    digest: str
    kind: str = "dataset"
    name: Mapping[str, str] | None = None
    values: Mapping[str, str] | None = None


def find(store: Store, name: str, values: Mapping[str, object]) -> Cited:
    """Return what a name means: the dataset (""), a saved query, or a thing.

    Raises EntityNotFound, EntityAmbiguous, ParameterMissing, ParameterInvalid.
    """
    if not name:
        return dataset(store)
    try:
        found = queries.find_query(store.project, name)
    except QueryNotFound:
        if values:
            raise
        return thing(store, name)
    return query(store, found, values)


def at(store: Store, url: str) -> Cited:
    """Return what an address stands for, as a citation gives it."""
    path, _, values = url.partition("?")
    if path == terms.dataset():
        return dataset(store)
    if path.startswith(terms.QUERY):
        return find(store, path.removeprefix(terms.QUERY), dict(parse_qsl(values)))
    return thing(store, path)


def dataset(store: Store) -> Cited:
    """Cite everything that is stated."""
    found = digests.stated(store)
    return Cited(terms.dataset(), len(found), digests.of_quads(found))


def thing(store: Store, name: str) -> Cited:
    """Cite what is stated of a thing."""
    node = resolve(store, name)
    found = digests.described(store, node)
    called = {lang: label(store.graph, node.value, lang) for lang in LANGUAGES}
    return Cited(node.value, len(found), digests.of_quads(found), "thing", called)


def query(store: Store, found: queries.Query, values: Mapping[str, object]) -> Cited:
    """Cite the result of a saved query; its parameters are told as they are understood."""
    result = queries.run(store, found, values, _LANG)
    told = {
        name: terms.shorten(value) for name, value in result.about.values.items() if name in values
    }
    url = queries.iri(found) + (f"?{urlencode(sorted(told.items()), safe=':')}" if told else "")
    size = 1 if isinstance(result, Answer) else len(result)
    called = dict.fromkeys(LANGUAGES, found.name)
    return Cited(url, size, digests.of_result(result), "query", called, told)


def reference(store: Store, cited: Cited, lang: str) -> Reference:
    """Return the reference to something cited, with its digest."""
    base = store.project.settings.base
    path = cited.url.removeprefix(base).removeprefix(terms.ROOT).partition("?")[0]
    dataset_title = _dataset(store, lang)
    named = _named(cited, lang)
    return Reference(
        key="kkgraph-" + path.replace("/", "-"),
        title=f"{named}. {phrase('site.citation.in', lang)} {dataset_title}"
        if named
        else dataset_title,
        version=queries.version(store),
        issued=issued(store),
        url=cited.url,
        lang=lang,
        note=", ".join([*([named] if named else []), _size(cited, lang), _digest(cited)]),
    )


def _dataset(store: Store, lang: str) -> str:
    return phrase("citing.dataset" if store.project.settings.year else "citing.undated", lang)


def text(store: Store, cited: Cited, lang: str) -> str:
    """Return the citation as a text: what, version, date, size, digest and address."""
    found = reference(store, cited, lang)
    whole = _dataset(store, lang)
    return f"{whole}, kkgraph {found.version}, {found.issued}, {found.note}. {found.url}\n"


def issued(store: Store) -> str:
    """Return the date of the version that is loaded; no clock is asked."""
    if store.project.settings.issued:
        return store.project.settings.issued
    dates = texts(store.graph, terms.ONTOLOGY, terms.ISSUED)
    return in_language(dates, "") or "2020-01-01"


def _named(cited: Cited, lang: str) -> str:
    if cited.name is None:
        return ""
    told = ", ".join(f"{name}: {value}" for name, value in (cited.values or {}).items())
    name = cited.name[lang] + (f" ({told})" if told else "")
    return phrase("citing.query", lang, name=name) if cited.kind == "query" else name


def _size(cited: Cited, lang: str) -> str:
    key = "rows" if cited.kind == "query" else "statements"
    words = phrase(f"citing.{key}", lang, n=cited.size)
    return words.replace(str(cited.size), number(str(cited.size), lang), 1)


def _digest(cited: Cited) -> str:
    return f"sha256 {cited.digest}"
