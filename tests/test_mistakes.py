"""Every mistake that was once let through is found, at its line, and its cure works."""

import shutil
from pathlib import Path

import pytest
from mistakes import CITIES, MEMBERS, MISTAKES, TOWNS, Mistake, apply, copy, undone
from sampling import each, each_row

from kkgraph import store as stores
from kkgraph.errors import DataFileError
from kkgraph.project import Project
from kkgraph.texts import table
from kkgraph.validation.checks import files
from kkgraph.validation.conformance import Validation
from kkgraph.validation.report.findings import Finding, Report
from kkgraph.validation.report.text import as_text


def line_of(path: Path, words: str) -> int:
    """Return the line on which words begin."""
    text = path.read_bytes().decode()
    return text.count("\n", 0, text.index(words)) + 1


def only(validation: Validation) -> Finding:
    """Return the one finding there is."""
    report = validation.run()
    assert len(report.findings) == 1, as_text(report, validation.project.root, "en")
    assert not report.is_clean
    return report.findings[0]


@pytest.mark.parametrize("mistake", each(MISTAKES, 60, lambda one: one.name))
def test_a_mistake_is_one_finding_with_a_cure_that_works(mistake: Mistake, tmp_path: Path) -> None:
    """One finding, of its own rule, at its line; the cure names what to write, and mends it."""
    project = copy(tmp_path)
    validation = Validation(project)
    apply(tmp_path, mistake.edits)
    found = only(validation)
    assert (found.rule, found.severity) == (mistake.rule, mistake.severity)
    assert found.place is not None
    assert str(found.place.path.relative_to(tmp_path)) == mistake.file
    if mistake.line:
        assert found.place.line == line_of(tmp_path / mistake.file, mistake.line.splitlines()[0])
    for lang in ("da", "en"):
        text = as_text(Report((found,)), tmp_path, lang)
        assert [word for word in mistake.words if word not in text] == [], text
    if mistake.cure:
        apply(tmp_path, mistake.cure)
    else:
        undone(mistake.edits)(tmp_path)
    report = validation.run()
    assert report.is_clean, as_text(report, tmp_path, "en")


def only_of(folder: Path, rule: str, severity: str = "Violation") -> Finding:
    """Return the one finding of a broken copy, which is of a rule."""
    found = only(Validation(Project(folder)))
    assert (found.rule, found.severity) == (rule, severity)
    return found


@pytest.mark.slow  # all data validated twice
def test_a_copy_of_a_chapter_repeats_it(tmp_path: Path) -> None:
    """The copy is named, not the original, though its name sorts first."""
    copy(tmp_path)
    stray = tmp_path / "data/survey/05-samarbejdsbyer (kopi).trig"
    shutil.copy(tmp_path / CITIES, stray)
    found = only_of(tmp_path, "repeated-file")
    assert found.place is not None
    assert found.place.path == stray
    assert CITIES in found.sentence("da")
    stray.unlink()
    assert Validation(Project(tmp_path)).run().is_clean


@pytest.mark.parametrize(
    ("name", "folder"),
    each_row(
        [
            ("data/register/more.nt", "*.ttl"),
            ("data/register/MORE.TTL", "*.ttl"),
            ("data/survey/10-new.ttl", "*.trig"),
            ("data/links/more.ttl.gz", "*.ttl"),
            ("ontology/rules/more.ttl", "*.rq"),
        ],
        5,
    ),
)
def test_a_file_that_nothing_reads_is_named(tmp_path: Path, name: str, folder: str) -> None:
    """It is a warning with what is read there, and the exit code is that of a finding."""
    copy(tmp_path)
    (tmp_path / name).write_text("", encoding="utf-8")
    found = only_of(tmp_path, "unread-file", "Warning")
    assert found.place is not None
    assert found.place.path == tmp_path / name
    assert folder in found.sentence("en")


@pytest.mark.slow  # all data validated and loaded
def test_a_byte_order_mark_is_read_over(tmp_path: Path) -> None:
    """A file that an editor saved with a mark at its head is read by every command."""
    project = copy(tmp_path)
    for name in (TOWNS, CITIES):
        path = tmp_path / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    assert Validation(project).run().is_clean
    assert len(stores.load(project).graph) > 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("a kk:City ;", "a\xa0kk:City ;", "U+00A0 NO-BREAK SPACE"),
        ("a kk:City ;", "a \u200bkk:City ;", "U+200B ZERO WIDTH SPACE"),
        ("<city/athen> a", "\ufeff<city/athen> a", "U+FEFF ZERO WIDTH NO-BREAK SPACE"),
        ("a kk:City ;", "a kk:City ; {| kk:note 'x' |}", ":5: "),
        ('"Athen"@da', '"Athen"@da {| kk:note "x" |}', "a statement about a statement"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, old: str, new: str, said: str) -> None:
    """A character that nobody sees, or RDF 1.2, is told in one line with its place."""
    project = copy(tmp_path)
    apply(tmp_path, ((TOWNS, old, new),))
    with pytest.raises(DataFileError) as error:
        Validation(project).run()
    assert said in str(error.value)
    assert error.value.line is not None
    assert "\n" not in str(error.value)


def test_a_file_in_latin_1_is_told_so(tmp_path: Path) -> None:
    """The line of the first such letter is named, and what to save it as."""
    project = copy(tmp_path)
    path = tmp_path / TOWNS
    path.write_bytes(path.read_bytes().replace("Malmö".encode(), "Malmö".encode("latin-1"), 1))
    with pytest.raises(DataFileError, match=r"cities\.ttl:\d+: not UTF-8; save the file as UTF-8"):
        Validation(project).run()


def test_two_mistakes_are_two_findings(tmp_path: Path) -> None:
    """A cause hides what follows from it, and nothing else on the same thing."""
    project = copy(tmp_path)
    apply(
        tmp_path,
        (
            (MEMBERS, "<payment/string> a kk:Payment ;", "<payment/string> a kk:Paymnt ;"),
            (MEMBERS, "    kk:amount 500000.0 ; ", '    kk:amount "meget" ; '),
        ),
    )
    report = Validation(project).run()
    assert [one.rule for one in report.findings] == ["unknown-class", "amount"]


def test_the_manifest_lists_every_file_of_the_graph(project: Project) -> None:
    """A file that is not listed could be lost without a word."""
    read = [file.path for file in project.data_files()]
    paths = [*read, *project.rule_files(), project.shapes]
    wanted = {project.shown(path) for path in paths} | {"data/survey-exceptions.toml"}
    assert sorted(files.listed(project)) == sorted(wanted)


def test_every_rule_of_ours_is_told_in_both_languages() -> None:
    """Each has a sentence and a cure that read, without a gap for a value left."""
    for lang in ("da", "en"):
        for name, texts in table("validation.rules", lang).items():
            assert {"said", "cure"} <= set(texts), name
            assert all(
                text.endswith((".", "}")) or part == "detail" for part, text in texts.items()
            )
