"""The Reconciliation Service API 0.2 over HTTP, as OpenRefine and others ask it."""

import csv
import json
import os
from pathlib import Path
from urllib.parse import quote, urlencode

import jsonschema
import pytest
from referencing import Registry, Resource
from sampling import each_row

HERE = Path(__file__).parent
NAMES = [
    row["by"] for row in csv.DictReader((HERE / "spellings.csv").read_text("utf-8").splitlines())
]
FORM = "application/x-www-form-urlencoded"
TEXT, NUMBER = {"type": "string"}, {"type": "number"}
NAMED = {"type": "object", "required": ["id", "name"], "properties": {"id": TEXT, "name": TEXT}}


def obj(required, **properties):
    """Return the schema of an object."""
    return {"type": "object", "required": required.split(), "properties": properties}


def each(of):
    """Return the schema of a list."""
    return {"type": "array", "items": of}


VALUES = [
    {**obj(name, **{name: kind}), "additionalProperties": False}
    for name, kind in (("str", TEXT), ("float", NUMBER), ("bool", {"type": "boolean"}))
]
FEATURE = obj("id value", id=TEXT, value=NUMBER)
CANDIDATE = {
    **obj(
        "id name score",
        id=TEXT,
        name=TEXT,
        score=NUMBER,
        match={"type": "boolean"},
        description=TEXT,
        type=each(NAMED),
        features=each(FEATURE),
    ),
    "additionalProperties": False,
}
PATH = obj("service_url service_path", service_url=TEXT, service_path={"pattern": "^/"})
TEMPLATE = {"type": "string", "pattern": r"\{\{id\}\}"}
# What the API says of each answer, in our words; the published schemas are not ours to copy. Where
# KKGRAPH_RECONCILIATION_SCHEMAS names their folder, they are asked too.
OWN = {
    "manifest": obj(
        "versions name identifierSpace schemaSpace",
        versions={"contains": {"const": "0.2"}},
        identifierSpace={"pattern": "^https?://"},
        schemaSpace={"pattern": "^https?://"},
        defaultTypes=each(NAMED),
        view=obj("url", url=TEMPLATE),
        preview=obj("url width height", url=TEMPLATE, width={"type": "integer"}),
        suggest=obj("entity property type", entity=PATH, property=PATH, type=PATH),
        extend=obj("propose_properties", propose_properties=PATH),
    ),
    "reconciliation-result-batch": {
        "type": "object",
        "additionalProperties": obj("result", result=each(CANDIDATE)),
    },
    "suggest-entities-response": obj("result", result=each({**NAMED})),
    "suggest-types-response": obj("result", result=each(NAMED)),
    "suggest-properties-response": obj("result", result=each(NAMED)),
    "data-extension-property-proposal": obj("properties", properties=each(NAMED)),
    "data-extension-response": obj(
        "meta rows",
        meta=each(NAMED),
        rows={
            "additionalProperties": {
                "additionalProperties": each(
                    {"oneOf": [*VALUES, {**NAMED, "additionalProperties": False}]}
                )
            }
        },
    ),
}


def validators():
    """Return the validators of each kind of answer: ours, and the published ones if at hand."""
    own = {name: [jsonschema.Draft202012Validator(schema)] for name, schema in OWN.items()}
    folder = os.environ.get("KKGRAPH_RECONCILIATION_SCHEMAS")
    if folder:
        files = {p.stem: json.loads(p.read_text("utf-8")) for p in Path(folder).glob("*.json")}
        type_ = {**files["type"], "$schema": "http://json-schema.org/draft-07/schema#"}
        known = Registry().with_resources(
            (one, Resource.from_contents(type_)) for one in ("type.json", type_["$id"])
        )
        for name in OWN:
            own[name].append(jsonschema.Draft7Validator(files[name], registry=known))
    return own


VALIDATORS = validators()


def valid(kind, got):
    """Return the document of an answer that is valid."""
    assert got.status == 200, got.text
    assert got.headers["access-control-allow-origin"] == "*"
    for validator in VALIDATORS[kind]:
        validator.validate(got.json())
    return got.json()


def post(server, **fields):
    """Send a form to the service."""
    body = urlencode({k: json.dumps(v) for k, v in fields.items()})
    return server.ask("/reconcile", "POST", body, content_type=FORM)


def batch(server, queries):
    """Return the valid results of a batch."""
    return valid("reconciliation-result-batch", post(server, queries=queries))


def test_sequence_of_openrefine(server):
    """Manifest, types guessed from ten names, the whole column, then new columns."""
    manifest = valid("manifest", server.ask("/reconcile"))
    ten = {f"q{n}": {"query": name, "limit": 3} for n, name in enumerate(NAMES[:10])}
    guesses = batch(server, ten)
    guessed = [one["result"][0]["type"][0]["id"] for one in guesses.values() if one["result"]]
    assert max(set(guessed), key=guessed.count) == "City"
    column = {
        f"q{n}": {"query": name, "type": "City", "type_strict": "should", "limit": 5}
        for n, name in enumerate(NAMES[:10])
    }
    found = batch(server, column)
    ids = [one["result"][0]["id"] for one in found.values() if one["result"][0]["match"]]
    assert len(ids) == 10
    proposed = server.ask("/reconcile/properties?type=City&limit=50")
    offered = {p["id"] for p in valid("data-extension-property-proposal", proposed)["properties"]}
    wanted = ["country", "country-code", "coordinates", "wikidata", "geonames"]
    assert set(wanted) <= offered
    asked = {"ids": ids, "properties": [{"id": name} for name in wanted]}
    rows = valid("data-extension-response", post(server, extend=asked))["rows"]
    assert set(rows) == set(ids)
    assert all(row["wikidata"] and row["country-code"] for row in rows.values())
    page = manifest["view"]["url"].removeprefix(server.url).replace("{{id}}", quote(ids[0], ""))
    view = server.ask(page)
    assert (view.status, view.headers["location"]) == (303, f"/id/{ids[0]}/")


@pytest.mark.parametrize(("one_in", "least"), each_row([(30, 40), (3, 200)], 2))
def test_requests_are_valid(server, one_in, least):
    """Each request of every kind has a valid answer: two hundred of them, as a slow test."""
    asked = 0
    for name in NAMES[::one_in]:
        batch(server, {"q": {"query": name}})
        prefix = quote(name[:4])
        for kind, plural in (("entity", "entities"), ("type", "types")):
            got = server.ask(f"/reconcile/suggest/{kind}?prefix={prefix}", accept_language="da")
            valid(f"suggest-{plural}-response", got)
        asked += 3
    for prefix in ("", "l", "me", "har", "er"):
        got = server.ask(f"/da/reconcile/suggest/property?prefix={prefix}")
        valid("suggest-properties-response", got)
        asked += 1
    assert asked >= least


def test_schemas_refuse_what_is_wrong():
    """What we hold answers against refuses answers without a result, an identifier or a score."""
    [own, *_] = VALIDATORS["reconciliation-result-batch"]
    wrong = ([], {"q": {}}, {"q": {"result": [{"name": "x", "score": 1}]}})
    assert [own.is_valid(one) for one in wrong] == [False] * 3
    assert not VALIDATORS["manifest"][0].is_valid({"versions": ["0.1"], "name": "x"})


@pytest.mark.skipif(
    "KKGRAPH_RECONCILIATION_SCHEMAS" not in os.environ,
    reason="the published examples are not part of kkgraph: set KKGRAPH_RECONCILIATION_SCHEMAS to "
    "the folder 0.2/schemas of a copy of github.com/reconciliation-api/specs",
)
def test_published_examples():
    """The published schemas refuse their invalid examples and accept the valid ones."""
    examples = Path(os.environ["KKGRAPH_RECONCILIATION_SCHEMAS"]).parent / "examples"
    checked = 0
    for kind, found in VALIDATORS.items():
        for path in (examples / kind).glob("*valid/*.json"):
            document = json.loads(path.read_text("utf-8"))
            if "authentication" in document:  # its schema is Swagger's, and not at hand
                continue
            assert found[1].is_valid(document) == (path.parent.name == "valid"), path
            checked += 1
    assert checked > 20


def test_language_by_parameter_header_and_address(server):
    """Danish is had by lang=da, by Accept-Language and under /da/; English otherwise."""
    ask = "/reconcile/suggest/type?prefix=netv"
    danish = {"id": "Network", "name": "netværk"}
    assert danish in server.ask(f"{ask}&lang=da").json()["result"]
    assert danish in server.ask(ask, accept_language="da, en;q=0.5").json()["result"]
    assert danish in server.ask(f"/da{ask}").json()["result"]
    assert server.ask(ask).json()["result"] == []
    assert server.ask("/da/reconcile").json()["preview"]["url"].startswith(f"{server.url}/da/")
    assert server.ask(f"{ask}&lang=fr").status == 400


def test_problem_in_the_language_of_a_form(server):
    """A form that is posted names the language of its problem, from title to detail."""
    body = urlencode({"queries": "[", "lang": "da"})
    got = server.ask("/reconcile", "POST", body, content_type=FORM, accept_language="en")
    assert (got.status, got.headers["content-language"]) == (400, "da")
    assert got.json()["title"] == "Anmodningen kan ikke læses"


def test_card(server):
    """A card may stand in a frame, runs nothing, and says in its language what a thing is."""
    got = server.ask("/reconcile/preview?id=network%2Fstring&lang=da")
    assert (got.status, got.media(), "x-frame-options" in got.headers) == (200, "text/html", False)
    assert "frame-ancestors *" in got.headers["content-security-policy"]
    assert "<h1>STRING</h1>" in got.text
    assert "netværk · network:string" in got.text
    assert "4.1.5" in got.text
    assert server.ask("/reconcile/preview?id=network%2Fnone").status == 404
    assert server.ask("/id/network/string").headers["x-frame-options"] == "DENY"


def test_get_and_jsonp(server):
    """A batch may come by GET, and an answer within a call; a callback that is code is refused."""
    asked = quote(json.dumps({"q0": {"query": "Oslo"}}))
    got = server.ask(f"/reconcile?queries={asked}&callback=jQuery123_4.x")
    assert got.media() == "text/javascript"
    assert got.text.startswith("/**/jQuery123_4.x({")
    assert server.ask(f"/reconcile?queries={asked}&callback=alert(1)").status == 400
    assert server.ask(f"/reconcile?queries={asked}").json()["q0"]["result"][0]["id"] == "city/oslo"


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("queries", "{", "it is no JSON"),
        ("queries", "[]", "it is no JSON object"),
        ("queries", '{"q": {}}', "q has neither"),
        ("queries", '{"q": {"query": "x", "type_strict": "some"}}', "type_strict"),
        ("queries", '{"q": {"query": "x", "properties": [{"p": "a", "v": 1}]}}', "pid"),
        ("queries", '{"q": {"query": "x", "properties": 5}}', "are a list"),
        ("extend", '{"ids": "x"}', '"ids" and "properties"'),
        (
            "extend",
            '{"ids": ["city/oslo"], "properties": [{"id": "label", "settings": 5}]}',
            '"settings" are an object',
        ),
    ],
)
def test_ill_formed_requests_teach(server, field, text, said):
    """A request that is not the API's is a problem that says why, with an example that works."""
    got = server.ask("/reconcile", "POST", urlencode({field: text}), content_type=FORM)
    detail = got.json()["detail"]
    assert got.status == 400
    assert said in detail
    example = detail.rpartition(f"{field}=")[2]
    worked = server.ask("/reconcile", "POST", urlencode({field: example}), content_type=FORM)
    assert worked.status == 200


def test_methods(server):
    """The service takes GET, POST and OPTIONS from any origin, and nothing else."""
    got = server.ask("/reconcile", "OPTIONS")
    assert "POST" in got.headers["access-control-allow-methods"]
    assert server.ask("/reconcile", "DELETE").status == 405
    assert server.ask("/reconcile", "POST", "{}", content_type="application/json").status == 415
