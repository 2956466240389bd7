"""How wide a text is: letter widths of Arial and Liberation Sans in thousandths of the size."""

_WIDTHS = {
    190: "'",
    220: "ijl’",  # noqa: RUF001 - as printed in names
    260: "|",
    280: " !,./:;I[\\]ftí·",
    330: "()-`r´“”",  # noqa: RUF001
    350: '"',
    390: "*",
    500: "cksvxyzJç",
    560: "#$0123456789?L_abdeghnopquåøäöüéèáóúã–ñ",  # noqa: RUF001
    580: "+<=>~",
    610: "FTZß",
    670: "&ABEKPSVXYÅÄ",
    720: "CDHNRUwÜ",
    780: "GOQØÖ",
    830: "mM",
    890: "%æ",
    940: "W",
    1000: "@ÆmM—…",
}
_OF_LETTER = {letter: width for width, letters in _WIDTHS.items() for letter in letters}
_USUAL = 600
# Room for other fonts, which may be a little wider.
_SLACK = 1.04
_BOLD = 1.08
# Where neither Arial nor Liberation Sans is installed, a line comes out wider by so much: of
# DejaVu Sans and Verdana, the widest of the usual ones.
OTHER_FONT = 1.18


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of a line of text in the unit of its size."""
    total = sum(_OF_LETTER.get(letter, _USUAL) for letter in text)
    return total / 1000 * size * _SLACK * (_BOLD if bold else 1.0)


def wrapped(text: str, size: float, room: float, *, bold: bool = False) -> list[str]:
    """Break a text between words into lines that fit; a word too long stands alone."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and width(longer, size, bold=bold) * OTHER_FONT <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines
