"""The tools of an assistant: over both transports, with citations, within bounds."""

import asyncio
import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest
from sampling import each

from kkgraph import terms

if find_spec("mcp") is None:
    pytest.skip("needs mcp: pip install '.[mcp]'", allow_module_level=True)
if find_spec("bpe_openai") is None:
    pytest.skip("needs bpe-openai: pip install '.[test]'", allow_module_level=True)

ROOT = Path(__file__).parents[1]
QUESTIONS = json.loads((ROOT / "tests" / "questions.json").read_text("utf-8"))
MOST_TOKENS = 6000


def stdio():
    """Return how a client starts the command."""
    arguments = ["-m", "kkgraph", "mcp", "--project", str(ROOT)]
    import mcp

    return mcp.StdioServerParameters(command=sys.executable, args=arguments)


# What a tool answers does not hang on the transport, and to start the command takes long.
both = pytest.mark.parametrize("target", each(["http", "stdio"], 2), indirect=True)


@pytest.fixture(params=["http", pytest.param("stdio", marks=pytest.mark.slow)])
def target(request):
    """Return what a client connects to: a command, or the address of a server."""
    if request.param == "stdio":
        return stdio()
    return f"{request.getfixturevalue('server').url}/mcp"


def session(target, *work):
    """Return what each piece of work gives within one session."""
    import mcp

    async def run():
        async with mcp.Client(target) as client:
            return [await one(client) for one in work]

    return asyncio.run(run())


def call(tool, **given):
    """Return a piece of work: a call of a tool, of which the document is wanted."""

    async def work(client):
        got = await client.call_tool(tool, given)
        assert json.loads(got.content[0].text) == got.structured_content
        assert got.is_error == ("error" in got.structured_content)
        return got.structured_content

    return work


@both
@pytest.mark.filterwarnings("ignore:open_binary is deprecated")  # bpe_openai calls it
def test_tools_over_both_transports(target):
    """The list of tools fits into 6,000 tokens; each tool is read-only and has typed arguments."""

    async def listed(client):
        return (await client.list_tools()).tools

    [tools] = session(target, listed)
    names = [tool.name for tool in tools]
    assert names[:6] == ["ask", "search", "show", "why", "sparql", "network"]
    assert {"memberships", "cities", "projects", "funding", "policies"} <= set(names)
    assert all(tool.annotations.read_only_hint for tool in tools)
    enum = next(t for t in tools if t.name == "memberships").input_schema["properties"]["query"]
    assert "fees-by-network" in enum["enum"]
    text = json.dumps([tool.model_dump(by_alias=True, exclude_none=True) for tool in tools])
    import bpe_openai  # reads its vocabulary: half a second

    tokens = len(bpe_openai.get_encoding("o200k_base").encode(text))
    assert 1000 < tokens <= MOST_TOKENS
    page = (ROOT / "docs" / "assistants.md").read_text("utf-8")
    told = int(re.search(r"([\d,]+) tokens", page)[1].replace(",", ""))
    assert abs(told - tokens) < 300


def test_every_tool_cites_and_says_what_it_rests_on(target):
    """Sections, lines and IRIs come with every answer, and what is not the survey's own words."""
    asked, searched, shown, why, sparql, network, saved, theme = session(
        target,
        call("ask", question="Hvad betaler kommunen for STRING?"),
        call("search", text="STRING"),
        call("show", thing="STRING", lang="da"),
        call("why", thing="Oslo", property="isMemberOf", value="STRING"),
        call("sparql", query="SELECT ?c { ?c a kk:City ; kk:isMemberOf network:string }"),
        call("network", name="cities"),
        call("memberships", query="fees-by-network", network="STRING"),
        call("themes", query="things-by-theme", theme="sundhed"),
    )
    fee = {"section": "4.1.5", "lines": "307, 320\N{EN DASH}321", "iri": terms.section("4.1.5")}
    assert asked["sure"]
    assert asked["citations"] == saved["citations"] == [fee]
    assert saved["basis"] == ["stated by the survey"]
    assert saved["rows"][0]["amount"] == "500000"
    assert any(one["section"] == "4.1.5" for one in searched["citations"])
    assert any(one["section"] == "4.1.5" for one in shown["citations"])
    assert {one["section"] for one in why["citations"]} == {"4.1.5"}
    assert why["basis"] == ["follows by a rule from what the survey says"]
    assert sparql["basis"] == ["follows by a rule from what the survey says: kk:isMemberOf"]
    assert {row["c"] for row in sparql["rows"]} >= {"city:oslo", "city:hamborg"}
    assert network["citations"]
    assert network["nodes"] > 20
    assert any("kk:hasTheme" in said and "our own reading" in said for said in theme["basis"])


def test_errors_teach(target):
    """What is wrong is said with near names and arguments that work."""
    tools = session(
        target,
        call("show", thing="Nordic Safe Citys Network"),
        call("memberships", query="fees"),
        call("ask", text="Oslo?"),
        call("nothing"),
        call("sparql", query="SELECT * { ?x a kk:City"),
        call("sparql", query="SELECT * { SERVICE <http://example.org/> { ?a ?b ?c } }"),
        call("sparql", query="DELETE WHERE { ?a ?b ?c }"),
    )
    assert all("error" in one for one in tools)
    thing, query, argument, tool, syntax, service, update = (one["error"] for one in tools)
    assert "Nordic Safe Cities" in thing + json.dumps(tools[0])
    assert "fees-by-network" in query
    assert "'question' is missing" in argument
    assert "there are ask, search" in tool
    assert "1:" in syntax
    assert "SERVICE" in service
    assert update
    assert tools[1]["example"]["query"] in query


@pytest.mark.slow  # a query of four seconds
def test_query_without_end_is_stopped():
    """A query is stopped at the time limit, and the session goes on."""
    target = stdio()
    target.args += ["--time-limit", "1"]
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    stopped, after = session(target, call("sparql", query=endless), call("search", text="Oslo"))
    assert "Out of time" in stopped["error"]
    assert after["hits"]


def test_reading(target):
    """The vocabulary, how to ask, a section and a thing can be read; other addresses cannot."""
    from mcp import MCPError

    async def texts(client):
        listed = [str(one.uri) for one in (await client.list_resources()).resources]
        patterns = [
            t.uri_template for t in (await client.list_resource_templates()).resource_templates
        ]
        uris = (listed[0], listed[1], terms.section("4.1.5"), terms.thing("city/oslo"))
        read = [(await client.read_resource(uri)).contents[0].text for uri in uris]
        with pytest.raises(MCPError, match="city/oslo"):
            await client.read_resource("https://example.org/")
        return listed, patterns, read

    [(listed, patterns, (ontology, asking, section, oslo))] = session(target, texts)
    assert len(listed) > 100
    assert patterns == [terms.thing("{+path}")]
    assert "kk:Network a owl:Class" in ontology
    assert asking == (ROOT / "docs" / "asking.md").read_text("utf-8")
    assert "STRING" in section
    assert oslo.startswith("Oslo\n")


def test_prompts(target):
    """Common questions are offered in both languages, with the rule to cite."""
    from mcp import MCPError

    async def prompts(client):
        listed = [one.name for one in (await client.list_prompts()).prompts]
        given = {"thing": "STRING", "lang": "da"}
        got = await client.get_prompt("money", given)
        with pytest.raises(MCPError, match="portrait"):
            await client.get_prompt("nothing", {})
        return listed, got.messages[0].content.text

    [(listed, text)] = session(target, prompts)
    assert set(listed) == {"portrait", "money", "partners", "responsible", "compare"}
    assert text.startswith("Hvad betaler kommunen for STRING")
    assert "afsnit og linjer" in text


def answered(name, document):
    """Tell whether an answer has every row that the survey gives for a question."""
    wanted = QUESTIONS[name]
    got = [[row.get(column) for column in wanted["columns"]] for row in document["rows"]]
    return all([str(cell) for cell in row] in got for row in wanted["rows"])


def picked():
    """Return ten questions that are look-ups by a saved query of one topic."""
    fit = [
        name
        for name, one in QUESTIONS.items()
        if one.get("rows") and "query" in one and all(isinstance(r, list) for r in one["rows"])
    ]
    return fit[:10]


def test_ten_questions_by_tool_calls_alone(target, project):
    """A scripted session answers ten of the competency questions, each with its citation."""
    topics = {path.stem: path.parent.name for path in project.query_files()}
    names = picked()
    assert len(names) == 10
    calls = [
        call(
            topics[QUESTIONS[name]["query"]],
            query=QUESTIONS[name]["query"],
            **QUESTIONS[name].get("parameters", {}),
            lang=QUESTIONS[name].get("lang", "da"),
            limit=500,
        )
        for name in names
    ]
    documents = session(target, *calls)
    assert [n for n, one in zip(names, documents, strict=True) if not answered(n, one)] == []
    assert [n for n, one in zip(names, documents, strict=True) if not one["citations"]] == []
