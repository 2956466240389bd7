"""Things by name."""

import pytest

from kkgraph import terms
from kkgraph.entities import search
from kkgraph.entities.labels import label
from kkgraph.errors import EntityAmbiguous, EntityNotFound
from kkgraph.store import Store


@pytest.mark.parametrize(
    ("text", "thing"),
    [
        ("https://w3id.org/kkgraph/id/city/malmoe", "city/malmoe"),
        ("city:malmoe", "city/malmoe"),
        ("city/malmoe", "city/malmoe"),
        ("malmoe", "city/malmoe"),
        ("Malmø", "city/malmoe"),
        ("Malmö", "city/malmoe"),
        ("MALMO", "city/malmoe"),
        ("network:nordlys", "network/nordlys"),
        ("NORDLYS", "network/nordlys"),
        ("Nordlysnetværket", "network/nordlys"),
        ("fyrtaarnet", "network/fyrtaarn"),
        ("Municipality of Lysby", "municipality/lysby-kommune"),
        (" lysby  kommune ", "municipality/lysby-kommune"),
        ("membership:nordlys", "membership/nordlys"),
        ("nordlys-oslo", "membership/nordlys-oslo"),
        ("1.1.1", "section/1.1.1"),
        ("§1.1.1", "section/1.1.1"),
    ],
)
def test_resolve(mini: Store, text: str, thing: str) -> None:
    """IRI, CURIE, slug and any spelling lead to the thing."""
    cls = terms.KK + "Network" if text == "NORDLYS" else None
    assert search.resolve(mini, text, cls).value == terms.ID + thing


def test_ambiguous_slug(mini: Store) -> None:
    """Two things with one slug: both are named, in a form that is not ambiguous."""
    with pytest.raises(EntityAmbiguous) as caught:
        search.resolve(mini, "nordlys")
    assert caught.value.candidates == [
        "network:nordlys (NORDLYS)",
        "project:nordlys (The NORDLYS project)",
    ]


def test_class_settles_ambiguity(mini: Store) -> None:
    """Where only a network will do, the network is meant; a superclass will do too."""
    for cls in ("Network", "Organisation"):
        found = search.resolve(mini, "nordlys", terms.KK + cls)
        assert found.value == terms.ID + "network/nordlys"


def test_unknown(mini: Store) -> None:
    """An unknown name lists near ones."""
    with pytest.raises(EntityNotFound) as caught:
        search.resolve(mini, "Nordlis")
    assert caught.value.near == [
        "network:nordlys (NORDLYS)",
        "project:nordlys (The NORDLYS project)",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("wd:Q90", "city/paris"),
        ("<https://w3id.org/kkgraph/id/network/c40>", "network/c40"),
        ("Network:C40", "network/c40"),
        ("https://www.geonames.org/2988507", "city/paris"),
        ("kapitel 5", "section/5"),
        ("Afsnit 6.2.10b", "section/6.2.10b"),
        ("section 3.4", "section/3.4"),
        ("§ 4.1.5", "section/4.1.5"),
    ],
)
def test_as_people_write_it(store: Store, text: str, found: str) -> None:
    """In brackets, with another case, with the word for a section, as a prefixed outside id."""
    assert search.resolve(store, text).value == terms.ID + found


def test_of_another_class(store: Store) -> None:
    """A thing of another class than is asked for is named: the name is right."""
    with pytest.raises(EntityNotFound) as caught:
        search.resolve(store, "Paris", terms.KK + "Policy")
    assert str(caught.value) == "no policy goes by 'Paris', which names city:paris (Paris)"
    assert caught.value.said("da") == "'Paris' findes ikke som politik, men som city:paris (Paris)"


@pytest.mark.parametrize("text", ["http://x y", "city:nope", "https://example.org/", "", "<>"])
def test_strange_texts(mini: Store, text: str) -> None:
    """Whatever is typed, the answer is an error of ours."""
    with pytest.raises(EntityNotFound):
        search.resolve(mini, text)


@pytest.mark.parametrize(
    ("text", "first", "spelling"),
    [
        ("oslo", "city/oslo", "Oslo"),
        ("malm", "city/malmoe", "Malmø"),
        ("lysby", "municipality/lysby-kommune", "Lysby Kommune"),
        ("fyrtårnet", "network/fyrtaarn", "Fyrtårnet"),
        ("lisforvaltning", "department/lysforvaltningen", "Lysforvaltningen"),
        ("municipalty lysbi", "municipality/lysby-kommune", "Municipality of Lysby"),
    ],
)
def test_search(mini: Store, text: str, first: str, spelling: str) -> None:
    """The best hit, with the spelling that was matched: whole, in part, or misspelt."""
    hit = search.search(mini, text)[0]
    assert (hit.thing, hit.spelling) == (terms.ID + first, spelling)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("lys", {"theme/lys": 1.0, "municipality/lysby-kommune": 0.95, "network/nordlys": 0.88}),
        ("nordlysnet", {"network/nordlys": 0.94}),
        ("kommune", {"municipality/lysby-kommune": 0.92}),
    ],
)
def test_scores(mini: Store, text: str, hits: dict[str, float]) -> None:
    """The same, a beginning, a whole word, a part: in this order; a preferred label counts more."""
    found = search.search(mini, text)
    scores = {hit.thing.removeprefix(terms.ID): round(hit.score, 3) for hit in found}
    assert hits.items() <= scores.items()
    assert list(scores.values()) == sorted(scores.values(), reverse=True)
    assert [h.thing for h in found if h.score == 0.95] == sorted(
        h.thing for h in found if h.score == 0.95
    )


@pytest.mark.parametrize(
    "text",
    [
        "Q585",
        "q585",
        "http://www.wikidata.org/entity/Q585",
        "https://www.wikidata.org/wiki/Q585",
        "https://kk.example/da/id/city/oslo/",
        "https://kk.example/id/city/oslo.ttl?x=1",
    ],
)
def test_known_outside(mini: Store, text: str) -> None:
    """What another system calls a thing, and the address of its page or file, lead to it."""
    assert search.resolve(mini, text).value == terms.ID + "city/oslo"
    assert [hit.thing for hit in search.search(mini, text)] == [terms.ID + "city/oslo"]


@pytest.mark.parametrize("text", ["585", "Q58", "Q5850", "http://www.wikidata.org/entity/Q58"])
def test_part_of_an_identifier(mini: Store, text: str) -> None:
    """A part of an identifier, or more than it, is another one."""
    with pytest.raises(EntityNotFound):
        search.resolve(mini, text)


def test_search_of_a_class(mini: Store) -> None:
    """Where a class is asked for, only its things are found, those of subclasses too."""
    every = {hit.thing for hit in search.search(mini, "nordlys")}
    for cls in ("Network", "Organisation"):
        found = {hit.thing for hit in search.search(mini, "nordlys", terms.term(cls))}
        assert found == {terms.ID + "network/nordlys"} < every


def test_search_finds_nothing(mini: Store) -> None:
    """What is like nothing is not found."""
    assert search.search(mini, "qqqq") == []


@pytest.mark.parametrize(
    ("curie", "da", "en"),
    [
        ("city:malmoe", "Malmø", "Malmö"),
        ("kk:Network", "netværk", "network"),
        ("section:1.1.1", "1.1.1 NORDLYS", "1.1.1 NORDLYS"),
        ("membership:nordlys", "membership:nordlys", "membership:nordlys"),
    ],
)
def test_label(mini: Store, curie: str, da: str, en: str) -> None:
    """Things, terms and sections have labels; what has none is called by its CURIE."""
    iri = terms.expand(curie) or ""
    assert (label(mini.graph, iri, "da"), label(mini.graph, iri, "en")) == (da, en)


def test_preferred_labels_are_unambiguous_by_kind(store: Store) -> None:
    """In the shipped data no two things of one kind have the same preferred label."""
    seen: dict[tuple[str | None, str | None, str], set[str]] = {}
    for spelling in search.spellings(store):
        if spelling.rank == 0:
            key = (terms.kind_of(spelling.thing), spelling.lang, spelling.text)
            seen.setdefault(key, set()).add(spelling.thing)
    assert {key: things for key, things in seen.items() if len(things) > 1} == {}
