"""The benchmarks: what the page says is what was measured, and a ratio that got worse is told."""

import ast
import json
import runpy
import sys
from importlib import import_module
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"
sys.path.insert(0, str(BENCH))

growth = runpy.run_path(str(BENCH / "growth.py"))
report = runpy.run_path(str(BENCH / "report.py"))
suite = runpy.run_path(str(BENCH / "suite.py"))
mutants = import_module("mutants")
mutation = runpy.run_path(str(BENCH / "mutation.py"))


def test_page_says_what_was_measured():
    """docs/performance.md and its plot are made of bench/results; `bench/report.py` renews them."""
    assert report["PAGE"].read_text("utf-8") == report["page"]()
    assert report["PLOT"].read_text("utf-8") == report["plot"](report["result"]("growth"))


def test_worse_by_half_is_told():
    """A ratio above one and a half times the stored one fails, a little more does not."""
    before = {"load/rdflib": 0.2, "query/rdflib": 0.1, "gone/x": 1.0}
    assert suite["worse"]({"load/rdflib": 0.29, "query/rdflib": 0.14}, before) == []
    told = suite["worse"]({"load/rdflib": 0.31, "query/rdflib": 0.1}, before)
    assert told == ["load/rdflib: 0.310 of its time, was 0.200"]


def test_baseline_has_every_pair():
    """The stored baseline knows every comparison that the suite makes."""
    known = json.loads((BENCH / "baseline.json").read_text("utf-8"))["ratios"]
    pairs = {f"{topic}/{name}" for topic, names in suite["PAIRS"].items() for name in names}
    cold = {"query/Python, click, engine", "query/rdflib", "query/oxigraph"}
    assert pairs | cold == set(known)


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_exponent(power: float):
    """The slope of the logarithms is the power that the points follow."""
    points = [(x, 3 * x**power) for x in (5e3, 5e4, 5e5)]
    assert growth["exponent"](points) == pytest.approx(power)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a == b", ["a != b"]),
        ("a < b", ["a <= b"]),
        ("a in b", ["a not in b"]),
        ("a and b", ["a or b"]),
        ("a + b", ["a - b"]),
        ("a += b", ["a -= b"]),
        ("not a", ["a"]),
        ("x = True", ["x = False"]),
        ("x = 41", ["x = 42"]),
        ("x = 'text'", []),
        ("x = a if b else c", ["x = c if b else a"]),
        ("[a for a in b if a]", ["[a for a in b]"]),
        ("f(a)", ["pass"]),
        ("if f(a): b", ["if not f(a):\n    b"]),
        ("if TYPE_CHECKING: f(a)", []),
        (
            "def f(a: Literal[1]) -> Literal[True]: return a",
            ["def f(a: Literal[1]) -> Literal[True]:\n    return None"],
        ),
        ("dataclass(frozen=True)", ["pass"]),
        ("zip(a, b, strict=True)", ["pass"]),
        ("x = lru_cache(256)(f)", []),
    ],
)
def test_mutants(before: str, after: list[str], tmp_path: Path):
    """Each small change is made once, and none that no caller can see."""
    path = tmp_path / "module.py"
    path.write_text(before, "utf-8")
    assert [ast.unparse(one.tree) for one in mutants.mutants(path)] == after


@pytest.mark.slow  # all mutants of a module
def test_mutants_of_the_package_are_told_apart():
    """A module's mutants have a place and text of their own, and change nothing else."""
    path = mutants.SOURCE / "kkgraph" / "lines.py"
    found = list(mutants.mutants(path))
    assert len({one.name for one in found}) == len(found) > 10
    whole = ast.unparse(ast.parse(path.read_text("utf-8")))
    assert len({ast.unparse(one.tree) for one in found} | {whole}) == len(found) + 1


def test_interval_of_a_share():
    """Wilson's interval of 28 of 42, of all and of none, as tables have it."""
    interval = mutation["interval"]
    assert interval(28, 42) == pytest.approx((0.516, 0.790), abs=0.001)
    assert interval(10, 10) == pytest.approx((0.722, 1.0), abs=0.001)
    assert interval(0, 10) == pytest.approx((0.0, 0.278), abs=0.001)


def test_survivors_have_reasons():
    """Of each sample that bench/mutation.py drew; nine in ten where tests were written for it."""
    samples = json.loads((BENCH / "results" / "mutation.json").read_text("utf-8"))
    assert len(samples) > 1
    for sample in samples.values():
        tested = sample.get("at_first", sample["killed"]) < sample["killed"]
        assert not tested or sample["killed"] >= 0.9 * sample["mutants"]
        assert sample["killed"] + len(sample["survivors"]) == sample["mutants"]
        assert [one for one in sample["survivors"] if not one["reason"]] == []


def test_tests_of_a_mutant(tmp_path, monkeypatch):
    """Those that run its line; of what runs on import all of a file of which one imported it."""
    covering = import_module("covering")
    names = ("tests/a.py::one", "tests/a.py::two", "tests/b.py::one")
    plain = {"fixtures": [], "holds": True, "seconds": 0.1, "starts": False}
    (tmp_path / "tests.json").write_text(json.dumps(dict.fromkeys(names, plain)))
    monkeypatch.setattr(covering.Map, "_lines", lambda *_: {3: [names[0]]})
    known = covering.Map(tmp_path)

    def of(function):
        place = {
            "path": mutants.SOURCE / "kkgraph" / "x.py",
            "line": 3,
            "column": 0,
            "statement": 3,
        }
        return known.of(mutants.Mutant(**place, before="", after="", number=0, function=function))

    assert of("f") == [names[0]]
    assert sorted(of("")) == list(names[:2])
