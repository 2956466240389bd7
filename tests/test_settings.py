"""The project's own file: what it may say, and how it is told where it is wrong."""

from pathlib import Path

import pytest

from kkgraph import project as projects
from kkgraph import terms
from kkgraph.errors import DataFileError
from kkgraph.project import Project, settings

FILE = Path("kkgraph.toml")
WHOLE = """\
base = "https://data.example.org/lysby/"
surveys = ["survey/lysby-2022"]

[title]
da = "Lysby i verden"
en = "Lysby in the world"

[municipality]
id = "municipality/lysby-kommune"
da = "Lysby Kommune"
en = "City of Lysby"

[publisher]
da = "Lysby Kommune"
en = "Lysby Municipality"
homepage = "https://lysby.example.org/"

[prefixes]
ex = "https://example.org/ns#"
"""


def test_a_file_gives_its_values() -> None:
    """Base, survey, names, publisher and prefixes are read; what is not said has a default."""
    found = settings.read(FILE, WHOLE)
    assert found.iri(found.surveys[0]) == "https://data.example.org/lysby/id/survey/lysby-2022"
    assert found.municipality.name("en") == "City of Lysby"
    assert found.publisher == {"da": "Lysby Kommune", "en": "Lysby Municipality"}
    assert found.homepage == "https://lysby.example.org/"
    assert found.title == {"da": "Lysby i verden", "en": "Lysby in the world"}
    assert found.prefixes == {"ex": "https://example.org/ns#"}
    assert (found.languages, found.year, found.city.path) == (("da", "en"), "2022", "")
    assert found.licence == terms.LICENCE


def test_two_projects_may_have_the_same_prefix() -> None:
    """Which project is in use says nothing of which prefixes another may have."""
    terms.use(terms.Names(prefixes={"ex": "https://example.org/ns#"}))
    assert settings.read(FILE, WHOLE).prefixes == {"ex": "https://example.org/ns#"}


@pytest.mark.parametrize(
    ("written", "instead", "said"),
    [
        ('base = "https', "base = https", "kkgraph.toml:1: "),
        ('lysby/"\n', 'lysby"\n', "kkgraph.toml:1: base: 'https://data.example.org/lysby' is not"),
        ('["survey/lysby-2022"]', '"lysby-2022"', 'kkgraph.toml:2: surveys: write a list: ["…"'),
        ('["survey/lysby-2022"]', '["Lysby 2022"]', "kkgraph.toml:2: surveys: 'Lysby 2022' is not"),
        ('da = "Lysby i verden"\n', "", 'kkgraph.toml:4: title: [title] lacks da = "…"'),
        ('id = "municipality/lysby-kommune"\n', "", "kkgraph.toml:8: municipality: "),
        ('homepage = "https', "homepage = 3 #", "kkgraph.toml:16: homepage: 3 is not a text"),
        ("ex = ", "city = ", "kkgraph.toml:19: city: no prefix of your own"),
        ("[title]", "[titel]", "kkgraph.toml:4: titel: nothing is called so here; known are "),
    ],
)
def test_a_wrong_value_is_told_with_its_line(written: str, instead: str, said: str) -> None:
    """Whatever is wrong, the message begins with file, line and key and says what belongs there."""
    assert written in WHOLE
    with pytest.raises(DataFileError) as error:
        settings.read(FILE, WHOLE.replace(written, instead, 1))
    assert str(error.value).startswith(said)


def test_the_shipped_project_names_its_survey(project: Project) -> None:
    """Its survey is koebenhavn-2020 and its IRIs are those of version 0.1."""
    found = project.settings
    assert [found.iri(survey) for survey in found.surveys] == [
        "https://w3id.org/kkgraph/id/survey/koebenhavn-2020"
    ]
    assert found.year == "2020"


def test_a_project_without_the_file_has_the_defaults(tmp_path: Path) -> None:
    """A project of before the file is still one: of no municipality, under the package's base."""
    for name in ("ontology", "data", "queries"):
        (tmp_path / name).mkdir()
    (tmp_path / "ontology" / "kk.ttl").touch()
    found = projects.find(tmp_path).settings
    assert (found.base, found.surveys) == ("https://w3id.org/kkgraph/", ())
    assert found.home == ()


@pytest.mark.parametrize(
    ("lang", "dated"), [("da", " i 2020 fra 2020 fra 2020"), ("en", " in 2020 of 2020 2020")]
)
def test_words_of_the_year(lang: str, dated: str) -> None:
    """Texts that name the year of the survey go without it where no survey is named."""
    for own, said in (
        (settings.Settings(surveys=("survey/by-2020",)), dated),
        (settings.Settings(), ""),
    ):
        words = own.words(lang)
        assert words["in_year"] + words["of_year"] + words["the_year"] == said
