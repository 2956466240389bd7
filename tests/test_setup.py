"""A project begun from a text: headings, sections, what the register knows, lines that move."""

import os
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kkgraph import project as projects
from kkgraph.cli import main
from kkgraph.errors import DataFileError
from kkgraph.lines import LineRange
from kkgraph.project import Project
from kkgraph.setup import proposals, structure
from kkgraph.setup.alignment import align
from kkgraph.setup.headings import headings
from kkgraph.setup.proposals import Proposal, Register, propose
from kkgraph.survey.text import Survey
from kkgraph.validation import conformance

ROOT = Path(__file__).parents[1]
HAVNBY, TEXT = ROOT / "examples" / "havnby", ROOT / "examples" / "havnby-2022.txt"
Call = Callable[..., Result]


def run(*args: str) -> Result:
    """Call the command."""
    return CliRunner().invoke(main, list(args), prog_name="kkgraph")


def survey(text: str) -> Survey:
    """Return a text as a survey."""
    return Survey(Path("x.txt"), tuple(text.split("\n")))


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """Return the folder of a project that `kkgraph init` made of the example's text."""
    folder = tmp_path / "havnby"
    call = ("init", str(folder), "--city", "Havnby", "--year", "2022", "--survey", str(TEXT))
    result = run(*call, "--base", "https://example.org/havnby/")
    assert result.exit_code == 0, result.output
    assert f"kkgraph init {folder} --accept" in " ".join(result.stdout.split())
    return folder


@pytest.fixture
def havnby(tmp_path: Path) -> Project:
    """Return a copy of the example project."""
    return projects.find(Path(shutil.copytree(HAVNBY, tmp_path / "copy")))


def numbers(text: str) -> list[str]:
    """Return the numbers of the headings of a text."""
    return [one.number for one in headings(survey(text))]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("1. Start\n1.1 Mere\n2 Slut", ["1", "1.1", "2"]),
        ("1 Start\n3 myndigheder er med\n20 mio. kr.\n2 Slut", ["1", "2"]),
        ("1 Start\n12\n2 Slut", ["1", "2"]),
        ("1 Start 1\n2 Slut 7\n1 Start\n1.1 Mere\n2 Slut", ["1", "1.1", "2"]),
        ("1 Start\n1.1 A\n1.1 B\n1.3 C\n2 D", ["1", "1.1", "1.1", "1.3", "2"]),
        ("1 Start\n1.2.1 For dybt\n1.2 Springer én over", ["1", "1.2"]),
        ("Forord\n2. Midt i", []),
        ("1 Start\n1 Igen og igen\n2 Slut", ["1", "1", "2"]),
    ],
)
def test_headings_are_told_from_other_lines(text: str, found: list[str]) -> None:
    """A number that cannot follow, a figure, a page number and a list of contents are none."""
    assert numbers(text) == found


def test_a_number_printed_twice_gets_a_letter() -> None:
    """The second section of a number has an IRI of its own and the printed number."""
    found = structure.structure(survey("1 A\n1.1 B\ntekst\n1.1 C\n2 D"))
    assert [(one.name, one.parent, str(one.lines)) for one in found] == [
        ("1", "", "1"),
        ("1.1", "1", "2-3"),
        ("1.1b", "1", "4"),
        ("2", "", "5"),
    ]


@pytest.mark.skipif(
    "KKGRAPH_SURVEY" not in os.environ,
    reason="set KKGRAPH_SURVEY to a copy of the survey text to read its headings",
)
def test_the_shipped_sections_are_what_the_text_gives(project: Project, tmp_path: Path) -> None:
    """`survey sections` writes the shipped file again, byte for byte."""
    folder = tmp_path / "copy"
    for name in ("data", "ontology", "queries"):
        shutil.copytree(project.root / name, folder / name)
    shutil.copy(project.root / "kkgraph.toml", folder)
    file = folder / "data" / "sections.ttl"
    before = file.read_bytes()
    file.write_bytes(before.replace(b"kk:lastLine 30 ;", b"kk:lastLine 29 ;"))
    text = os.environ["KKGRAPH_SURVEY"]
    result = run("survey", "sections", text, "--project", str(folder))
    assert (result.exit_code, file.read_bytes() == before) == (0, True)
    assert "140 sections; none new, gone or changed" in result.stdout


def test_a_new_project_validates_and_lists_its_sections(begun: Path) -> None:
    """What `init` writes has no findings, even warnings; text and structure agree."""
    report = conformance.Validation(projects.find(begun)).run()
    assert [one.sentence("en") for one in report.findings] == []
    checked = run("survey", "check", str(TEXT), "--project", str(begun))
    assert checked.exit_code == 0, checked.output
    assert "all 11 sections match" in checked.stdout


def test_what_the_register_knows_is_proposed_with_lines(begun: Path) -> None:
    """Each name is found in the section and line that has it, and nothing is taken over."""
    rows = (begun / "proposals.csv").read_text("utf-8").splitlines()
    assert rows[0] == "accept,thing,name_da,name_en,spelling,section,lines"
    assert ",city/malmoe,Malmø,Malmö,Malmø,3.1,24-25" in rows
    assert ",programme/horizon-2020,Horizon 2020,Horizon 2020,Horizon 2020,4.1,34" in rows
    assert "malmoe" not in (begun / "data" / "register" / "cities.ttl").read_text("utf-8")


def test_a_name_over_two_lines_is_found() -> None:
    """A name that goes on in the next line has both lines; one within a word is none."""
    text = survey("1 A\nVi er med i Horizon\n2020 og i Malmøgade.")
    found = propose(Register.of(projects.package()), text, structure.structure(text))
    assert [(one.thing, list(map(str, one.lines))) for one in found] == [
        ("programme/horizon-2020", ["2-3"])
    ]


def test_a_name_over_three_lines_is_found_in_its_section() -> None:
    """Where a name has no two lines of its own, the lines are those of its section."""
    text = survey("1 A\nVi er i Cities\nChanging\nDiabetes.\n2 B\nIntet.")
    found = propose(Register.of(projects.package()), text, structure.structure(text))
    assert [(one.section, list(map(str, one.lines))) for one in found] == [("1", ["1-4"])]


def test_accepted_things_are_registered_linked_and_mentioned(begun: Path) -> None:
    """Only what has a yes is taken over, and the project still validates."""
    file = begun / "proposals.csv"
    lines = file.read_text("utf-8").splitlines()
    lines = [f"ja{line}" if line.startswith(",city/malmoe") else line for line in lines]
    file.write_text("\n".join(lines) + "\n", "utf-8")
    for _ in range(2):  # a second time adds nothing
        result = run("init", str(begun), "--accept")
        assert result.exit_code == 0, result.output
    cities = (begun / "data" / "register" / "cities.ttl").read_text("utf-8")
    assert cities.count("a kk:City") == 2
    links = (begun / "data" / "links" / "identifiers.ttl").read_text("utf-8")
    assert links.count("<city/malmoe> owl:sameAs <http://www.wikidata.org/entity/Q2211>") == 1
    chapter = (begun / "data" / "survey" / "03-byer.trig").read_text("utf-8")
    assert chapter.count('<city/malmoe> kk:lines "24-25" .') == 1
    assert not (begun / "data" / "register" / "networks.ttl").exists()
    report = conformance.Validation(projects.find(begun)).run()
    assert [one.sentence("en") for one in report.findings] == []


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (",city/malmoe", "måske,city/malmoe", "accept: 'måske' is neither yes nor no"),
        ("accept,thing", "thing,accept", "proposals.csv:1: the columns have to be accept, thing"),
        ("3.1,24-25", "3.1,her", "thing and lines have to stay as they were written"),
        (",city/malmoe", ",by/malmoe", "thing and lines have to stay as they were written"),
    ],
)
def test_a_file_of_proposals_that_was_spoilt(
    begun: Path, before: str, after: str, said: str
) -> None:
    """File, line and what is wrong are told; nothing is changed."""
    file = begun / "proposals.csv"
    file.write_text(file.read_text("utf-8").replace(before, after), "utf-8")
    result = run("init", str(begun), "--accept")
    assert result.exit_code == 2
    assert said in result.stderr
    assert "malmoe" not in (begun / "data" / "register" / "cities.ttl").read_text("utf-8")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda folder: folder.mkdir(), None),
        (lambda folder: (folder.mkdir(), (folder / "x").touch()), "something is there already"),
        (lambda folder: folder.touch(), "something is there already"),
    ],
)
def test_init_overwrites_nothing(
    tmp_path: Path, change: Callable[[Path], object], said: str | None
) -> None:
    """An empty folder may be filled; anything else stays as it is."""
    folder = tmp_path / "new"
    change(folder)
    call = ("init", str(folder), "--city", "Havnby", "--year", "2022", "--survey", str(TEXT))
    result = run(*call)
    if said is None:
        assert result.exit_code == 0, result.output
    else:
        assert (result.exit_code, said in result.stderr) == (2, True)
        assert not (folder / "kkgraph.toml").exists()
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_text_without_headings_is_told(tmp_path: Path) -> None:
    """Without a numbered heading there is no project, and no folder."""
    (tmp_path / "x.txt").write_text("Ingen numre her.\n", "utf-8")
    call = ("--city", "Havnby", "--year", "2022", "--survey", str(tmp_path / "x.txt"))
    result = run("init", str(tmp_path / "new"), *call)
    assert (result.exit_code, "no numbered headings" in result.stderr) == (2, True)
    assert not (tmp_path / "new").exists()


def test_lines_follow_their_words() -> None:
    """Words that were wrapped anew, pushed down or moved are found; those rewritten are not."""
    old = survey("en to tre fire\nfem seks syv otte\nni ti elleve\ntolv tretten\nborte helt nu")
    new = survey("ny linje\nen to\ntre fire fem seks\nsyv otte\ntolv tretten\nni ti elleve\nandet")
    found = align(old, new)
    assert found.placed(LineRange(1, 1)) == LineRange(2, 3)
    assert found.placed(LineRange(2, 2)) == LineRange(3, 4)
    assert found.placed(LineRange(1, 2)) == LineRange(2, 4)
    assert found.placed(LineRange(3, 3)) == LineRange(6, 6)
    assert found.placed(LineRange(5, 5)) is None


def test_align_brings_a_project_to_a_new_text(havnby: Project, tmp_path: Path) -> None:
    """All lines move with the text, the sections too; what was rewritten is listed and stays."""
    lines = TEXT.read_text("utf-8").split("\n")
    lines.insert(12, "Her er en ny linje, og en til.\nDen står før netværkene.")
    new = "\n".join(lines).replace("Havneudvalget drøfter", "Udvalget taler sommetider om")
    new = new.replace("det internationale arbejde én gang om året.", "verden, når der er tid.")
    (tmp_path / "new.txt").write_text(new, "utf-8")
    call = ("survey", "align", str(TEXT), str(tmp_path / "new.txt"), "--project", str(havnby.root))
    before = {p: p.read_bytes() for p in havnby.root.rglob("*") if p.is_file()}
    dry = run(*call, "--dry-run")
    assert {p: p.read_bytes() for p in havnby.root.rglob("*") if p.is_file()} == before
    done = run(*call)
    assert (done.exit_code, done.stdout) == (1, dry.stdout)
    assert "data/survey/05-udvalg.trig:" in done.stdout
    assert "committee-practice:havneudvalget: lines 38 are not in" in done.stdout
    chapter = (havnby.root / "data" / "survey" / "03-byer.trig").read_text("utf-8")
    assert '<agreement/gdansk> a kk:Agreement ; kk:lines "31"' in chapter
    now = run("survey", "check", str(tmp_path / "new.txt"), "--project", str(havnby.root))
    assert now.exit_code == 0, now.output


def test_align_refuses_another_old_text(havnby: Project, tmp_path: Path) -> None:
    """OLD has to be the text that the graph cites."""
    (tmp_path / "other.txt").write_text("1. Noget andet\n", "utf-8")
    call = ("survey", "align", str(tmp_path / "other.txt"), str(TEXT))
    result = run(*call, "--project", str(havnby.root))
    assert result.exit_code == 2
    assert "survey check" in result.stderr


def test_the_example_holds(havnby: Project) -> None:
    """The example validates, and each name and figure stands in the lines that are cited."""
    report = conformance.Validation(havnby).run()
    assert [one.sentence("en") for one in report.findings] == []
    walked = run("survey", "walk", "--survey", str(TEXT), "--project", str(havnby.root))
    assert walked.exit_code == 0, walked.output


@pytest.mark.slow  # builds a site
def test_a_site_of_another_project_is_its_own(havnby: Project, tmp_path: Path) -> None:
    """The pages are made, with the project's own names, address and questions."""
    result = run("site", str(tmp_path / "out"), "--project", str(havnby.root))
    assert result.exit_code == 0, result.output
    pages = list((tmp_path / "out").rglob("*.html"))
    assert len(pages) > 200
    assert "Havnby in the world" in (tmp_path / "out" / "index.html").read_text("utf-8")
    # The texts of the saved queries and networks are those of the package.
    own = [page for page in pages if not {"networks", "queries", "sparql"} & set(page.parts)]
    named = [page for page in own if "Copenhagen" in page.read_text("utf-8")]
    assert [str(page.relative_to(tmp_path)) for page in named] == []
    assert (tmp_path / "out" / "id" / "network" / "string" / "index.html").is_file()


MEMO = "1. Kontingenter\nSTRING koster nu 130.000 kr. om året.\n2. Byer\nIntet nyt.\n"
TOLD = ("--name", "memo-2023", "--date", "2023-03", "--title-da", "Notat", "--title-en", "Memo")


def test_a_later_text_has_a_place_of_its_own(tmp_path: Path) -> None:
    """A memo's facts stand under its sections, in a file of its own, and revise earlier ones."""
    folder = Path(shutil.copytree(ROOT / "examples" / "havnby", tmp_path / "havnby"))
    project = ["--project", str(folder)]
    (tmp_path / "memo.txt").write_text(MEMO, "utf-8")
    words = ["survey", "add", *project, str(tmp_path / "memo.txt"), *TOLD]
    added = CliRunner().invoke(main, words)
    assert (added.exit_code, added.stdout) == (0, "source:memo-2023\n"), added.stderr
    again = CliRunner().invoke(main, words)
    assert "source:memo-2023 is there already" in again.stderr
    fact = ["--section", "source/memo-2023/1", "--lines", "2", "--about", "STRING"]
    fact += ["--amount", "130000", "--currency", "DKK", "--precision", "Exact"]
    fact += ["--payer", "Havnby Kommune", "--interval", "1 year", "--revises", "payment:string"]
    fact += ["--summary-da", "Kontingent.", "--summary-en", "Membership fee."]
    new = CliRunner().invoke(main, ["new", "payment", *project, *fact])
    assert new.stdout == "payment:string-2\n", new.stderr
    text = (folder / "data" / "survey" / "memo-2023.trig").read_text("utf-8")
    assert "<source/memo-2023/section/1> {" in text
    assert CliRunner().invoke(main, ["validate", *project]).exit_code == 0
    for day, amount in (("2022", "120,000"), ("2023", "130,000")):
        asked = ["query", "fees-by-network", *project, "--network", "STRING", "--as-of", day]
        assert f"DKK {amount} " in CliRunner().invoke(main, asked).stdout
    survey = ["--survey", str(ROOT / "examples" / "havnby-2022.txt")]
    for command in (["check", survey[1]], ["walk", *survey]):
        checked = CliRunner().invoke(main, ["survey", command[0], *project, *command[1:]])
        assert checked.exit_code == 0, checked.stdout
    why = CliRunner().invoke(main, ["why", *project, *survey, "payment:string-2", "amount"])
    assert "section 1 Kontingenter" in why.stdout
    assert "Indhold" not in why.stdout  # the survey's line 2


# Lines of a new version of a text, by their words.


def words(*lines: str) -> Survey:
    """Return a text of these lines."""
    return survey("\n".join(lines))


def test_most_words_have_to_be_there_again() -> None:
    """Three of five words are enough to tell where lines stand now, two of five are not."""
    old = words("a b c d e", "f g h i j")
    assert align(old, words("a b c x y", "k")).placed(LineRange(1, 1)) == LineRange(1, 1)
    assert align(old, words("a b x y z", "k")).placed(LineRange(1, 1)) is None
    assert align(old, words("k", "f", "g h i")).placed(LineRange(2, 2)) == LineRange(2, 3)


def test_words_have_to_be_close_together() -> None:
    """Lines may grow by half and four words more; words spread farther say nothing."""
    old = words("a b")
    near = align(old, words("a", *"12345", "b"))
    assert near.placed(LineRange(1, 1)) == LineRange(1, 7)
    assert align(old, words("a", *"123456", "b")).placed(LineRange(1, 1)) is None


def test_a_passage_that_moved_is_found_as_a_whole() -> None:
    """Three words or more, in their order, in one place of the new text."""
    old = words("x y z", "a b c d e f g h")
    moved = align(old, words("a b c d e f g h", "x y z"))
    assert moved.placed(LineRange(1, 1)) == LineRange(2, 2)
    twice = align(old, words("a b c d e f g h", "x y z", "x y z"))
    assert twice.placed(LineRange(1, 1)) is None
    two = align(words("x y", "a b c d e f"), words("a b c d e f", "x y"))
    assert two.placed(LineRange(1, 1)) is None
    assert align(words("x y z"), words("q")).placed(LineRange(1, 1)) is None
    assert align(words("", "a"), words("a")).placed(LineRange(1, 1)) is None


# Proposals as a file.


@pytest.mark.parametrize(
    ("answer", "yes"),
    [
        ("yes", True),
        (" Ja ", True),
        ("x", True),
        ("1", True),
        ("", False),
        ("nej", False),
        ("0", False),
        ("maybe", None),
        ("2", None),
    ],
)
def test_answers(answer: str, yes: bool | None) -> None:  # noqa: FBT001 - as a table
    """Yes and no in both languages, and as people tick boxes."""
    assert proposals.is_yes(answer) is yes


ONE = Proposal("city/oslo", "Oslo", "Oslo", "Oslo by", "1.2", (LineRange(3, 3), LineRange(5, 7)))


def test_proposals_come_back(tmp_path: Path) -> None:
    """What was written is read back, with semicolons too; what was accepted, by thing."""
    path = tmp_path / "proposals.csv"
    other = replace(ONE, section="1.10", accept=True)
    third = replace(ONE, thing="city/bergen", accept=True)
    text = proposals.written([ONE, other, third])
    assert text.splitlines()[1] == ",city/oslo,Oslo,Oslo,Oslo by,1.2,3 5-7"
    for content in (text, text.replace(",", ";")):
        path.write_text(content, "utf-8")
        assert proposals.answered(path) == [ONE, other, third]
    assert proposals.by_thing([ONE, other, third]) == {"city/bergen": [third], "city/oslo": [other]}


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("accept", "ok", 1),
        (",city/oslo", "perhaps,city/oslo", 2),
        ("3 5-7", "", 2),
        ("3 5-7", "3 x", 2),
        ("city/oslo", "town/oslo", 2),
        ("city/oslo", "person/oslo", 2),
    ],
)
def test_a_row_that_cannot_be_read(tmp_path: Path, old: str, new: str, line: int) -> None:
    """Another heading, answer, kind of thing or lines are told with the line of the file."""
    path = tmp_path / "proposals.csv"
    path.write_text(proposals.written([ONE]).replace(old, new, 1), "utf-8")
    with pytest.raises(DataFileError, match=rf"proposals\.csv:{line}"):
        proposals.answered(path)


def test_lines_that_name_a_thing(project: Project) -> None:
    """Each line with the name, neighbours as a range; two lines where it goes on in the next."""
    text = "1 Et\nOslo og Oslo\nigen Oslo\nintet\nOslo\n2 To\nnetværket C40\nCities er med"
    found = propose(Register.of(project), survey(text), structure.structure(survey(text)))
    lines = {(one.thing, one.section): list(map(str, one.lines)) for one in found}
    assert lines["city/oslo", "1"] == ["2-3", "5"]
    assert ("city/oslo", "2") not in lines
    assert [one.lines for one in found] == sorted(one.lines for one in found)
