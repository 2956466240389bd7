"""What the package depends on: bounds, and the versions that are tested."""

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
NEEDED = [
    Requirement(text)
    for group in (
        PROJECT["project"]["dependencies"],
        PROJECT["build-system"]["requires"],
        *PROJECT["project"]["optional-dependencies"].values(),
    )
    for text in group
    if not text.startswith("kkgraph")
]


def constraints():
    """Return the versions of constraints.txt by name."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pairs = [line.split("==") for line in lines if not line.startswith("#")]
    return {canonicalize_name(name): version for name, version in pairs}


def test_every_dependency_has_a_lower_bound():
    """No dependency is left at "any version"."""
    without = [r.name for r in NEEDED if not {">=", "~="} & {s.operator for s in r.specifier}]
    assert without == []


def test_the_tested_versions_are_allowed():
    """Each dependency has one version in constraints.txt, and pyproject.toml admits it."""
    tested = constraints()
    names = {canonicalize_name(r.name) for r in NEEDED}
    assert names <= tested.keys()
    wrong = [r.name for r in NEEDED if tested[canonicalize_name(r.name)] not in r.specifier]
    assert wrong == []


def test_internals_have_an_upper_bound():
    """A library whose inner modules we import has an upper bound: any release may change them."""
    bounded = {r.name for r in NEEDED if "<" in {s.operator for s in r.specifier}}
    sources = "".join(p.read_text("utf-8") for p in (ROOT / "src").rglob("*.py"))
    assert re.search(r"^from uvicorn\.protocols", sources, re.MULTILINE)
    assert "uvicorn" in bounded


def test_constraints_name_versions_only():
    """constraints.txt holds names and versions, each name once, and no address."""
    lines = (ROOT / "constraints.txt").read_text("utf-8").splitlines()
    pinned = [line for line in lines if not line.startswith("#")]
    assert [line for line in pinned if not re.fullmatch(r"[\w.-]+==[\w.+!]+", line)] == []
    assert len(pinned) == len(constraints())


def test_the_image_installs_the_tested_versions_by_hash():
    """deploy/requirements.txt has what `[serve,networks]` needs, each file by its digest alone."""
    text = (ROOT / "deploy" / "requirements.txt").read_text("utf-8").replace("\\\n", " ")
    lines = [line.split() for line in text.splitlines() if not line.startswith("#")]
    pinned = dict(words[0].split("==") for words in lines)
    hashes = [word for words in lines for word in words[1:]]
    assert [one for one in hashes if not re.fullmatch(r"--hash=sha256:[0-9a-f]{64}", one)] == []
    assert [words[0] for words in lines if len(words) == 1] == []
    tested = constraints()
    assert {name: tested[canonicalize_name(name)] for name in pinned} == pinned
    extras = PROJECT["project"]["optional-dependencies"]
    named = [*PROJECT["project"]["dependencies"], *extras["serve"], *extras["networks"]]
    needed = map(Requirement, named)
    assert {canonicalize_name(one.name) for one in needed} <= pinned.keys() | {"kkgraph"}
