"""How errors are put together: hints, reasons, places, and what they make of their values."""

import errno
import pickle
from pathlib import Path

import pytest

from kkgraph import errors
from kkgraph.errors import KkgraphError, editing, installation, networks, output, projects, versions
from kkgraph.texts import Message

BOTH = {"da": "dansk", "en": "English"}


def test_message_hint_and_reason():
    """The hint follows the message; the reason is without it, and may be another."""
    one = KkgraphError(BOTH, "do")
    assert (str(one), one.said("da")) == ("English; do", "dansk; do")
    assert (one.reason(), one.reason("da")) == ("English", "dansk")
    assert str(KkgraphError("a")) == "a"
    other = KkgraphError("a", "b", BOTH)
    assert (str(other), other.reason("da")) == ("a; b", "dansk")


def test_errors_pass_between_processes():
    """Whatever they are made from."""
    for one in (
        errors.DataFileError(Path("f"), 3, "x"),
        projects.MemoryShort(1, 2),
        versions.PatchInvalid(3, "t"),
        errors.EntityNotFound("t", [BOTH]),
    ):
        there = pickle.loads(pickle.dumps(one))  # noqa: S301 - our own
        assert type(there) is type(one)
        assert (str(there), there.said("da"), vars(there).keys()) == (
            str(one),
            one.said("da"),
            vars(one).keys(),
        )


@pytest.mark.parametrize(
    ("length", "column", "shown", "at"),
    [
        (500, 499, 500, 499),
        (501, 0, 502, 0),
        (501, 500, 253, 252),
        (2000, 1000, 504, 252),
        (2000, 1999, 253, 252),
        (2000, 9999, 252, 9999 - 1750 + 2),
        (600, 250, 502, 250),
        (600, 251, 504, 252),
    ],
)
def test_window_of_a_long_line(length, column, shown, at):
    """Five hundred characters around the column, with what says that there are more."""
    line = "x" * length
    found, where = errors._window(line, column)  # noqa: SLF001 - what is shown
    assert (len(found), where) == (shown, at)
    assert found.startswith("… ") is (at != column)


def test_place_in_a_query():
    """Line, column, the line itself and a caret below; tabs stay tabs, so that it stands right."""
    one = errors.QuerySyntaxError("q", "ASK {\n\t x y", (2, 4), "W")
    assert str(one) == "q:2:4: SPARQL syntax: W\n  \t x y\n  \t  ^"
    assert (one.line, one.column, one.code) == (2, 4, "unexpected")
    assert "\n" not in str(errors.QuerySyntaxError("q", "", (1, 1), "W"))
    assert "\n" not in str(errors.QuerySyntaxError("q", "a\n \n", (2, 1), "W"))
    assert str(errors.QuerySyntaxError("q", "a", (9, 2), "W")).endswith("\n  a\n   ^")


def test_place_in_a_file():
    """With its line, where there is one."""
    assert str(errors.DataFileError("f", 3, "x")) == "f:3: x"
    assert str(errors.DataFileError("f", None, "x")) == "f: x"
    assert str(errors.DataFileError("f", 0, "x")) == "f:0: x"


def test_what_the_system_says():
    """In our words where there are any, else in its own."""
    assert str(errors.system(OSError(errno.ENOENT, "x"))) != "x"
    assert errors.system(OSError(errno.EDOM, "odd")) == "odd"
    assert errors.system(OSError("bare")) == "bare"
    assert errors.listed([1, "b"]) == "1, b"


@pytest.mark.parametrize(
    ("error", "words", "not_words"),
    [
        (errors.QueryNotFound("q", ["a", "b"]), ["q", "a, b"], ["kkgraph queries"]),
        (errors.QueryNotFound("q"), ["q", "kkgraph queries"], []),
        (errors.TopicNotFound("t", ["a", "b"], ["b"]), ["t", "b"], ["a, b"]),
        (errors.TopicNotFound("t", ["a", "b"]), ["a, b"], []),
        (errors.ServiceRefused("s", "h.example"), ["--allow-service h.example"], []),
        (errors.ServiceRefused("s"), ["s"], ["--allow-service"]),
        (errors.ParameterUnknown("x", ["a", "b"]), ["--x", "--a, --b"], []),
        (errors.ParameterUnknown("x", []), ["--x"], ["--a"]),
        (errors.ParameterMissing("q", "p", "call"), ["--p", "call"], []),
        (errors.ChoiceInvalid(5, 3), ["5", "3"], []),
        (errors.EntityNotFound("t", ["a"]), ["t", "a"], ["kkgraph search"]),
        (errors.EntityNotFound("t"), ["kkgraph search 't'"], []),
        (errors.EntityNotFound("t", ["a"], "W", ["other"]), ["other", "W"], []),
        (errors.EntityAmbiguous("t", ["a", "b"]), ["a", "b"], []),
        (errors.ClassNotFound("Citi", ["City", "Zzz"]), ["City"], ["Zzz"]),
        (errors.ClassNotFound("qqq", ["City", "Zzz"]), ["City, Zzz"], []),
        (projects.SourceUnknown("s", ["a", "b"], ["b"]), ["a, b", "b?"], []),
        (projects.SourceUnknown("s", [], []), ["s"], ["?"]),
        (projects.MemoryShort(2_000_000_001, 1_999_999_999), ["3 GB", "1 GB"], []),
        (projects.MemoryShort(2_000_000_000, 2_000_000_000), ["2 GB"], ["3", "1 GB"]),
        (editing.FieldMissing("city", ["a", "b"]), ["--a, --b", "city"], []),
        (editing.TooManyValues("f", 2), ["--f", "2"], []),
        (editing.ThingExists("city:a", "A"), ["city:a (A)"], []),
        (editing.ThingExists("city:a", ""), ["city:a"], ["()"]),
        (editing.ValueNotFound("t", "f", ["a", "b"]), ["a, b"], []),
        (editing.SheetInvalid(Path("s"), ["r1", BOTH]), ["\n  r1\n  English"], []),
        (versions.PatchInvalid(3, "x" * 600), ["3", "x" * 500], ["x" * 501]),
        (versions.CitationInvalid("  " + "y" * 70), ["y" * 60], ["y" * 61]),
        (output.EndingUnknown(Path("f"), ["table", "csv", "text"]), [".txt, .csv, .txt"], []),
        (output.EndingClash(Path("a.csv"), "json"), [".csv", "json"], []),
        (output.EndingUnfit(Path("a.b"), "json", ["x", "y"]), ["json", "x, y"], []),
        (networks.NetworkNotFound("n", ["a", "b"]), ["n", "a, b"], []),
    ],
)  # fmt: skip
def test_what_an_error_makes_of_its_values(error, words, not_words):
    """The words that help, and only those."""
    said = str(error)
    assert [word for word in words if word not in said] == []
    assert [word for word in not_words if word in said] == []
    assert error.said("da") != said


def test_parameter_without_dashes():
    """For whoever sits at no command line."""
    one = errors.ParameterInvalid("p", "wrong")
    assert (str(one), one.reason()) == ("--p: wrong", "p: wrong")
    assert errors.ParameterInvalid("p", "a", "b").reason() == "p: b"
    unknown = errors.ParameterUnknown("p", ["a", "b"])
    assert "--" not in unknown.reason()
    assert "a, b" in unknown.reason()
    assert "--" not in errors.ParameterMissing("q", "p", "--call").reason()


def test_names_that_errors_keep():
    """For programs: in English."""
    assert errors.EntityNotFound("t", [BOTH, "b"]).near == ["English", "b"]
    assert errors.EntityAmbiguous("t", [BOTH]).candidates == ["English"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("kkgraph.x", ImportError),
        (None, ImportError),
        ("fcntl", KkgraphError),
        ("httpx.a", installation.LibraryMissing),
    ],
)
def test_what_cannot_be_imported(name, kind):
    """Our own mistakes stay what they are; the system's and others' are told."""
    error = ImportError("x", name=name)
    found = installation.not_importable("W", error, "remote")
    assert type(found) is kind
    assert (found is error) is (kind is ImportError)
    if kind is installation.LibraryMissing:
        assert "httpx" in str(found)
        assert "[remote]" in str(found)


def test_how_to_install(monkeypatch, tmp_path):
    """Where kkgraph came from: a checkout here or elsewhere, or a wheel."""
    install = installation._installation  # noqa: SLF001 - in the hint
    root = Path(installation.__file__).parents[3]
    monkeypatch.chdir(root)
    assert install("x") == "pip install '.[x]'"
    monkeypatch.chdir(tmp_path)
    assert install("x") == f"pip install '{root}[x]'"


def test_messages_that_are_the_same_in_every_language():
    """A text is one; a message is told in the language."""
    assert KkgraphError("x").said("da") == "x"
    assert KkgraphError(Message("cli.stopped")).said("da") != "stopped"
