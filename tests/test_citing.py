"""Citations of the dataset, a thing and a query's result, and their check."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from kkgraph.citing import reference
from kkgraph.citing.reference import Reference
from kkgraph.project import Project

Call = Callable[..., Result]
WHOLE = "The municipality's international work, kkgraph "  # a project without a file
FEES = "data/survey/01-netvaerk.trig"
SHA = r"sha256 [0-9a-f]{64}"
TARGETS = [(), ("NORDLYS", "--lang", "da"), ("fees",), ("fees", "--minimum", "1"), ("1.1.1",)]


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ((), rf"\d+ statements, {SHA}\. https://w3id\.org/kkgraph/dataset"),
        (("fees",), rf"query fees, 2 rows, {SHA}\. https://w3id\.org/kkgraph/query/fees"),
        (
            ("fees", "--minimum", "1"),
            rf"query fees \(minimum: 1\), 1 row, {SHA}\. .*/query/fees\?minimum=1",
        ),
        (("Malmö",), rf"Malmö, \d+ statements, {SHA}\. .*/id/city/malmoe"),
    ],
)
def test_text(kkgraph: Call, target: tuple[str, ...], said: str) -> None:
    """A citation says what, in which version, of which date, how much, its digest and address."""
    cited = kkgraph("cite", *target).stdout
    assert cited.startswith(WHOLE)
    assert re.search(rf"kkgraph [\d.]+, \d{{4}}-\d\d-\d\d, {said}\n\Z", cited), cited


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("ending", ["txt", "bib", "json", "ris"])
def test_verify(kkgraph: Call, tmp_path: Path, target: tuple[str, ...], ending: str) -> None:
    """Every form of a citation verifies, from a file named after the form."""
    path = tmp_path / f"cited.{ending}"
    assert kkgraph("cite", *target, "-o", str(path)).exit_code == 0
    result = kkgraph("cite", "--verify", str(path))
    assert result.stdout.startswith("The same: ")
    assert result.exit_code == 0


def test_what_is_tex_s_own_is_escaped(monkeypatch: pytest.MonkeyPatch) -> None:
    """No character of a title or of who publishes the data is read as a command of TeX."""
    monkeypatch.setattr(reference, "_author", lambda: "By & Søn {A/S}")
    cited = Reference("k", r"~50 % of A\B^2 #1_x", "1.0.0", "2030-01-02", "https://e.org/", "en")
    said = reference.bibtex(cited)
    title = r"\textasciitilde{}50 \% of A\textbackslash{}B\textasciicircum{}2 \#1\_x"
    assert f"title = {{{title}}}," in said
    assert r"author = {{By \& Søn \{A/S\}}}," in said


def test_language(kkgraph: Call) -> None:
    """The digest does not depend on the language of the citation."""
    cited = {kkgraph("cite", "fees", "--lang", lang).stdout for lang in ("da", "en")}
    assert len(cited) == 2
    assert len({re.search(SHA, text)[0] for text in cited}) == 1


def test_changed(kkgraph: Call, mini_copy: Project) -> None:
    """Another amount is another result of the query and another dataset, not another Malmö."""
    cited = {target: kkgraph("cite", *target).stdout for target in ((), ("fees",), ("Malmö",))}
    path = mini_copy.root / FEES
    path.write_text(path.read_text("utf-8").replace("250000.0", "250001.0"), "utf-8")
    for target, text in cited.items():
        result = kkgraph("cite", "--verify", text, folder=mini_copy.root)
        assert result.exit_code == (0 if target == ("Malmö",) else 1)
        assert kkgraph("cite", "--verify", text).exit_code == 0


def test_order(kkgraph: Call, mini_copy: Project) -> None:
    """Another order of statements, and a comment, change no digest."""
    cited = kkgraph("cite").stdout
    path = mini_copy.root / FEES
    old, new = 'kk:amount 250000.0 ; kk:currency "DKK"', 'kk:currency "DKK" ; kk:amount 250000.0'
    path.write_text("# a comment\n" + path.read_text("utf-8").replace(old, new), "utf-8")
    assert kkgraph("cite", "--verify", cited, folder=mini_copy.root).exit_code == 0


@pytest.mark.parametrize("ending", ["nq", "trig"])
def test_against_a_dump(kkgraph: Call, tmp_path: Path, mini_copy: Project, ending: str) -> None:
    """A citation of an older version is checked against a dump of that version."""
    dump = tmp_path / f"old.{ending}"
    kkgraph("export", str(dump))
    cited = [kkgraph("cite", *target).stdout for target in TARGETS]
    path = mini_copy.root / FEES
    path.write_text(path.read_text("utf-8").replace("250000.0", "250001.0"), "utf-8")
    for text in cited:
        old = kkgraph("cite", "--verify", text, "--against", str(dump), folder=mini_copy.root)
        assert (old.stderr, old.exit_code) == ("", 0)


def test_digest_alone(kkgraph: Call) -> None:
    """A digest without more is checked for what is named beside it."""
    digest = re.search(SHA, kkgraph("cite", "fees").stdout)[0].split()[1]
    assert kkgraph("cite", "fees", "--verify", digest).exit_code == 0
    assert kkgraph("cite", "--verify", digest).exit_code == 1
    refused = kkgraph("cite", "--verify", "a nice data set")
    assert refused.exit_code == 2
    assert "'a nice data set' is no citation that can be checked" in refused.stderr


def test_csl(kkgraph: Call) -> None:
    """CSL-JSON is a list of one data set, with version and date."""
    (item,) = json.loads(kkgraph("cite", "--format", "csl-json").stdout)
    assert item["type"] == "dataset"
    assert item["URL"] == "https://w3id.org/kkgraph/dataset"
    assert item["issued"]["date-parts"][0][0] >= 2020


def test_an_option_that_is_none_is_refused(kkgraph: Call) -> None:
    """It is no parameter where no query is named: the whole is not cited instead."""
    result = kkgraph("cite", "--check", "x")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "--check" in result.stderr
