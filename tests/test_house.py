"""The house: arrows point downwards, no room is crowded, no module is long."""

import ast
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from modules import nodes

PACKAGE = Path(__file__).parent.parent / "src" / "kkgraph"
MODULES = sorted(PACKAGE.rglob("*.py"))
# From the top down: a room may import its own floor and the floors below.
FLOORS = (
    ("cli", "__main__"),
    ("endpoint",),
    ("editing", "migrations", "releases", "setup"),
    ("links", "magics"),
    ("assistant", "notebook", "site"),
    ("networks", "maps"),
    ("reconciliation",),
    ("asking", "citing", "comparison", "differences", "export", "validation"),
    ("survey", "evidence", "description"),
    ("queries", "cache", "remote"),
    ("parameters",),
    ("entities",),
    ("store",),
    ("editions", "sparql", "rules", "project", "tables", "formats"),
    ("texts", "media", "terms", "lines", "locks", "errors", "assets", "__init__"),
)
FLOOR = {room: number for number, floor in enumerate(FLOORS) for room in floor}
MOST_MODULES, MOST_LINES = 12, 300


def room(module: str) -> str:
    """Return the room of a module, `kkgraph.site.pages.home` -> site."""
    return [*module.split("."), "__init__"][1]


def imported(path: Path) -> Iterator[str]:
    """Yield what a module imports of ours, at its head or within a function."""
    for node in nodes(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names if name.name.startswith("kkgraph"))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("kkgraph"):
            whole = node.module == "kkgraph"
            yield from (f"kkgraph.{n.name}" for n in node.names) if whole else (node.module,)


def test_every_room_has_a_floor():
    """A new room is put on a floor, in FLOORS, before anything is built in it."""
    rooms = {path.relative_to(PACKAGE).parts[0].removesuffix(".py") for path in MODULES}
    assert rooms == set(FLOOR)


@pytest.mark.parametrize("own", sorted(set(FLOOR) - {"__init__"}))
def test_arrows_point_downwards(own):
    """A room imports nothing from a floor above it."""
    modules = [p for p in MODULES if p.relative_to(PACKAGE).parts[0].removesuffix(".py") == own]
    assert modules
    upwards = [
        f"{path.relative_to(PACKAGE)}: {name}"
        for path in modules
        for name in imported(path)
        if room(name) in FLOOR and FLOOR[room(name)] < FLOOR[own]
    ]
    assert sorted(upwards) == []


def test_no_folder_is_crowded():
    """A folder has at most a dozen modules."""
    counted = Counter(path.parent for path in MODULES if path.name != "__init__.py")
    assert {str(f.relative_to(PACKAGE)): n for f, n in counted.items() if n > MOST_MODULES} == {}


def test_no_module_is_long():
    """A module has at most 300 lines."""
    lines = {str(p.relative_to(PACKAGE)): p.read_text("utf-8").count("\n") for p in MODULES}
    assert {name for name, count in lines.items() if count > MOST_LINES} == set()
