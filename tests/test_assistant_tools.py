"""The tools of an assistant, called in this process on the tiny project."""

import pytest

from kkgraph import terms
from kkgraph.assistant import answers, grounds, reading, tools
from kkgraph.assistant.answers import answer
from kkgraph.endpoint.pool.snapshot import take
from kkgraph.endpoint.settings import Settings
from kkgraph.errors import KkgraphError
from kkgraph.errors.assisting import ArgumentInvalid, ResourceUnknown, ToolUnknown
from kkgraph.parameters import Parameter
from kkgraph.texts import phrase


@pytest.fixture(scope="module")
def desk(mini_project):
    """Return the tiny project with what tools need."""
    return take(Settings(str(mini_project.root))).desk


@pytest.fixture(autouse=True)
def _mini(mini_project):
    mini_project.use()


def cited(found):
    """Return where an answer stands."""
    return [(one["section"], one["lines"]) for one in found["citations"]]


def test_tools_and_their_arguments(desk):
    """A topic is a tool, with the parameters of its queries, those that are needed with a star."""
    every = {one["name"]: one for one in tools.tools(desk)}
    names = ["ask", "search", "show", "why", "sparql", "network", "memberships", "projects"]
    assert list(every) == names
    schemas = {name: one["inputSchema"] for name, one in every.items()}
    assert {name: schema["required"] for name, schema in schemas.items()} == {
        "ask": ["question"],
        "search": ["text"],
        "show": ["thing"],
        "why": ["thing"],
        "sparql": ["query"],
        "network": ["name"],
        "memberships": ["query"],
        "projects": ["query"],
    }
    assert schemas["memberships"]["properties"] == {
        "query": {"enum": ["fees", "members"]},
        "minimum": {"type": "number"},
        "network": {"type": "string"},
        "since": {"type": "string"},
        "lang": {"enum": ["da", "en"]},
        "limit": {"type": "integer", "minimum": 1, "maximum": 500},
    }
    told = every["memberships"]["description"]
    assert told == (
        "fees: Fees by network (minimum); members: Who is a member of a network (network*, since)"
    )
    assert every["projects"]["description"] == "partners: Partners of projects, as a graph"


def test_values_of_a_list_are_its_arguments():
    """A parameter with a few values takes only these."""
    one = Parameter("x", "enum", {"en": "X"}, values=("a", "b"))
    assert tools._parameter(one) == {"enum": ["a", "b"]}  # noqa: SLF001 - part of the list of tools


def test_a_saved_query(desk):
    """Its rows by the names of its columns, so many as asked for, with how many are left."""
    found = answer(desk, "memberships", {"query": "fees", "lang": "da"})
    assert found["query"] == "fees"
    assert found["rows"] == [
        {"network": "NORDLYS", "amount": "250000"},
        {"network": "Fyrtårn", "amount": "0"},
    ]
    assert (found["count"], "more" in found) == (2, False)
    less = answer(desk, "memberships", {"query": "fees", "limit": 1})
    assert (less["count"], len(less["rows"])) == (2, 1)
    assert "1" in less["more"]
    above = answer(desk, "memberships", {"query": "fees", "minimum": 1})
    assert [row["network"] for row in above["rows"]] == ["NORDLYS"]
    assert answer(desk, "memberships", {"query": "fees", "minimum": 250001})["rows"] == []


def test_no_rows_are_explained(desk):
    """A query without rows says what would have some."""
    found = answer(desk, "memberships", {"query": "members", "network": "NORDLYS", "since": "2020"})
    assert found["rows"] == []
    assert found["notes"]
    assert "notes" not in answer(desk, "memberships", {"query": "members", "network": "NORDLYS"})


def test_things_that_rows_name_are_cited(desk):
    """Where no text of a row cites, the things in it are looked up, facts too."""
    text = "SELECT ?m { ?m a kk:Membership ; kk:hasMember city:oslo }"
    found = answer(desk, "sparql", {"query": text})
    assert found["rows"] == [{"m": "membership:nordlys-oslo"}]
    assert cited(found) == [("1.1.1", "5")]
    assert found["citations"][0]["of"] == terms.thing("membership/nordlys-oslo")
    assert found["basis"] == ["stated by the survey"]
    own = 'SELECT ?x { BIND("2.1.1, lines 13\N{EN DASH}14; 1.1, line 3" AS ?x) }'
    assert cited(answer(desk, "sparql", {"query": own})) == [
        ("1.1", "3"),
        ("2.1.1", "13\N{EN DASH}14"),
    ]


def test_yes_and_triples(desk):
    """A yes or no is one; triples are rows of three."""
    assert answer(desk, "sparql", {"query": "ASK { city:oslo a kk:City }"})["answer"] is True
    found = answer(desk, "sparql", {"query": "DESCRIBE city:malmoe"})
    assert {"subject", "property", "value"} == set(found["rows"][0])
    assert {"subject": "city:malmoe", "property": "rdf:type", "value": "kk:City"} in found["rows"]


def test_what_an_answer_rests_on(desk):
    """What rules derived, what is our own reading and what is from outside is told by name."""
    derived = answer(desk, "sparql", {"query": "SELECT * { ?x kk:isMemberOf ?y }"})
    assert derived["basis"] == ["follows by a rule from what the survey says: kk:isMemberOf"]
    outside = answer(desk, "sparql", {"query": "SELECT * { ?x owl:sameAs ?y }"})
    assert [said.partition(":")[2] for said in outside["basis"]] == [" owl:sameAs"]
    assert outside["basis"] != derived["basis"]


def test_a_thing_is_shown(desk):
    """In words with where it stands; with all, also what the survey does not say."""
    found = answer(desk, "show", {"thing": "NORDLYS", "lang": "da"})
    assert found["iri"] == terms.thing("network/nordlys")
    assert "250.000 kr." in found["text"]
    assert ("1.1.1", "4, 6") in cited(found)
    assert found["basis"] == ["står i afdækningen"]
    whole = answer(desk, "show", {"thing": "NORDLYS", "all": True})
    assert len(whole["text"]) > len(answer(desk, "show", {"thing": "NORDLYS"})["text"])
    assert whole["basis"] != ["stated by the survey"]


def test_why(desk):
    """A statement by its section, its rule, or its source."""
    stated = answer(desk, "why", {"thing": "payment:nordlys", "property": "amount"})
    assert cited(stated) == [("1.1.1", "6")]
    assert stated["basis"] == ["stated by the survey"]
    rule = answer(desk, "why", {"thing": "Oslo", "property": "isMemberOf", "value": "NORDLYS"})
    assert cited(rule) == [("1.1.1", "5")]
    assert rule["basis"] == ["follows by a rule from what the survey says"]
    linked = answer(desk, "why", {"thing": "Oslo", "property": "owl:sameAs"})
    assert linked["basis"] not in (stated["basis"], rule["basis"])


def test_search(desk):
    """Things and queries with what they are; nothing found says what to do."""
    found = answer(desk, "search", {"text": "nordlys"})
    hits = {one["id"]: one["is"] for one in found["hits"]}
    assert hits["network:nordlys"] == hits["project:nordlys"]
    assert ("1.1.1", "4\N{EN DASH}5") in cited(found)
    assert "hint" not in found
    one = answer(desk, "search", {"text": "nordlys", "limit": 1})["hits"]
    groups = [hit["is"] for hit in one]
    assert len(groups) == len(set(groups)) < len(found["hits"])
    nothing = answer(desk, "search", {"text": "xyzzy"})
    assert (nothing["hits"], nothing["citations"]) == ([], [])
    assert nothing["hint"]
    queries = [h for h in answer(desk, "search", {"text": "fees"})["hits"] if h["is"] == "query"]
    assert [hit["id"] for hit in queries] == ["fees"]


def test_a_question(desk):
    """One that is understood is answered; one that is not gives what to do instead."""
    found = answer(desk, "ask", {"question": "Who is a member of NORDLYS?"})
    assert found["sure"]
    assert [row["member"] for row in found["rows"]] == ["Municipality of Lysby", "Oslo"]
    assert found["read_as"] == "Who is a member of a network (members), network = NORDLYS"
    several = answer(desk, "ask", {"question": "NORDLYS", "lang": "da"})
    assert not several["sure"]
    first = several["readings"][0]
    assert first["read_as"].startswith("Hvem der er medlem af et netværk")
    assert answer(desk, first["tool"], first["arguments"])["count"] == 2
    unknown = answer(desk, "ask", {"question": "xyzzy?"})
    assert (unknown["sure"], unknown["citations"], unknown["basis"]) == (False, [], [])
    assert several["hint"] == phrase("assistant.readings", "da")
    assert unknown["hint"] == phrase(
        "assistant.readings" if unknown["readings"] else "assistant.nothing", "en"
    )


@pytest.mark.parametrize(
    ("tool", "given", "said"),
    [
        ("show", {}, "'thing' is missing"),
        ("show", {"thing": "Oslo", "deep": True}, "deep"),
        ("show", {"thing": 3}, "thing"),
        ("show", {"thing": "Oslo", "all": "yes"}, "all"),
        ("show", {"thing": "Oslo", "lang": "fr"}, "'fr'"),
        ("search", {"text": "x", "limit": True}, "limit"),
        ("search", {"text": "x", "limit": 1.5}, "limit"),
        ("memberships", {"query": "nothing"}, "fees, members"),
        ("memberships", {"query": "fees", "minimum": "1"}, "minimum"),
    ],
)
def test_arguments_that_are_refused(desk, tool, given, said):
    """What is missing, unknown or of another kind is told, with a call that works."""
    with pytest.raises(ArgumentInvalid, match=said):
        answer(desk, tool, given)


def test_a_number_may_have_decimals(desk):
    """Where an amount is asked for 1 and 1.5 will do."""
    for least in (1, 1.5):
        assert answer(desk, "memberships", {"query": "fees", "minimum": least})["count"] == 1


def test_a_tool_that_there_is_not(desk):
    """It is told which there are; every example of those works."""
    with pytest.raises(ToolUnknown, match="memberships"):
        answer(desk, "fees", {})
    for tool in ("memberships", "projects"):
        example = answers.example(desk, tool)
        assert answer(desk, tool, example)
    assert answers.example(desk, "memberships") == {"query": "fees", "minimum": 0}


def test_so_many_citations(desk):
    """An answer of a great many places names forty of them, the first ones."""
    text = "; ".join(f"{n}.1, line {n}" for n in range(60, 0, -1))
    found = grounds.in_text(text + "; 1.1, line 1")
    assert [one["section"] for one in found] == [f"{n}.1" for n in range(1, 41)]
    assert grounds.in_text("see 3.1, lines 4, 6\N{EN DASH}8.")[0]["lines"] == "4, 6\N{EN DASH}8"
    assert grounds.in_text("in 2020 there were 12, 13 and 14") == []
    (one,) = grounds.in_text("source/memo/1 1.2, page 3")
    assert one["lines"] != "3"
    assert grounds.of_things(desk, ["https://e.example/", terms.section("1.1.1")]) == []


# What may be read.


def test_resources(mini):
    """The two texts first, then the sections by their titles, each with its kind."""
    first, second, *sections = reading.resources(mini)
    assert (first["uri"], first["mimeType"]) == (terms.ONTOLOGY, "text/turtle")
    assert (second["uri"], second["mimeType"]) == (terms.ASKING, "text/markdown")
    assert [one["uri"] for one in sections] == sorted(
        terms.section(n) for n in ("1", "1.1", "1.1.1", "1.1.2", "2", "2.1", "2.1.1")
    )
    assert "NORDLYS" in sections[2]["name"]
    assert {one["mimeType"] for one in sections} == {"text/plain"}
    (template,) = reading.templates()
    assert template["uriTemplate"] == terms.thing("{+path}")


def test_files_that_may_be_read(mini_project):
    """The vocabulary is a file, a thing is none; all else is refused."""
    text, kind = reading.file_of(mini_project, terms.ONTOLOGY)
    assert "@prefix" in text
    assert kind == "text/turtle"
    assert reading.file_of(mini_project, terms.thing("city/oslo")) is None
    with pytest.raises(ResourceUnknown):
        reading.file_of(mini_project, "https://e.example/")


def test_prompts():
    """Each names what has to be filled in; the language may be left out."""
    found = {one["name"]: one for one in reading.prompts()}
    needed = {
        name: [arg["name"] for arg in one["arguments"] if arg["required"]]
        for name, one in found.items()
    }
    assert needed["compare"] == ["thing", "other"]
    assert needed["partners"] == ["topic"]
    assert all(one["arguments"][-1]["name"] == "lang" for one in found.values())
    assert not any(one["arguments"][-1]["required"] for one in found.values())
    for name, one in found.items():
        values = dict.fromkeys(needed[name], "Xyz")
        english, danish = (
            reading.prompt(name, values),
            reading.prompt(name, {**values, "lang": "da"}),
        )
        assert "Xyz" in english
        assert english != danish
        assert one["description"].format_map(values) == english.partition("\n\n")[0]
        assert "…" in reading.prompt(name, {})
    assert reading.prompt("money", {"lang": "fr"}) == reading.prompt("money", {})
    with pytest.raises(KeyError):
        reading.prompt("none", {})


def test_errors_are_ours(desk):
    """A name of nothing, and a query that does not parse, are errors to be told."""
    for tool, given in (("show", {"thing": "xyzzy"}), ("sparql", {"query": "SELECT"})):
        with pytest.raises(KkgraphError):
            answer(desk, tool, given)
