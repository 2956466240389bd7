"""The description of the dataset is what DCAT-AP 3 asks for, and says of its files what is so."""

import hashlib
from pathlib import Path

import pyshacl
import pytest
from rdflib import DCAT, DCTERMS, FOAF, RDF, SH, XSD, Graph, Literal, Namespace, URIRef

from kkgraph.site.catalogue import dcat
from kkgraph.site.context import Site
from kkgraph.site.data import dumps

SHAPES = Graph().parse(Path(__file__).parent / "catalogue.ttl")
BASE = "https://graph.example/kk/"
SPDX, SCHEMA = Namespace("http://spdx.org/rdf/terms#"), Namespace("http://schema.org/")
DATASET = URIRef("https://w3id.org/kkgraph/dataset")
SOMETHING = URIRef("https://example.org/")


@pytest.fixture(scope="module")
def built(mini):
    """Return the dumps of a site by name."""
    return dict(dumps.files(Site(mini, BASE)))


@pytest.fixture(scope="module")
def catalogue(mini, built):
    """Return what the site says of them."""
    return Graph().parse(data=dcat.catalogue(Site(mini, BASE), [*built.items()]).written("nt"))


def missed(graph):
    """Return the properties of which something does not conform."""
    _, report, _ = pyshacl.validate(graph, shacl_graph=SHAPES)
    return {
        report.value(one, SH.resultPath) for one in report.subjects(RDF.type, SH.ValidationResult)
    }


def test_it_conforms(catalogue):
    """Catalogue, dataset, distributions, agents and checksums are as DCAT-AP 3 wants them."""
    assert missed(catalogue) == set()
    for kind in (DCAT.Catalog, DCAT.Dataset, DCAT.Distribution, SPDX.Checksum, FOAF.Agent):
        assert (None, RDF.type, kind) in catalogue


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (DCTERMS.license, None),
        (DCTERMS.title, Literal("no language")),
        (DCTERMS.issued, Literal("2026", datatype=XSD.gYear)),
        (DCAT.theme, SOMETHING),
        (DCAT.mediaType, Literal("text/turtle")),
        (DCAT.accessURL, None),
        (DCTERMS.publisher, SOMETHING),
        (SPDX.checksumValue, None),
    ],
)
def test_the_shapes_find_what_is_missing_or_wrong(catalogue, path, value):
    """Each property that is taken out, or has a value that is not allowed, is found.

    It is the dataset's, or that of a thing that has to have it, not of just any with a title.
    """
    spoilt = Graph() + catalogue
    has = (DATASET, path, None) in spoilt
    subject = DATASET if has else min(spoilt.subjects(path))
    spoilt.remove((subject, path, None))
    if value is not None:
        spoilt.add((subject, path, value))
    assert missed(spoilt) & {path, None}


def test_the_files_are_what_is_said_of_them(catalogue, built):
    """Each dump is a distribution with its own size and digests, and nothing else is."""
    said = {
        str(one).removeprefix(BASE): (
            str(catalogue.value(one, SCHEMA.contentSize)),
            str(catalogue.value(one, SCHEMA.sha256)),
            str(catalogue.value(catalogue.value(one, SPDX.checksum), SPDX.checksumValue)),
        )
        for one in catalogue.objects(DATASET, DCAT.distribution)
    }
    assert said == {
        path: (
            f"{len(content)} B",
            hashlib.sha256(content).hexdigest(),
            hashlib.sha1(content).hexdigest(),  # noqa: S324 - the one that DCAT-AP-DK takes
        )
        for path, content in built.items()
    }
