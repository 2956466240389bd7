"""The fast engine says what pySHACL says: on the cases of the shapes, the W3C's, and mutations.

With KKGRAPH_SHACL_SUITE set to a copy of the W3C's data-shapes-test-suite/tests, every case
of it that uses no more of SHACL than our shapes may is held against both engines.
"""

import os
import random
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote, urlsplit

import mutations
import pyoxigraph as ox
import pytest
from held import Held, read
from mistakes import MISTAKES, apply, copy
from sampling import each

from kkgraph import terms
from kkgraph.errors import DataFileError
from kkgraph.project import Project
from kkgraph.validation.conformance import Validation
from kkgraph.validation.report.findings import Report
from kkgraph.validation.shacl import ENGINES, engines
from kkgraph.validation.shacl.engines import PROVED, Result, run
from kkgraph.validation.shacl.graph import Merged
from kkgraph.validation.shacl.shapes import Shapes

ROOT = Path(__file__).resolve().parent.parent
CASES = sorted((ROOT / "tests" / "shapes").glob("*.ttl"))
SUITE = os.environ.get("KKGRAPH_SHACL_SUITE", "")
SHT, MF = (
    "http://www.w3.org/ns/shacl-test#",
    "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#",
)
SH = terms.PREFIXES["sh"]


def counted(results: Iterable[Result]) -> Counter[tuple[str, ...]]:
    """Return results to compare; a parser's names for blank nodes are others in each run."""

    def plain(text: str) -> str:
        return "_" if text.startswith("_:") else text

    return Counter(
        (
            plain(one.focus),
            one.path,
            plain(str(one.value)),
            one.component,
            one.shape,
            one.severity,
        )
        for one in results
    )


def both(data: Iterable[ox.Quad], shapes: Iterable[ox.Quad]) -> list[Counter[tuple[str, ...]]]:
    """Return what each engine finds."""
    held = Held(tuple(quad.triple for quad in data))
    read_shapes = Shapes(tuple(shapes))
    return [counted(run(name, held, read_shapes, Path("shapes.ttl"))) for name in ENGINES]  # type: ignore[arg-type]


@pytest.mark.parametrize("case", each(CASES, 40, lambda case: case.stem))
def test_every_case_of_the_shapes_is_judged_alike(case: Path) -> None:
    """Focus, path, value, constraint, shape and severity of every result are the same."""
    context = (ROOT / "ontology/kk.ttl", ROOT / "tests/shapes/context.ttl")
    reference, fast = both(read(*context, case), read(ROOT / "ontology/shapes.ttl"))
    assert fast == reference
    assert bool(reference) == case.stem.endswith("-invalid")


def test_our_shapes_use_only_what_is_proved() -> None:
    """What the fast engine was held against pySHACL for covers all that the shapes use."""
    shapes = Shapes(read(ROOT / "ontology/shapes.ttl"))
    assert shapes.features() <= PROVED
    assert engines.chosen(None, shapes) == "fast"


def test_other_shapes_fall_back_on_pyshacl() -> None:
    """Shapes with a feature that was not proved run on the reference engine."""
    text = "@prefix sh: <http://www.w3.org/ns/shacl#> . <urn:s> sh:rule <urn:r> ."
    assert engines.chosen(None, Shapes(tuple(ox.parse(text, format=ox.RdfFormat.TURTLE)))) == (
        "pyshacl"
    )


@dataclass(frozen=True)
class Case:
    """A case of the W3C: its data, its shapes, and how many results it expects."""

    name: str
    data: tuple[ox.Quad, ...]
    shapes: tuple[ox.Quad, ...]
    wanted: int


def suite() -> Iterator[Case]:
    """Yield the W3C's cases for SHACL Core whose shapes use only what is proved."""
    for path in sorted(Path(SUITE, "core").rglob("*.ttl")):
        quads = read(path)
        data = tuple(part(quads, "dataGraph"))
        shapes = tuple(part(quads, "shapesGraph"))
        is_proved = Shapes(shapes).features() - REPORT <= PROVED
        if data and is_proved and path.name not in NOT_THE_REFERENCES:
            wanted = sum(quad.predicate.value == f"{SH}result" for quad in quads)
            yield Case(str(path.relative_to(SUITE)), data, shapes, wanted)


# pySHACL 0.40 takes "1" for true, which the case says is not; the fast engine is right.
NOT_THE_REFERENCES = ("uniqueLang-002.ttl",)
# Terms of a report, which the cases hold beside the shapes.
REPORT = frozenset(
    """
    conforms result focusNode resultPath resultSeverity sourceConstraintComponent
    sourceShape value resultMessage sourceConstraint detail
    """.split()  # noqa: SIM905 - easier read as a text
)


def part(quads: Iterable[ox.Quad], name: str) -> Iterator[ox.Quad]:
    """Yield the statements of a case's data or shapes, which may be the case's own file."""
    for quad in quads:
        if quad.predicate.value == SHT + name:
            address = urlsplit(quad.object.value)
            yield from read(Path(unquote(address.path)))


@pytest.mark.filterwarnings("ignore")  # of pySHACL and rdflib, about cases made to be odd
@pytest.mark.skipif(not SUITE, reason="set KKGRAPH_SHACL_SUITE to a copy of the W3C's SHACL tests")
def test_the_suite_of_the_w3c_is_judged_alike() -> None:
    """Every case that uses no more than our shapes: the engines agree, and with the case."""
    cases = list(suite())
    found = {case.name: both(case.data, case.shapes) for case in cases}
    assert len(cases) > 90
    assert [name for name, (reference, fast) in found.items() if reference != fast] == []
    sums = {case.name: [case.wanted] * len(ENGINES) for case in cases}
    assert {name: [sum(one.values()) for one in pair] for name, pair in found.items()} == sums


def told(report: Report) -> list[tuple[object, ...]]:
    """Return findings to compare."""
    return [
        (one.rule, one.focus, one.path, one.value, one.place, one.severity)
        for one in report.findings
    ]


@pytest.mark.slow
def test_mistakes_are_judged_alike(tmp_path: Path) -> None:
    """Several mistakes at once are the same findings, at the same places, from both engines."""
    project = copy(tmp_path)
    some = [one for one in MISTAKES if one.name in {"V6", "V11", "V15", "V17", "V18", "V10"}]
    for one in some:
        apply(tmp_path, one.edits)
    found = [told(Validation(project, engine=name).run()) for name in ENGINES]
    assert found[0] == found[1]
    assert len(found[0]) == len(some)


TOGETHER = 10  # mistakes in one copy of the data


@pytest.mark.long
@pytest.mark.parametrize("batch", range(30))
def test_mutations_are_judged_alike(
    tmp_path: Path, batch: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each result for ten mistakes at random places of the data is the same from both engines."""
    project = copy(tmp_path)
    made = [mutated(project, number) for number in range(batch * TOGETHER, (batch + 1) * TOGETHER)]
    assert sum(made) > TOGETHER // 2
    found = []

    def twice(_: str, data: Merged, shapes: Shapes, path: Path) -> list[Result]:
        reference, fast = (run(name, data, shapes, path) for name in ENGINES)
        found.append((counted(reference), counted(fast)))
        return reference

    monkeypatch.setattr(engines, "run", twice)
    Validation(project).run()
    assert [fast for _, fast in found] == [reference for reference, _ in found]


def mutated(project: Project, number: int) -> bool:
    """Make the mistake of a number; one that no engine sees, as the file cannot be read, is undone.

    Returns whether it was made.
    """
    before = {path: path.read_bytes() for path in project.root.rglob("*.t*")}
    made = mutations.make(project.root, random.Random(number), number)  # noqa: S311 - no secret
    try:
        Validation(project).run()
    except DataFileError:
        for path, text in before.items():
            path.write_bytes(text)
        return False
    return made is not None
