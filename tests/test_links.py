"""Links to other collections, both ways."""

import csv
import os
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner

from kkgraph import terms
from kkgraph.cli import main
from kkgraph.links import checking, quickstatements, records, sssom

SSSOM = os.environ.get("KKGRAPH_SSSOM") or shutil.which("sssom")
OUTSIDE = ("http://www.w3.org/ns/org#", "http://schema.org/", "http://data.europa.eu/m8g/")


def test_what_has_no_identifier(store):
    """A thing with an item is not listed, one without is; facts and topics never are."""
    missing = records.missing(store)
    assert terms.thing("network/string") in missing
    assert terms.thing("city/oslo") not in missing
    assert {terms.kind_of(iri) for iri in missing} <= set(records.KINDS)


def test_candidates_from_a_file(store, tmp_path):
    """A file of another collection offers for a thing what names it, with its identifier."""
    file = tmp_path / "others.csv"
    file.write_text("id,label\nX1,Mayors for Peace\nX2,Oslo\nX3,Mayers for Peace\nX4,Nothing\n")
    thing = terms.thing("network/mayors-for-peace")
    wanted = frozenset([thing])
    found = checking.offered(store, file, wanted)
    assert [(one, name) for _, one, name in found[thing]] == [
        ("X1", "Mayors for Peace"),
        ("X3", "Mayers for Peace"),
    ]
    assert set(found) == {thing}
    file.write_text("qid,label\nX1,Oslo\n")
    done = CliRunner().invoke(main, ["links", "check", "--candidates", str(file)])
    assert done.exit_code == 2
    assert "no column is called 'id'; there are qid, label" in done.stderr


def test_quickstatements_cite_what_a_section_states(store):
    """Each command has an item, a property, an item, and section, lines and address."""
    lines = quickstatements.commands(store).splitlines()
    parts = [line.split("\t") for line in lines]
    assert parts
    for subject, property_, value, url, address, place, lines_ in parts:
        assert subject[0] == value[0] == "Q"
        assert property_[0] == "P"
        assert (url, place) == ("S854", "S958")
        number = terms.section_number(address.strip('"'))
        assert lines_.startswith(f'"{number}, line')
    assert "Q842858\tP159\tQ1754" in "\n".join(lines)


def test_sssom_has_every_mapping(store):
    """Every link that maps a thing to an IRI is a line; prefixes give the IRIs back."""
    head, body = [], []
    for line in sssom.tsv(store).decode().splitlines():
        (head if line.startswith("#") else body).append(line)
    spaces = dict(
        line.removeprefix("#  ").split(": ", 1) for line in head if line.startswith("#  ")
    )
    rows = list(csv.DictReader(body, delimiter="\t"))

    def whole(curie):
        prefix, _, local = curie.partition(":")
        return spaces[prefix].strip('"') + local

    told = {(whole(r["subject_id"]), whole(r["predicate_id"]), whole(r["object_id"])) for r in rows}
    assert told == {(one.thing, one.how, one.target) for one in records.links(store)}
    mapped = [
        quad
        for predicate in (terms.EXACT_MATCH, terms.CLOSE_MATCH)
        for quad in store.graph.quads_for_pattern(
            None, ox.NamedNode(predicate), None, ox.NamedNode(terms.LINKS)
        )
    ]
    assert len(mapped) == len(rows)


@pytest.mark.skipif(
    SSSOM is None,
    reason="sssom is not installed: pip install sssom in an environment of its own, and set "
    "KKGRAPH_SSSOM to its command",
)
def test_sssom_is_valid(store, tmp_path):
    """The package sssom accepts the file."""
    file = tmp_path / "kkgraph.sssom.tsv"
    file.write_bytes(sssom.tsv(store))
    done = subprocess.run(
        [SSSOM, "validate", str(file)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "rror" not in done.stdout + done.stderr


def mapped():
    """Return our classes with those of ORG, CPOV and schema.org above them, from the ontology."""
    graph = ox.Store()
    graph.load(
        path=str(Path(__file__).parents[1] / "ontology" / "kk.ttl"), format=ox.RdfFormat.TURTLE
    )
    above = graph.quads_for_pattern(None, ox.NamedNode(terms.SUB_CLASS_OF), None)
    found = {(q.subject.value, q.object.value) for q in above if isinstance(q.object, ox.NamedNode)}
    return sorted(pair for pair in found if pair[1].startswith(OUTSIDE))


@pytest.mark.parametrize(("own", "outside"), mapped(), ids=lambda iri: iri.rpartition("/")[2])
def test_class_is_found_in_the_other_vocabulary(store, own, outside):
    """Whoever asks for a class of ORG, CPOV or schema.org alone gets everything of ours."""
    things, others = (
        {row[0].value for row in store.graph.query(f"SELECT ?x {{ ?x a <{cls}> }}")}
        for cls in (own, outside)
    )
    assert things <= others
    assert others or not things


@pytest.mark.parametrize(
    ("query", "wanted"),
    [
        (
            (
                "PREFIX org: <http://www.w3.org/ns/org#> SELECT ?x { "
                "?m a org:Membership ; org:organization <network/string> ; org:member ?x }"
            ),
            "region/region-skaane",
        ),
        (
            (
                "PREFIX org: <http://www.w3.org/ns/org#> SELECT ?x { ?x a org:OrganizationalUnit ; "
                "org:subOrganizationOf <department/kultur-og-fritidsforvaltningen> }"
            ),
            "unit/koebenhavns-museum",
        ),
        (
            "PREFIX cpov: <http://data.europa.eu/m8g/> SELECT ?x { ?x a cpov:PublicOrganisation }",
            "department/oekonomiforvaltningen",
        ),
        (
            (
                "PREFIX schema: <http://schema.org/> SELECT ?x { ?x a schema:City ; "
                "schema:location?/schema:location? ?y }"
            ),
            "city/oslo",
        ),
        (
            "PREFIX schema: <http://schema.org/> SELECT ?x { ?x schema:funder ?y }",
            "project/build-in-wood",
        ),
    ],
)
def test_questions_in_another_vocabulary(store, query, wanted):
    """A question in the terms of ORG, CPOV or schema.org alone has its answer."""
    found = store.graph.query(query, base_iri=terms.thing(""))
    assert terms.thing(wanted) in {row[0].value for row in found}
