"""Finding a project and its files."""

from pathlib import Path

import pytest

from kkgraph import project as projects
from kkgraph import terms
from kkgraph.errors import ProjectNotFound
from kkgraph.errors.projects import ProjectIncomplete
from kkgraph.project import Project


def test_explicit_folder(mini_project: Project) -> None:
    """A named folder is used as it is."""
    assert projects.find(mini_project.root) == mini_project


def test_explicit_folder_without_project(tmp_path: Path) -> None:
    """A named folder that holds no project is an error, even inside a checkout."""
    with pytest.raises(ProjectNotFound):
        projects.find(tmp_path)


def test_checkout_around_the_working_folder(
    mini_project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Inside a checkout its own files are used."""
    monkeypatch.chdir(mini_project.root / "data" / "register")
    assert projects.find() == mini_project


def test_shipped_project_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outside any checkout the shipped files are used."""
    monkeypatch.chdir(tmp_path)
    assert (projects.find().root / "ontology" / "kk.ttl").is_file()


def test_no_project_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a shipped copy there is an error that names the working folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(projects, "_shipped", lambda: ())
    with pytest.raises(ProjectNotFound, match=str(tmp_path)):
        projects.find()


def test_data_files(mini_project: Project) -> None:
    """Each file goes with its graph; survey files name their own."""
    found = [
        (mini_project.shown(file.path), file.graph, file.format)
        for file in mini_project.data_files()
    ]
    assert found == [
        ("ontology/kk.ttl", terms.ONTOLOGY, "ttl"),
        ("data/sections.ttl", terms.SECTIONS, "ttl"),
        ("data/register/cities.ttl", terms.REGISTER, "ttl"),
        ("data/register/others.ttl", terms.REGISTER, "ttl"),
        ("data/survey/01-netvaerk.trig", None, "trig"),
        ("data/survey/02-projekter.trig", None, "trig"),
        ("data/links/wikidata.ttl", terms.LINKS, "ttl"),
        ("data/themes.ttl", terms.THEMES, "ttl"),
    ]


def test_stated_files_leave_out_what_is_ours(mini_project: Project) -> None:
    """Links and themes are not the survey's."""
    graphs = {file.graph for file in mini_project.stated_files()}
    assert graphs == {terms.ONTOLOGY, terms.SECTIONS, terms.REGISTER, None}


@pytest.mark.parametrize(
    "name", ["data/sections.ttl", "data/themes.ttl", "data/links/wikidata.ttl"]
)
def test_missing_file(mini_copy: Project, name: str) -> None:
    """A missing file is an error that names it or its folder, not an empty graph."""
    (mini_copy.root / name).unlink()
    with pytest.raises(ProjectIncomplete, match=name.removesuffix("/wikidata.ttl")):
        mini_copy.data_files()


def test_empty_file(mini_copy: Project) -> None:
    """An empty file is an error too."""
    (mini_copy.root / "data/sections.ttl").write_text("")
    with pytest.raises(ProjectIncomplete, match=r"sections\.ttl: the file is missing or empty"):
        mini_copy.data_files()


@pytest.mark.parametrize("part", ["query_files", "rule_files"])
def test_empty_folder(mini_copy: Project, part: str) -> None:
    """A folder without queries or rules is an error."""
    for path in mini_copy.root.rglob("*.rq"):
        path.unlink()
    with pytest.raises(ProjectIncomplete, match=r"the folder holds no .*\.rq"):
        getattr(mini_copy, part)()


def test_version(mini_project: Project) -> None:
    """The version is the ontology's."""
    assert mini_project.version == "0.0.1"


def test_shown(mini_project: Project) -> None:
    """A path outside the project is shown whole."""
    assert mini_project.shown(Path("/else/where")) == "/else/where"
