"""Writes the measured parts of docs/performance.md, and its plot, from bench/results/*.json.

    python bench/report.py

A part stands between `<!-- measured: NAME -->` and `<!-- end -->` and comes from NAME.json.
"""

import json
import math
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
PAGE, PLOT = ROOT / "docs" / "performance.md", ROOT / "docs" / "growth.svg"
RESULTS = Path(__file__).parent / "results"
WHAT = ("load", "lookup", "validate", "network")
COLOURS = dict(zip(WHAT, ("#0072b2", "#009e73", "#d55e00", "#cc79a7"), strict=True))
WIDTH, HEIGHT, MARGIN = 640, 400, 60
_BLOCK = re.compile(r"(<!-- measured: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


def said(found: dict[str, Any]) -> str:
    """Return when and where something was measured, as a sentence."""
    return (
        f"{found['date']}, {found['cores']} cores ({found['machine']}, load {found['load']}), "
        f"Python {found['python']}, pyoxigraph {found['pyoxigraph']}; processor time."
    )


def suite(found: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of the comparison with others."""
    yield said(found)
    yield ""
    yield "| | | processor time | kkgraph's share of it |"
    yield "| --- | --- | ---: | ---: |"
    for topic, medians in found["processor_ms"].items():
        for name, spent in medians.items():
            ratio = found["ratios"].get(f"{topic}/{name}")
            share = "" if ratio is None else f"{ratio:.2f}"
            yield f"| {topic} | {name} | {spent:,.0f} ms | {share} |"


def growth(found: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of what grows with the graph."""
    yield said(found)
    yield ""
    yield "| quads | stored | load | look-up | validation | network | memory |"
    yield "| ---: | ---: | ---: | ---: | ---: | ---: | ---: |"
    for one in found["sizes"]:
        checked = f"{one['validate']:,.2f} s" if "validate" in one else ""
        yield (
            f"| {one['quads']:,} | {one['stored']:,} | {one['load']:,.2f} s | "
            f"{one['lookup'] * 1e6:,.0f} µs | {checked} | {one['network']:,.2f} s | "
            f"{one['memory']:,.0f} MB |"
        )
    powers = (f"{name} {power:.2f}" for name, power in found["exponents"].items())
    yield ""
    yield f"Exponents (slope of the logarithms): {', '.join(powers)}."
    if found["left_out"]:
        sizes = ", ".join(f"{size:,}" for size in found["left_out"])
        yield f"Not measured in this run: {sizes} quads."
    yield ""
    yield "![Processor time by number of quads, both logarithmic](growth.svg)"


def plot(found: dict[str, Any]) -> str:
    """Return the growth as SVG: seconds by quads, both logarithmic."""
    sizes = found["sizes"]
    x = scale([one["quads"] for one in sizes], MARGIN, WIDTH - 2 * MARGIN)
    y = scale([one[name] for one in sizes for name in WHAT if name in one], HEIGHT - MARGIN, MARGIN)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-size="12">',
        "<title>Processor time by number of quads</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="white"/>',
    ]
    for one in sizes:
        at = x(one["quads"]), HEIGHT - MARGIN + 24
        parts.append(_text(at, f"{one['quads']:,}", 'text-anchor="middle"'))
    for power in range(-5, 4):
        at = y(10**power)
        if MARGIN / 2 < at < HEIGHT - MARGIN + 5:
            parts.append(f'<path d="M{MARGIN} {at:.0f}H{WIDTH - 2 * MARGIN}" stroke="#ddd"/>')
            parts.append(_text((MARGIN - 6, at + 4), f"{10.0**power:g} s", 'text-anchor="end"'))
    for name, colour in COLOURS.items():
        points = [(x(one["quads"]), y(one[name])) for one in sizes if name in one]
        line = " ".join(f"{a:.1f},{b:.1f}" for a, b in points)
        stroke = f'fill="none" stroke="{colour}" stroke-width="2"'
        parts.append(f'<polyline points="{line}" {stroke}/>')
        end = points[-1]
        parts.append(_text((end[0] + 6, end[1] + 4), name, f'fill="{colour}"'))
    return "\n".join([*parts, "</svg>"]) + "\n"


def _text(at: tuple[float, float], words: str, more: str) -> str:
    return f'<text x="{at[0]:.0f}" y="{at[1]:.0f}" {more}>{words}</text>'


def scale(values: list[float], start: float, end: float) -> Callable[[float], float]:
    """Return where a value stands between two places, by its logarithm."""
    low, high = math.log(min(values)), math.log(max(values))
    return lambda value: start + (math.log(value) - low) / (high - low) * (end - start)


SERVED = {
    "µs of the processor a request": "processor_microseconds",
    "requests a second, by the clock": "requests_per_second",
}


def serve(found: dict[str, Any]) -> Iterator[str]:
    """Yield the lines of what a request took of each server's processor, and of their rates."""
    yield said(found).replace("processor time", "one server after another")
    for title, key in SERVED.items():
        yield ""
        yield from _by_server(title, dict(found[key]))


def _by_server(title: str, found: dict[str, dict[str, float]]) -> Iterator[str]:
    servers = list(dict.fromkeys(name for each in found.values() for name in each))
    yield f"| {title} | {' | '.join(servers)} |"
    yield f"| --- |{' ---: |' * len(servers)}"
    for load, rates in found.items():
        yield f"| {load} | {' | '.join(f'{rates.get(name, 0):,.0f}' for name in servers)} |"


PARTS = {"suite": suite, "growth": growth, "serve": serve}


def result(name: str) -> dict[str, Any]:
    """Return what was measured last."""
    return dict(json.loads((RESULTS / f"{name}.json").read_text("utf-8")))


def page() -> str:
    """Return docs/performance.md with its parts made anew."""

    def part(match: re.Match[str]) -> str:
        lines = "\n".join(PARTS[match[2]](result(match[2])))
        return f"{match[1]}\n{lines}\n\n{match[3]}"

    return _BLOCK.sub(part, PAGE.read_text("utf-8"))


def main() -> None:
    """Write both files."""
    PAGE.write_text(page(), "utf-8")
    PLOT.write_text(plot(result("growth")), "utf-8")


if __name__ == "__main__":
    main()
