"""Discs, squares, diamonds, triangles, ties and arrows in SVG."""

from typing import NamedTuple

Point = tuple[float, float]


class Ends(NamedTuple):
    """Where a tie begins and ends, and the radius of the node at its end."""

    x1: float
    y1: float
    x2: float
    y2: float
    radius: float


def number(value: float) -> str:
    """Return a number with one decimal, none when it is 0."""
    text = f"{value:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def shape(name: str, at: Point, radius: float, colour: str) -> str:
    """Return a node's shape; all shapes of a radius look about equally large."""
    style = f'fill="{colour}" stroke="#ffffff" stroke-width="1.2"'
    x, y = at
    if name == "square":
        half = radius * 0.89
        corner, side = (number(x - half), number(y - half)), number(2 * half)
        place = f'x="{corner[0]}" y="{corner[1]}" width="{side}" height="{side}" rx="1.5"'
        return f"<rect {place} {style}/>"
    if name == "diamond":
        reach = radius * 1.22
        return _polygon([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)], style)
    if name == "triangle":
        high, half = radius * 1.25, radius * 1.17
        return _polygon(
            [(x, y - high), (x + half, y + 0.8 * radius), (x - half, y + 0.8 * radius)], style
        )
    return f'<circle cx="{number(x)}" cy="{number(y)}" r="{number(radius)}" {style}/>'


def _polygon(points: list[Point], style: str) -> str:
    return f'<polygon points="{_joined(points)}" {style}/>'


def _joined(points: list[Point]) -> str:
    return " ".join(f"{number(x)},{number(y)}" for x, y in points)


def tie(ends: Ends, bend: float, thick: float, arrow: str | None) -> str:
    """Return a line between two nodes, bent aside if others run beside it, with an arrow head."""
    dx, dy = ends.x2 - ends.x1, ends.y2 - ends.y1
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    middle = (
        (ends.x1 + ends.x2) / 2 - dy / length * bend,
        (ends.y1 + ends.y2) / 2 + dx / length * bend,
    )
    head = _head(ends, _along(middle, ends), thick, arrow) if arrow else ""
    width = f'stroke-width="{number(thick)}"'
    if not bend:
        x1, y1, x2, y2 = map(number, ends[:4])
        return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" {width}/>{head}'
    path = f"M{_joined([(ends.x1, ends.y1)])} Q{_joined([middle])} {_joined([(ends.x2, ends.y2)])}"
    return f'<path d="{path}" {width}/>{head}'


def _along(start: Point, ends: Ends) -> Point:
    """Return the direction, of length 1, in which a tie reaches its end."""
    dx, dy = ends.x2 - start[0], ends.y2 - start[1]
    length = (dx * dx + dy * dy) ** 0.5 or 1.0
    return dx / length, dy / length


def _head(ends: Ends, along: Point, thick: float, colour: str) -> str:
    size = 6.5 + thick * 0.9
    tip = ends.x2 - along[0] * (ends.radius + 1), ends.y2 - along[1] * (ends.radius + 1)
    base = tip[0] - along[0] * size, tip[1] - along[1] * size
    aside = -along[1] * size * 0.45, along[0] * size * 0.45
    points = [
        tip,
        (base[0] + aside[0], base[1] + aside[1]),
        (base[0] - aside[0], base[1] - aside[1]),
    ]
    return f'<polygon points="{_joined(points)}" fill="{colour}" fill-opacity="0.9" stroke="none"/>'
