"""The survey's text: lines, sentences, coverage, walk and passages, on an invented report."""

import json
import re
from decimal import Decimal
from pathlib import Path

import pytest
import toy
from click.testing import CliRunner

from kkgraph.cli import main
from kkgraph.lines import LineRange, parse_range
from kkgraph.survey import figures
from kkgraph.survey.sections import Section
from kkgraph.survey.sentences import split
from kkgraph.survey.spellings import figure, name_pattern, passages, stands_in
from kkgraph.survey.text import Survey, read


def run(*arguments: object) -> tuple[int, str, str]:
    """Return exit code, standard output and standard error of `kkgraph survey ...`."""
    result = CliRunner().invoke(main, ["survey", *map(str, arguments)], prog_name="kkgraph")
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.exit_code, result.stdout, result.stderr


@pytest.fixture
def project(tmp_path):
    """Return the toy project's folder."""
    return toy.build(tmp_path)


# The text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("297", LineRange(297, 297)),
        ("297-300", LineRange(297, 300)),
        ("300-297", None),
        ("0", None),
        ("297 - 300", None),
        ("side 4", None),
    ],
)
def test_line_ranges_are_read_strictly(text, expected):
    """A value of kk:lines is "N" or "N-M", ascending; anything else is none."""
    assert parse_range(text) == expected
    assert expected is None or str(expected) == text


def test_a_form_feed_ends_no_line(tmp_path):
    """Form feeds between pages shift no line number and change no digest."""
    (tmp_path / "a.txt").write_text("en\n\x0cto\ntre\n", encoding="utf-8")
    (tmp_path / "b.txt").write_text("en\nto\ntre\n", encoding="utf-8")
    one, other = read(tmp_path / "a.txt"), read(tmp_path / "b.txt")
    assert len(one.lines) == len(other.lines) == 3
    assert one.digest(LineRange(1, 3)) == other.digest(LineRange(1, 3))


# check


def test_check_accepts_the_text(project):
    """The text itself passes, its layout of white space aside."""
    copy = project / "copy.txt"
    copy.write_text(toy.TEXT.replace("Lilleby Kommune", "Lilleby   Kommune"), encoding="utf-8")
    assert run("check", copy, "--project", project) == (
        0,
        f"{copy}: all 3 sections match the text that the graph is made from\n",
        "",
    )


def test_check_names_the_first_section_that_differs(project):
    """A changed word and a shifted section are told apart; exit code 1."""
    copy = project / "copy.txt"
    copy.write_text(toy.TEXT.replace("2007", "2008"), encoding="utf-8")
    assert run("check", copy, "--project", project) == (
        1,
        (
            f"{copy}:14: section 2.1 (Nordnet, lines 14-19) differs: its words are not the same; "
            "1 of 3 sections differ\n"
        ),
        "",
    )
    copy.write_text(toy.TEXT.replace(" 2. Netværk", "Et nyt ord.\n 2. Netværk"), encoding="utf-8")
    assert run("check", copy, "--project", project)[1] == (
        f"{copy}:13: section 2 (Netværk, lines 13) differs: it begins at line 14 here; "
        "2 of 3 sections differ\n"
    )


@pytest.mark.parametrize("wrong", ["²", "12,5", "99"])
def test_a_section_without_lines_is_told(project, wrong):
    """A first line that is no number, or lies behind the last one, is exit code 2 and one line."""
    copy = project / "copy.txt"
    copy.write_text(toy.TEXT, encoding="utf-8")
    sections = project / "data/sections.ttl"
    text = sections.read_text("utf-8")
    changed = re.sub(r"kk:firstLine \d+", f'kk:firstLine "{wrong}"', text, count=1)
    assert changed != text
    sections.write_text(changed, "utf-8")
    code, out, err = run("check", copy, "--project", project)
    assert (code, out) == (2, "")
    assert re.fullmatch(
        rf"kkgraph: section \S+ has no lines, a first and a last one: {wrong}, \d+; "
        "see `kkgraph validate`\n",
        err,
    )


def test_check_of_a_missing_file_cannot_run(project):
    """A file that is not there is exit code 2 and one line on stderr."""
    code, out, err = run("check", project / "nope.txt", "--project", project)
    assert (code, out) == (2, "")
    assert err.startswith(f"kkgraph: {project / 'nope.txt'}: cannot read the survey text: ")
    assert err.count("\n") == 1


def test_another_text_is_not_compared(project):
    """Coverage, walk and passage refuse a text whose lines are not those of the graph."""
    (project / "report.txt").write_text("noget andet\n", encoding="utf-8")
    for command in (["coverage"], ["walk"], ["passage", "2.1"]):
        code, out, err = run(*command, "--survey", project / "report.txt", "--project", project)
        assert (code, out) == (2, "")
        assert "section 1 (lines 1-12) differs" in err


# Sentences


def sentences(*lines: str) -> list[tuple[str, str]]:
    """Return (lines, text) of the sentences of a text that follows a heading in line 1."""
    survey = Survey(Path("x"), ("1. Overskrift", *lines))
    section = Section("s", "1", "Overskrift", LineRange(1, len(lines) + 1), "")
    return [(str(one.lines), one.text) for one in split(survey, [section])]


@pytest.mark.parametrize(
    "text",
    [
        "Byen betaler 1,3 mio. kr. om året, jf. § 12, stk. 2, for den 11. rejse.",
        "Rejsen blev pga. Corona aflyst d. 14. februar p.t. 3 gange.",
        "Byen mødtes d. 3. 4 gange om dagen.",
        "De nye får cpr. Nummer, læge mv.) samt bolig ift. den 2. kontor.",
        "A.P. Hansen og Skt. Petersborg mødes hvert 2. år.",
        "Udgiften er 4.971.000 kr. (665.462,5 EUR) over 5 år.",
    ],
)
def test_abbreviations_and_ordinals_end_no_sentence(text):
    """A full stop after an abbreviation, an ordinal or an initial is none."""
    assert sentences(text) == [("2", text)]


def test_sentences_know_their_lines():
    """Sentences end at full stops, before figures too, and span lines and quotation marks."""
    assert sentences(
        'Her er "en by". 94 byer er med i',
        "alt, bolig mv. ",
        "Ny linje. (2018-2020)",
    ) == [
        ("2", 'Her er "en by".'),
        ("2-3", "94 byer er med i alt, bolig mv."),
        ("4", "Ny linje. (2018-2020)"),
    ]


def test_lists_blank_lines_and_page_numbers():
    """A list item is a sentence; the layout's blank lines cut none; a page number is none."""
    full = "• En lang linje, som satsen har delt ved højre margen fordi navnet er langt, Store"
    assert sentences(
        "Byen gør:",
        "• et",
        "– to",  # noqa: RUF001 - as the survey prints it
        full,
        "",
        "Navn.",
        "",
        "15",
        "",
        "Kort",
        "",
        "Nyt",
    ) == [
        ("2", "Byen gør:"),
        ("3", "• et"),
        ("4", "– to"),  # noqa: RUF001 - as the survey prints it
        ("5-7", f"{full} Navn."),
        ("11", "Kort"),
        ("13", "Nyt"),
    ]


@pytest.mark.parametrize(("length", "found"), [(74, 2), (75, 1)])
def test_a_line_that_is_full_goes_on_behind_a_blank_one(length, found):
    """A line of 75 characters without a full stop was broken at the margin; a shorter one ended."""
    line = ("Byen " + "o" * length)[:length]
    assert len(sentences(line, "", "Navn.")) == found


# coverage


def test_coverage_lists_what_is_not_cited(project):
    """Sentences are counted by section; those that no range cites are listed; exit code 1."""
    code, out, err = run("coverage", "--survey", project / "report.txt", "--project", project)
    assert (code, err) == (1, "")
    assert out == (
        "section                          sentences   cited  exempt  uncited\n"
        "1                                        4       2       0        2\n"
        "2.1                                      4       3       0        1\n"
        "uncited: section 1, lines 6: • Medlem af 12 netværk\n"
        "uncited: section 1, lines 7-9: • Havnebyen Nordkøbing er med i fem af netværkene og viser "
        "for eksempel færgelejet ved Store Sø, hvor turen begynder hver morgen klokken syv.\n"
        "uncited: section 2.1, lines 19: Ingen ved hvorfor.\n"
        "8 sentences: 5 cited, 0 exempt, 3 uncited; 62.5% of those that hold a fact\n"
    )


def test_a_sentence_is_cited_only_with_all_its_lines(tmp_path):
    """A range that ends within a sentence does not cover it."""
    project = toy.build(tmp_path, survey=toy.SURVEY.replace('"16-18"', '"16-17"'))
    arguments = ("--survey", project / "report.txt", "--project", project, "--format", "json")
    sections = json.loads(run("coverage", *arguments)[1])["sections"]
    assert sections[1]["uncited"] == ["16-18", "19"]


EXCEPTIONS = """
[[no-fact]]
section = "1"
lines = "6"
da = "ingen"
en = "none"
[[no-fact]]
section = "1"
lines = "7-9"
da = "ingen"
en = "none"
[[no-fact]]
section = "2.1"
lines = "19"
da = "ingen"
en = "none"
[[no-fact]]
section = "2.1"
lines = "16"
da = "overflødig"
en = "needless"
"""


def test_coverage_takes_exceptions_with_a_reason(tmp_path):
    """Excused sentences do not count against 100 %; a needless excuse is named."""
    project = toy.build(tmp_path, exceptions=EXCEPTIONS)
    arguments = ("--survey", project / "report.txt", "--project", project, "--format", "json")
    code, out, _ = run("coverage", *arguments)
    assert code == 0
    assert json.loads(out) == {
        "percent": 100.0,
        "sections": [
            {"section": "1", "sentences": 4, "cited": 2, "exempt": 2, "uncited": []},
            {"section": "2.1", "sentences": 4, "cited": 3, "exempt": 1, "uncited": []},
        ],
        "needless": [{"section": "2.1", "lines": "16"}],
    }
    text = run("coverage", *arguments[:-2])[1]
    assert "8 sentences: 5 cited, 3 exempt, 0 uncited; 100.0%" in text


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ('[[no-fact]]\nsection = "1"\nlines = "6"\nda = "x"\n', "'en'"),
        ('[[no-fact]]\nsection = "1"\nlines = "6"\nda = ""\nen = "x"\n', "no reason given"),
        ('[[no-fact]]\nsection = "1"\nlines = "six"\nda = "x"\nen = "x"\n', 'not "six"'),
        ("[[no-fact\n", "line 1"),
    ],
)
def test_an_exception_without_a_reason_is_refused(tmp_path, text, what):
    """A bad list of exceptions is one line on stderr and exit code 2."""
    project = toy.build(tmp_path, exceptions=text)
    code, _, err = run("coverage", "--survey", project / "report.txt", "--project", project)
    assert code == 2
    assert "survey-exceptions.toml: not a list of exceptions: " in err
    assert what in err


def test_coverage_needs_the_text(project, monkeypatch):
    """Without a text the command says how to give one."""
    monkeypatch.delenv("KKGRAPH_SURVEY", raising=False)
    assert run("coverage", "--project", project) == (
        2,
        "",
        (
            "kkgraph: Missing option '--survey' (env var: 'KKGRAPH_SURVEY'); "
            "see `kkgraph survey coverage --help`\n"
        ),
    )


# walk


def test_the_walk_passes_what_is_printed(project):
    """Every name, sum, date, hedge and interval of the toy stands in its lines."""
    assert run("walk", "--survey", project / "report.txt", "--project", project) == (
        0,
        (
            "13 names and figures: 0 not borne out, 0 listed exceptions, "
            "0 named by the heading or by lines of their own\n"
        ),
        "",
    )


@pytest.mark.parametrize(
    ("printed", "wrong", "line", "what"),
    [
        ("1500000.0", "1600000.0", 14, 'payment:samling kk:amount "1600000"'),
        ('"DKK"', '"EUR"', 14, 'payment:samling kk:currency "EUR"'),
        ('"P1Y"', '"P2Y"', 14, 'payment:samling kk:interval "P2Y"'),
        ("2019-05-03", "2019-06-03", 15, 'payment:samling kk:date "2019-06-03"'),
        ("kk:Approximate", "kk:AtLeast", 15, "payment:samling kk:precision kk:AtLeast"),
        ('"2007"', '"2006"', 23, 'membership:nordnet kk:start "2006"'),
        ("kk:hasPayer <municipality/lilleby>", "kk:hasPayer <network/nordnet>", 13,
         "payment:samling kk:hasPayer network:nordnet"),
    ],
)  # fmt: skip
def test_the_walk_names_what_is_not_printed(tmp_path, printed, wrong, line, what):
    """A wrong value is named with file, line, section and lines looked into; exit code 1."""
    project = toy.build(tmp_path, survey=toy.SURVEY.replace(printed, wrong))
    code, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
    assert code == 1
    first, total = out.splitlines()
    assert first.startswith(f"data/survey/all.trig:{line}: section ")
    assert f": {what}: not printed in the cited lines (" in first
    assert total.startswith("13 names and figures: 1 not borne out")


@pytest.mark.parametrize(
    ("call", "danish", "english"),
    [
        ("coverage", "uden henvisning: afsnit 2.1, linje 19: Ingen ved hvorfor.", "uncited"),
        ("coverage", "62,5 % af dem, der rummer en oplysning", "hold a fact"),
        ("walk", "13 navne og tal: 0 uden dækning i teksten", "names and figures"),
    ],
)
def test_reports_speak_danish(project, call, danish, english):
    """With `--lang da` a report is Danish throughout, numbers too."""
    copy = ("--survey", project / "report.txt", "--project", project)
    _, out, _ = run(call, *copy, "--lang", "da")
    assert danish in out
    assert english not in out
    assert english in run(call, *copy)[1]


@pytest.mark.parametrize(
    ("lang", "same", "differs"),
    [
        ("en", "sections match the text that the graph is made from", "its words are not the same"),
        ("da", "afsnit svarer til den tekst, grafen bygger på", "ordene er ikke de samme"),
    ],
)
def test_check_speaks_the_language(project, lang, same, differs):
    """Whether a copy is the text, and where it is not, is said in the language asked for."""
    copy = project / "report.txt"
    code, out, _ = run("check", copy, "--project", project, "--lang", lang)
    assert (code, same in out) == (0, True)
    copy.write_text(copy.read_text("utf-8").replace("hvorfor", "hvordan"), "utf-8")
    code, out, _ = run("check", copy, "--project", project, "--lang", lang)
    assert (code, differs in out) == (1, True)


def test_the_walk_wants_lines_within_the_section(tmp_path):
    """A subject without lines, or with lines of another section, fails as such."""
    survey = toy.SURVEY.replace('kk:lines "16-18" ;', "").replace(
        'kk:lines "3" .', 'kk:lines "16" .'
    )
    project = toy.build(tmp_path, survey=survey)
    _, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
    assert "municipality:lilleby named: cites lines outside the section (16)" in out
    assert "membership:nordnet named: cites no lines (none)" in out


@pytest.mark.parametrize("lines", ["13-16", "16-20", "3"])
def test_lines_may_not_leave_the_section(tmp_path, lines):
    """A range that begins before or ends behind the section is a fault of its own."""
    project = toy.build(tmp_path, survey=toy.SURVEY.replace('"16-18"', f'"{lines}"'))
    _, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
    assert f"membership:nordnet named: cites lines outside the section ({lines})" in out


def test_a_figure_may_not_stand_in_the_heading_alone(tmp_path):
    """Only names are taken from the heading; a printed string has to be cited itself."""
    survey = toy.SURVEY.replace('"16-18"', '"19"').replace('"2007"^^xsd:gYear', '"Nordnet"')
    project = toy.build(tmp_path, survey=survey)
    _, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
    assert 'membership:nordnet kk:start "Nordnet": not printed in the cited lines (19)' in out


def test_only_a_topic_may_open_a_compound(tmp_path):
    """The topic "bud" is found in "budgettet", a city of that name is not."""
    names = ' skos:prefLabel "bud"@da, "bid"@en .\n'
    register = f"{toy.REGISTER}<topic/bud> a kk:Topic ;{names}<city/bud> a kk:City ;{names}"
    concerns = "kk:concerns <topic/bud>, <city/bud> ; kk:hasPayer"
    project = toy.build(
        tmp_path, register=register, survey=toy.SURVEY.replace("kk:hasPayer", concerns)
    )
    _, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
    assert [line.split(": not")[0] for line in out.splitlines()[:-1]] == [
        "data/survey/all.trig:13: section 1: payment:samling kk:concerns city:bud"
    ]


def test_a_name_written_otherwise_has_to_be_given(tmp_path):
    """A thing that the lines call by another name than its Danish label needs a printed name."""
    register = toy.REGISTER.replace('"Nordnet"@da', '"Det nordiske net"@da')
    register = f'{register}<network/nordnet> skos:altLabel "Nordnet"@da .\n'
    given = toy.SURVEY.replace('"14", "16" ;', '"14", "16" ; kk:printedName "Nordnet" ;')
    for survey, code in ((toy.SURVEY, 1), (given, 0)):
        project = toy.build(tmp_path / str(code), register=register, survey=survey)
        found, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
        assert found == code
        says = 'written otherwise than its Danish label: "Nordnet"'
        assert (says in out) == bool(code)
        assert ("give the section's graph that name as kk:printedName" in out) == bool(code)


def test_a_hidden_label_in_lower_case_is_a_word(tmp_path):
    """What is only found by a common word, such as an adjective, is not called by another name."""
    register = toy.REGISTER.replace('"Nordnet"@da', '"Det nordiske net"@da')
    register = f'{register}<network/nordnet> skos:hiddenLabel "nordnet"@da .\n'
    project = toy.build(tmp_path, register=register)
    code, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
    assert code == 0, out


def test_an_exception_counts_in_its_own_section_only(tmp_path):
    """What is excused in section 1 is not excused in section 2.1."""
    exceptions = '[[unprinted]]\nsection = "1"\nvalue = "2006"\nda = "x"\nen = "x"\n'
    survey = toy.SURVEY.replace('"2007"', '"2006"')
    project = toy.build(tmp_path, survey=survey, exceptions=exceptions)
    code, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
    assert code == 1
    assert "unneeded exception: section 1, 2006" in out


def test_an_exception_may_be_for_one_thing_alone(tmp_path):
    """What is excused for one subject is found wrong for another."""
    exceptions = (
        '[[unprinted]]\nsection = "2.1"\nvalue = "2006"\nsubject = "{}"\nda = "x"\nen = "x"\n'
    )
    survey = toy.SURVEY.replace('"2007"', '"2006"')
    for subject, code in (("membership/nordnet", 0), ("network/nordnet", 1)):
        given = exceptions.format(subject)
        project = toy.build(tmp_path / str(code), survey=survey, exceptions=given)
        found, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
        assert found == code
        assert ("unneeded exception" in out) == bool(code)


def test_the_walk_takes_names_from_the_heading_and_excuses(tmp_path):
    """An entry need not repeat its heading's name; another value can be excused with a reason."""
    survey = toy.SURVEY.replace('"16-18"', '"17-18"').replace('"2007"', '"2006"')
    excuse = '[[unprinted]]\nsection = "2.1"\nvalue = "{}"\nda = "x"\nen = "x"\n'
    exceptions = excuse.format("2006") + excuse.format("municipality/lilleby")
    project = toy.build(tmp_path, survey=survey, exceptions=exceptions + excuse.format("nix"))
    arguments = ("--survey", project / "report.txt", "--project", project)
    code, out, _ = run("walk", *arguments)
    assert code == 0
    assert out == (
        "unneeded exception: section 2.1, nix\n"
        "13 names and figures: 0 not borne out, 2 listed exceptions, "
        "0 named by the heading or by lines of their own\n"
    )
    code, out, _ = run("walk", *arguments, "--format", "json")
    assert json.loads(out) == {"checked": 13, "excepted": 2, "byContext": [], "failures": []}


def test_a_name_may_stand_in_the_heading(tmp_path):
    """A thing that only the heading names counts as named, and is counted apart."""
    survey = toy.SURVEY.replace('"16-18"', '"19"').replace("kk:start", "kk:note")
    survey = survey.replace('"2007"^^xsd:gYear', '"x"@en').replace(
        "kk:hasMember <municipality/lilleby>", "kk:hasTopic <topic/hvad>"
    )
    project = toy.build(tmp_path, survey=survey)
    _, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
    assert out.endswith("0 listed exceptions, 1 named by the heading or by lines of their own\n")


def test_a_name_may_stand_in_the_heading_alone(tmp_path):
    """A thing whose own lines do not name it is named by the heading of its section."""
    survey = toy.SURVEY.replace('"14", "16"', '"19"')
    project = toy.build(tmp_path, survey=survey)
    code, out, _ = run("walk", "--survey", project / "report.txt", "--project", project)
    assert code == 0
    assert out.endswith("0 listed exceptions, 1 named by the heading or by lines of their own\n")


@pytest.mark.parametrize(
    ("pattern", "yes", "no"),
    [
        (figures.count_pattern(94), ["94 byer", "i 94."], ["194 byer", "94.000", "1,94"]),
        (figures.count_pattern(1750), ["1.750 lokale", "1750"], ["11.750"]),
        (figures.count_pattern(4), ["fire eller flere", "hvert 4. møde"], ["fireogtyve"]),
        (figures.amount_pattern(Decimal(1300000)), ["1,3 mio.", "1.300.000 kr"], ["11,3 mio."]),
        (figures.amount_pattern(Decimal(725000)), ["0,725 mio.kr", "725.000"], ["725"]),
        (figures.amount_pattern(Decimal("665462.5")), ["665.462,5 eur"], ["665.462 eur"]),
        (figures.amount_pattern(Decimal(20000000)), ["20 mio. fra"], ["120 mio.", "20 byer"]),
        (figures.amount_pattern(Decimal(0)), ["der er ingen betaling for"], ["betaling 0"]),
        (figures.year_pattern("2021"), ["(2020-21)", "euro2021", "2021"], ["20210", "21"]),
        (figures.year_month_pattern("2019-11"), ["november 2019 til"], ["november 2018"]),
        (figures.date_pattern("2020-02-14"), ["d. 14. februar 2020 at"], ["4. februar 2020"]),
        (figures.month_pattern("--08"), ["i august/september"], ["augustinus"]),
        (figures.duration_pattern("P1Y"), ["årligt", "om året", "cirka et år"], ["toårig"]),
        (figures.duration_pattern("P2Y"), ["hvert andet år", "hvert 2. år", "toårig"], ["årlig"]),
        (figures.duration_pattern("P3Y"), ["3-årigt projekt"], ["13-årigt"]),
        (figures.duration_pattern("P2D"), ["i cirka 2 dage i"], ["12 dage"]),
        (figures.duration_pattern("PT1H30M"), ["halvanden time"], ["en time"]),
    ],
)
def test_figures_are_known_in_print(pattern, yes, no):
    """A figure is found in each of its printed forms and in no other figure."""
    assert [text for text in yes if not figure(pattern).search(text)] == []
    assert [text for text in no if figure(pattern).search(text)] == []


def test_a_duration_nobody_prints_has_no_pattern():
    """A duration of several parts is not looked for by guesswork."""
    assert figures.duration_pattern("P1Y2M") is None
    assert figures.duration_pattern("snart") is None


def test_names_are_found_across_lines_and_with_endings():
    """Case, quotation marks, hyphens at line ends and Danish endings do not matter."""
    texts = passages(["Team’s nord-", "net og STRINGs  ABC-", "projektet samt Oslofjorden"])  # noqa: RUF001 - as the survey prints it
    assert all(stands_in(name_pattern(name), texts) for name in
               ("Team's", "Nordnet", "STRING", "ABC-projekt"))  # fmt: skip
    assert not any(stands_in(name_pattern(name), texts) for name in ("Oslo", "TRING"))
    assert stands_in(name_pattern("Oslo", opens=True), texts)


def test_an_acronym_is_no_common_word():
    """Short names in capitals are found in capitals only, with a genitive at most."""
    texts = passages(["Borgere kom via byen, kun KUs og VIA."])
    assert stands_in(name_pattern("VIA"), texts)
    assert stands_in(name_pattern("KU"), texts)
    assert not stands_in(name_pattern("VIA"), passages(["kom via byen"]))
    assert not stands_in(name_pattern("KU"), passages(["kun en"]))


# passage


def test_passage_of_a_section(project):
    """A section is printed whole, with line numbers."""
    assert run("passage", "2", "--survey", project / "report.txt", "--project", project) == (
        0,
        "section 2 Netværk, lines 13\n   13   2. Netværk\n",
        "",
    )


def test_passage_of_an_entity(project):
    """A thing's own lines and those of the facts about it are printed, touching ranges as one."""
    code, out, _ = run(
        "passage", "nordnet", "--survey", project / "report.txt", "--project", project
    )
    assert code == 0
    assert out.splitlines()[:4] == [
        "section 2.1 Nordnet, lines 14",
        "   14  2.1 Nordnet",
        "section 2.1 Nordnet, lines 16-18",
        (
            "   16  Nordnet er et netværk for byer. Netværket mødes hvert andet år i september. "
            "Lilleby Kommune er med"
        ),
    ]


def test_passage_of_an_unknown_thing(project):
    """An unknown name lists near ones and ends with exit code 2."""
    code, _, err = run(
        "passage", "nordnot", "--survey", project / "report.txt", "--project", project
    )
    assert code == 2
    assert "network:nordnet (Nordnet)" in err


def test_reports_as_json_are_for_reading_too(tmp_path):
    """JSON is indented and keeps its letters, in every language of the report."""
    survey = toy.SURVEY.replace('kk:lines "16-18" ;', "")
    project = toy.build(tmp_path, survey=survey)
    copy = ("--survey", project / "report.txt", "--project", project, "--format", "json")
    for call, key in (("walk", "checked"), ("coverage", "percent")):
        code, out, _ = run(call, *copy, "--lang", "da")
        assert code == 1
        assert out.startswith(f'{{\n  "{key}"')
        assert "\\u" not in out
    _, out, _ = run("walk", *copy, "--lang", "da")
    assert "angiver ingen linjer" in {one["fault"] for one in json.loads(out)["failures"]}
