"""How a picture is set: as large as it needs, or on a column, a page or a slide."""

from dataclasses import dataclass

FONT = "'Liberation Sans', Arial, Helvetica, sans-serif"
_LABEL = 11.0  # size of a label's letters, in the drawing's units
_POINTS_A_MM = 72 / 25.4
_DOTS = 600 / 96  # of print: 600 an inch, where SVG counts 96
_WIDE, _EDGE, _SHEET_EDGE = 860.0, 36.0, 14.0


@dataclass(frozen=True)
class Style:
    """A picture's sheet, font and whether it says its title and caption itself.

    `millimetres` are its width (and height, where that is fixed too), `points` the size of its
    labels on paper; without a sheet it is as large as it needs. `font` goes before others.
    """

    millimetres: tuple[float, float | None] | None = None
    points: float = 8.0
    font: str = ""
    captioned: bool = True
    sharpness: float = 2.0

    @property
    def width(self) -> float | None:
        """The sheet's width in the drawing's units."""
        return self._units(self.millimetres[0]) if self.millimetres else None

    @property
    def height(self) -> float | None:
        """The sheet's height in the drawing's units, where it is fixed."""
        high = self.millimetres[1] if self.millimetres else None
        return self._units(high) if high else None

    @property
    def margin(self) -> float:
        """What stays free at each side."""
        return _SHEET_EDGE if self.millimetres else _EDGE

    @property
    def least_width(self) -> float:
        """How wide title and caption may be at least."""
        return self.width - 2 * self.margin if self.width else _WIDE

    @property
    def fonts(self) -> str:
        """The font family as CSS has it."""
        quoted = self.font.replace("\\", "\\\\").replace("'", "\\'")
        return f"'{quoted}', {FONT}" if self.font else FONT

    def _units(self, millimetres: float) -> float:
        return millimetres * _POINTS_A_MM / self.points * _LABEL

    def measured(self, units: float) -> str:
        """Return a length of the drawing as its file says it: in millimetres on a sheet."""
        if not self.millimetres:
            return f"{units:.1f}".removesuffix(".0")
        return f"{units * self.points / _LABEL / _POINTS_A_MM:.2f}mm"


PRESETS = {
    "single": Style((85.0, None), 6.5, sharpness=_DOTS),
    "double": Style((178.0, None), 7.0, sharpness=_DOTS),
    "slide": Style((338.67, 190.5), 13.0, sharpness=1.5),
}
