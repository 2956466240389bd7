"""A release: whole, checked, reproducible, and one number everywhere."""

import hashlib
import json
import re
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result
from serving import serving

import kkgraph
from kkgraph import terms
from kkgraph.cli import main
from kkgraph.editions import versions
from kkgraph.project import find
from kkgraph.releases import numbers, tombstones
from kkgraph.site.context import Site
from kkgraph.site.data import entities
from kkgraph.site.pages import listing
from kkgraph.site.rendering import render
from kkgraph.store import load

ROOT = Path(__file__).parent.parent
FOLDERS = ("data", "ontology", "queries")
FILES = ("kkgraph.toml", "CITATION.cff", "LICENSE-data", "CHANGELOG.md")
FEES = "data/survey/04-medlemskaber.trig"
CITIES = "data/register/cities.ttl"
DCAT = "http://www.w3.org/ns/dcat#"
BASE = "https://w3id.org/kkgraph/"


def call(*args: object) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, list(map(str, args)), prog_name="kkgraph")


def copied(folder: Path) -> Path:
    """Return a copy of the shipped project that a test may release."""
    for name in FOLDERS:
        shutil.copytree(ROOT / name, folder / name)
    for name in FILES:
        if (ROOT / name).exists():
            shutil.copy(ROOT / name, folder / name)
    return folder


def snapshot(folder: Path) -> dict[str, bytes]:
    """Return every file of a folder by its path in it."""
    inside = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in inside}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Release the project twice: as it is, and with a fee corrected and a thing withdrawn."""
    folder = copied(tmp_path_factory.mktemp("project"))
    first = call("release", "9.0.0", "--project", folder, "--date", "2030-01-02")
    assert (first.exit_code, first.stdout) == (0, "")
    path = folder / FEES
    path.write_text(path.read_text("utf-8").replace("amount 500000.0", "amount 600000.0"), "utf-8")
    path = folder / "data/register/topics.ttl"
    text = path.read_text("utf-8")
    path.write_text(text + WITHDRAWN, "utf-8")
    folder_of_topic = folder / "data/survey/01-indledning.trig"
    folder_of_topic.write_text(folder_of_topic.read_text("utf-8") + MENTION, "utf-8")
    second = call("release", "9.1.0", "--project", folder, "--date", "2030-02-03")
    assert second.exit_code == 0, second.stderr
    words = ("topic:snart-vaek", "--withdraw", "--replaced-by", "kultur")
    assert call("edit", "--project", folder, *words).exit_code == 0
    assert path.read_text("utf-8").rstrip() == text.rstrip()
    third = call("release", "9.2.0", "--project", folder, "--date", "2030-03-04")
    assert third.exit_code == 0, third.stderr
    return folder


WITHDRAWN = '\n<topic/snart-vaek> a kk:Topic ; skos:prefLabel "Snart væk"@da, "Soon gone"@en .\n'
MENTION = '\n<section/1> { <topic/snart-vaek> kk:lines "5" . }\n'


def test_one_number() -> None:
    """Package, ontology, shapes, CITATION.cff, CHANGELOG and DCAT say the same version and date."""
    found = list(numbers.found(ROOT))
    assert {value for place, value in found if not place.is_date} == {kkgraph.__version__}
    assert len({value for place, value in found if place.is_date}) == 1
    files = {place.file for place, _ in found}
    assert files >= {
        "src/kkgraph/__init__.py",
        "ontology/kk.ttl",
        "ontology/shapes.ttl",
        "CITATION.cff",
        "CHANGELOG.md",
    }


@pytest.mark.slow
def test_every_place_gets_the_number(project: Path) -> None:
    """A release numbers the project: everything that states its version states the new one."""
    found = [(place, value) for place, value in numbers.found(project)]
    assert {value for place, value in found if not place.is_date} == {"9.2.0"}
    assert {value for place, value in found if place.is_date} == {"2030-03-04"}
    log = (project / "CHANGELOG.md").read_text("utf-8")
    assert re.findall(r"^## \[(9.*?)\] - (.*)$", log, re.MULTILINE) == [
        ("9.2.0", "2030-03-04"),
        ("9.1.0", "2030-02-03"),
        ("9.0.0", "2030-01-02"),
    ]


@pytest.mark.slow
def test_checksums(project: Path) -> None:
    """Every file of the release is in SHA256SUMS, and has the sum that stands there."""
    files = snapshot(project / "releases/9.1.0")
    rows = files.pop("SHA256SUMS").decode().splitlines()
    listed = {row[66:]: row[:64] for row in rows}
    assert listed == {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}


@pytest.mark.slow
def test_the_canonical_dump_is_what_is_cited(project: Path) -> None:
    """The digest that `cite` gives of a release is the SHA-256 of its canonical dump."""
    folder = project / "releases/9.1.0"
    cited = call("cite", "--project", folder).stdout
    digest = hashlib.sha256((folder / "dump/kkgraph-9.1.0.nq").read_bytes()).hexdigest()
    assert "kkgraph 9.1.0, 2030-02-03, " in cited
    assert digest in cited
    checked = call("cite", "--verify", cited, "--against", folder, "--project", ROOT)
    assert checked.exit_code == 0


@pytest.mark.slow
def test_what_changed(project: Path) -> None:
    """The release says what changed since the last, in words and as a patch."""
    folder = project / "releases/9.1.0"
    danish = (folder / "changes.da.md").read_text("utf-8")
    assert "Kontingentet til STRING er ændret fra 500.000 kr. til 600.000 kr. om året." in danish
    english = (folder / "changes.en.md").read_text("utf-8")
    assert "The fee of STRING changed from DKK 500,000 to DKK 600,000 a year." in english
    assert json.loads((folder / "changes.json").read_bytes())["from"] == "9.0.0"
    assert "600000" in (folder / "changes.ru").read_text("utf-8")
    assert not (project / "releases/9.0.0/changes.json").exists()


@pytest.mark.slow
def test_tombstones(project: Path) -> None:
    """A thing that is withdrawn has a tombstone with its names, its date and its last release."""
    content = (project / "releases/9.2.0/tombstones.ttl").read_bytes()
    graph = ox.Store()
    graph.load(content, format=ox.RdfFormat.TURTLE)
    topic = ox.NamedNode(BASE + "id/topic/snart-vaek")
    assert {quad.subject for quad in graph} == {topic}
    values = {q.predicate.value.rpartition("#")[2]: q.object.value for q in graph}
    assert values["deprecated"] == "true"
    assert values["invalidatedAtTime"] == "2030-03-04T00:00:00Z"
    assert values["http://purl.org/dc/terms/isPartOf"] == BASE + "release/9.1.0/"
    assert values["http://purl.org/dc/terms/isReplacedBy"] == BASE + "id/topic/kultur"


@pytest.mark.slow
def test_what_was_withdrawn_is_gone_and_told(project: Path, tmp_path: Path) -> None:
    """A server says 410 with the tombstone in every form, the site has its page in both languages.

    What never was stays 404.
    """
    gone, never = 410, 404
    with serving(project, tmp_path / "log") as server:
        for path, accept, said in (
            ("/id/topic/snart-vaek", "text/html", "Soon gone"),
            ("/id/topic/snart-vaek", "text/turtle", "deprecated"),
            ("/id/topic/snart-vaek", "image/png", "Soon gone"),
            ("/id/topic/snart-vaek.ttl", "*/*", "deprecated"),
            ("/id/topic/snart-vaek/", "text/html", "release/9.1.0/"),
            ("/da/id/topic/snart-vaek/", "text/html", "Snart væk"),
        ):
            found = server.ask(path, accept=accept)
            assert found.status == gone, path
            assert said in found.body.decode(), path
        assert server.ask("/id/topic/aldrig").status == never


@pytest.mark.slow
def test_the_site_has_a_page_of_what_was_withdrawn(project: Path) -> None:
    """Pages in both languages say what it was called and which release had it last."""
    site = Site(load(find(project)))
    pages = {(p.path, p.lang): p for p in listing.listing(site) if p.template == "gone.html"}
    assert set(pages) == {("id/topic/snart-vaek/", lang) for lang in ("en", "da")}
    shown = render(site, pages["id/topic/snart-vaek/", "da"])
    assert "Snart væk" in shown
    assert f"{BASE}release/9.1.0/" in shown
    assert "9.2.0" in shown
    files = dict(entities.tombstones(site))
    assert b"deprecated" in files["id/topic/snart-vaek.ttl"]


def test_a_tombstone_names_what_took_its_place() -> None:
    """A fact that is a revision of one that is gone is what replaced it."""
    old, new = (ox.NamedNode(f"{BASE}id/payment/{name}") for name in ("old", "new"))
    revises = ox.NamedNode(terms.WAS_REVISION_OF)
    gone = {old.value: [ox.Literal("Old", language="en")]}
    found = tombstones.replaced([ox.Quad(new, revises, old)], gone, {})
    assert found == {old.value: [new.value]}
    assert tombstones.replaced([], gone, {old.value: new.value}) == found
    leaving = tombstones.Leaving("2.0.0", "2030-01-01", f"{BASE}release/1.0.0/")
    text = tombstones.turtle(gone, found, None, leaving)
    said = {(q.subject, q.object) for q in ox.parse(text, format=ox.RdfFormat.TURTLE)}
    assert (old, new) in said


@pytest.mark.slow
def test_catalogue(project: Path) -> None:
    """DCAT names this version, the one before, and every dump at its versioned address."""
    graph = ox.Store()
    content = (project / "releases/9.1.0/dataset.ttl").read_bytes()
    graph.load(content, format=ox.RdfFormat.TURTLE)

    def values(name: str) -> set[str]:
        found = graph.quads_for_pattern(None, ox.NamedNode(DCAT + name), None)
        return {quad.object.value for quad in found}

    assert "9.1.0" in values("version")
    assert values("previousVersion") == {BASE + "release/9.0.0/"}
    assert values("downloadURL") == {
        f"{BASE}release/9.1.0/dump/kkgraph-9.1.0{ending}"
        for ending in (".nq", "-derived.nq", ".trig", ".ttl", ".jsonld")
    }


@pytest.mark.slow
def test_crate(project: Path) -> None:
    """The RO-Crate reads with the rocrate library, and lists every file."""
    from rocrate.rocrate import ROCrate

    folder = project / "releases/9.1.0"
    crate = ROCrate(folder)
    listed = {entity.id for entity in crate.data_entities}
    assert listed == snapshot(folder).keys() - {"ro-crate-metadata.json", "SHA256SUMS"}
    assert crate.root_dataset["version"] == "9.1.0"
    assert crate.root_dataset["license"].id == "https://creativecommons.org/licenses/by/4.0/"


@pytest.mark.slow
def test_zenodo_and_croissant(project: Path) -> None:
    """Zenodo and Croissant get version, date and licence; Croissant the columns of each table."""
    folder = project / "releases/9.1.0"
    zenodo = json.loads((folder / ".zenodo.json").read_bytes())
    assert (zenodo["version"], zenodo["publication_date"]) == ("9.1.0", "2030-02-03")
    assert zenodo["upload_type"] == "dataset"
    croissant = json.loads((folder / "croissant.json").read_bytes())
    assert croissant["conformsTo"] == "http://mlcommons.org/croissant/1.0"
    objects = {one["@id"]: one for one in croissant["distribution"]}
    for records in croissant["recordSet"]:
        for field in records["field"]:
            file = field["source"]["fileObject"]["@id"]
            head = (folder / file).read_text("utf-8").partition("\n")[0].split(",")
            assert field["source"]["extract"]["column"] in head
            content = (folder / file).read_bytes()
            assert objects[file]["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.slow
def test_same_bytes(project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same project, version and date give the same bytes, wherever it lies."""
    again = copied(tmp_path / "elsewhere")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1893542400")  # 2 January 2030
    out = tmp_path / "out"
    assert call("release", "9.0.0", "--project", again, "-o", out).exit_code == 0
    assert snapshot(out) == snapshot(project / "releases/9.0.0")


def test_refused(tmp_path: Path) -> None:
    """What does not validate is not released: nothing is written, no number changes."""
    folder = copied(tmp_path / "project")
    path = folder / FEES
    path.write_text(path.read_text("utf-8").replace("kk:amount 500000.0", 'kk:amount "x"'), "utf-8")
    before = snapshot(folder)
    result = call("release", "9.0.0", "--project", folder)
    assert result.exit_code == 1
    assert re.search(r"not released: validation finds \d+ thing", result.stderr)
    assert snapshot(folder) == before


@pytest.mark.slow
def test_a_release_does_not_change(project: Path) -> None:
    """A release that is there is not written again; what is no version is none."""
    result = call("release", "9.1.0", "--project", project)
    assert result.exit_code == 2
    assert "it exists, and a release does not change" in result.stderr
    assert call("release", "nine", "--project", project).exit_code == 2


@pytest.mark.parametrize("epoch", ["²", "soon", "9" * 30])
def test_an_epoch_that_is_no_time(monkeypatch: pytest.MonkeyPatch, epoch: str) -> None:
    """SOURCE_DATE_EPOCH that is no number of seconds is said in a line, and nothing is made."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    result = call("release", "9.9.9", "--project", ROOT, "--dry-run")
    assert result.exit_code == 2
    assert result.stderr == (
        f"kkgraph: SOURCE_DATE_EPOCH is not a number of seconds since 1970: {epoch}\n"
    )


def test_a_version_has_ascii_digits() -> None:
    """Digits of another script are no version: nobody could ask for it."""
    assert not versions.is_version("\u0661.2.3")


@pytest.mark.parametrize("words", [(), ("--base-url", "https://elsewhere.example/")])
def test_where_it_is_served(tmp_path: Path, words: tuple[str, ...]) -> None:
    """A release is served below the project's own base, or where the call says."""
    folder = shutil.copytree(ROOT / "examples" / "havnby", tmp_path / "havnby")
    out = tmp_path / "out"
    result = call(
        "release", "1.0.0", "--project", folder, "-o", out, "--date", "2030-01-02", *words
    )
    assert result.exit_code == 0, result.stderr
    told = json.loads((out / "croissant.json").read_text("utf-8"))
    base = words[1] if words else "https://example.org/havnby/"
    assert told["url"] == f"{base}release/1.0.0/"


def test_order() -> None:
    """Versions are ordered as Semantic Versioning orders them."""
    ordered = [
        "0.9.0",
        "0.10.0",
        "1.0.0-alpha",
        "1.0.0-alpha.1",
        "1.0.0-rc.2",
        "1.0.0-rc.10",
        "1.0.0",
    ]
    assert sorted(ordered, key=versions.order) == ordered


@pytest.mark.slow
def test_git_shows_only_the_numbers(tmp_path: Path) -> None:
    """A release changes no line of the project but those with its number or its date."""
    folder = copied(tmp_path / "project")
    git = ["git", "-C", str(folder), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    assert call("release", "9.0.0", "--project", folder, "--date", "2030-01-02").exit_code == 0
    done = subprocess.run([*git, "diff", "-U0"], check=True, capture_output=True, text=True)
    added = [row for row in done.stdout.splitlines() if re.match(r"\+(?!\+).", row)]
    assert added
    assert all(re.search(r"9\.0\.0|2030-01-02", row) for row in added)
