"""The front page: the finding first, figures of the graph, nothing for experts at the top."""

import re

import pytest
from sampling import each_row

from kkgraph import terms
from kkgraph.site.context import Site
from kkgraph.site.pages import front
from kkgraph.site.pages.listing import pages
from kkgraph.site.rendering import render

EXPERT = re.compile(
    r"\b(RDF|SPARQL|tripel|tripler|triples?|linked data|linkede data|ontolog\w+|IRI|URI|"
    r"vidensgraf\w*|knowledge graph|vocabulary|begrebsmodel)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def site(shipped_site):
    """Return the shipped graph as a site."""
    return shipped_site


def _page(site: Site, lang: str) -> str:
    return render(site, next(page for page in pages(site, lang) if page.path == ""))


def test_the_finding_has_the_figures_of_the_graph(site):
    """What the municipality is part of, pays and gets is counted, not written."""
    member = site.index.iris(terms.municipality(), terms.term("isMemberOf"))
    first, second, third = front.finding(site, "en")
    assert f"a member of {len(set(member))} networks and organisations" in first
    assert "DKK 2.93 million a year to three of them" in second
    assert "Since 2013" in third
    assert "more than DKK 100 million" in third


@pytest.mark.parametrize(
    ("lang", "said"),
    each_row(
        [
            (
                "da",
                ("13 af de samme byer", "vente omkring 9", "Blandt 10 par", "omkring 10 af 100"),
            ),
            (
                "en",
                ("13 of the same cities", "expect about 9", "among 10 pairs", "about 10 of 100"),
            ),
        ],
        2,
    ),
)
def test_the_measured_finding_says_how_sure_it_is(site, lang, said):
    """What docs/analysis.ipynb measures stands in plain words, and leads to how it was done."""
    found = front.overlap(site, lang)
    assert [words for words in said if words not in found["text"]] == []
    assert found["page"] == "networks/city-ties/"
    assert len(_page(site, lang).encode()) < 150_000


def test_the_seven_departments_are_doors(site):
    """Each department has its door, in the order of the alphabet, with what it is in."""
    found = front.doors(site, "da")
    assert found[0].name.startswith("Beskæftigelses-")
    assert found[-1].name == "Økonomiforvaltningen"
    assert len(found) == 7
    assert "12 medlemskaber" in found[-1].counts


@pytest.mark.parametrize("lang", ["da", "en"])
def test_nothing_for_experts_stands_above_the_figures(site, lang):
    """A reader who has never heard of RDF meets none of its words before the three pictures."""
    html = _page(site, lang)
    body = html[html.index("<body") : html.index('id="where"')]
    shown = re.sub(r"<script.*?</script>|<[^>]*>", " ", body, flags=re.DOTALL)
    assert EXPERT.findall(shown) == []
    assert len(shown) > 500


def test_three_pictures_name_their_source(site):
    """Map, network and money each have a link to what they are drawn from."""
    html = _page(site, "en")
    for start, source in (("where", "map/"), ("tied", "networks/"), ("money", "queries/")):
        part = html[html.index(f'id="{start}"') :].partition("</section>")[0]
        assert re.search(rf'Source: <a href="{source}', part)
    assert html.count('class="what"') == 5


def test_a_project_without_money_has_a_front_page(mini):
    """What a graph does not say is left out, not shown as nothing."""
    html = _page(Site(mini), "en")
    assert "None" not in html
    assert 'id="money"' not in html
