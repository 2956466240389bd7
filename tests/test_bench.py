"""The benchmarks: what the page says is what was measured, and a ratio that got worse is told."""

import json
import runpy
import sys
from pathlib import Path

import pytest

BENCH = Path(__file__).parents[1] / "bench"
sys.path.insert(0, str(BENCH))

growth = runpy.run_path(str(BENCH / "growth.py"))
report = runpy.run_path(str(BENCH / "report.py"))
suite = runpy.run_path(str(BENCH / "suite.py"))


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
