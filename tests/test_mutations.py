"""Mistakes of many kinds at random places: all that can be known are found, in their file."""

import random
import shutil
from pathlib import Path

import mutations
import pytest
from mistakes import copy
from sampling import each

from kkgraph.errors import DataFileError
from kkgraph.project import Project
from kkgraph.validation.conformance import Validation

SEED = 20
NUMBERS = range(60)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder for the copies."""
    return tmp_path_factory.mktemp("mutations")


def found_in(root: Path) -> set[str]:
    """Return the files of the findings, or the one that cannot be read."""
    try:
        report = Validation(Project(root)).run()
    except DataFileError as error:
        return {str(Path(error.path).relative_to(root))}
    assert not report.is_clean
    return {str(one.place.path.relative_to(root)) for one in report.findings if one.place}


def test_there_are_sixty_kinds() -> None:
    """Each has a name of its own, and a place in the data."""
    assert len({kind.name for kind in mutations.KINDS}) == len(mutations.KINDS) >= 60


@pytest.mark.parametrize("number", each(NUMBERS, 60))
def test_a_mistake_at_a_random_place_is_found(folder: Path, number: int) -> None:
    """It is a finding in its file and at its line, or a file that cannot be read, there."""
    root = folder / str(number)
    copy(root)
    kind = random.Random(SEED + number).randrange(len(mutations.KINDS))  # noqa: S311 - no secret
    made = mutations.make(root, random.Random(SEED * 1000 + number), kind)  # noqa: S311
    assert made is not None
    files = found_in(root)
    shutil.rmtree(root)
    assert made.file in files, (made, files)


@pytest.mark.slow  # validates the shipped data once for each
@pytest.mark.parametrize("kind", range(len(mutations.UNKNOWABLE)))
def test_another_plausible_value_is_nobodys_to_know(folder: Path, kind: int) -> None:
    """These are listed as what only a reader of the survey can tell; they change no shape."""
    root = folder / f"other{kind}"
    copy(root)
    made = mutations.make(root, random.Random(SEED), kind, mutations.UNKNOWABLE)  # noqa: S311
    assert made is not None
    report = Validation(Project(root)).run()
    shutil.rmtree(root)
    assert all(one.severity != "Violation" or one.rule == "isMentioned" for one in report.findings)
