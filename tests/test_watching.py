"""`validate --watch`: what came and what went, and a file that breaks meanwhile."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import toy

from kkgraph.project import Project
from kkgraph.validation import watching
from kkgraph.validation.conformance import Validation


def edits(survey: Path) -> Iterator[None]:
    """Yield after each of some edits of a file."""
    for text in (
        toy.SURVEY.replace("1500000.0", '"meget"'),
        "broken",
        toy.SURVEY,
    ):
        survey.write_text(toy.HEAD + text, encoding="utf-8")
        yield


def test_what_came_and_what_went_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new finding in full, a file that cannot be read in a line, a mended finding in a line."""
    validation = Validation(Project(toy.build(tmp_path)))
    survey = tmp_path / "data/survey/all.trig"
    monkeypatch.setattr(watching, "changes", lambda _: edits(survey))
    said: list[str] = []
    watching.watch(validation, "en", said.append)
    first, watched, new, broken, mended = said
    assert first.startswith("Nothing found")
    assert watched.startswith("watching ")
    assert new.startswith("new: data/survey/all.trig:14  payment:samling: ")
    assert broken.startswith("kkgraph: ")
    assert "all.trig:9: " in broken
    assert mended.startswith("mended: data/survey/all.trig:14  payment:samling: ")
    assert "Nothing found" in mended


def test_a_change_of_a_file_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that changed, or came, is a reason to run again; that nothing did is none."""
    project = Project(toy.build(tmp_path))
    looks = iter(
        [
            lambda: None,
            lambda: (tmp_path / "data/register/all.ttl").write_text(toy.HEAD, encoding="utf-8"),
            lambda: None,
            lambda: (tmp_path / "data/register/new.ttl").write_text(toy.HEAD, encoding="utf-8"),
        ]
    )
    seen = []

    def look(_: float) -> None:
        step = next(looks)
        step()
        seen.append(step)

    monkeypatch.setattr(watching.time, "sleep", look)
    noticed = watching.changes(Validation(project))
    next(noticed)
    assert len(seen) == 2
    next(noticed)
    assert len(seen) == 4
