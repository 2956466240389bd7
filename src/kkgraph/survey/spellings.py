"""Whether a spelling stands in a passage: case, quotes, line breaks and endings aside."""

import re
from collections.abc import Iterable
from functools import cache

_QUOTES = str.maketrans("’‘´`”“„", "''''\"\"\"")  # noqa: RUF001 - as the survey prints it
# The longest name in capitals that is taken for an acronym.
_ACRONYM = 5
# A genitive, or a definite article, may follow a name: "STRINGs", "Jobcenteret".
_ENDING = r"(?:'?s|e?ns?|e?ts?|er|erne|ne)?"


def plain(text: str) -> str:
    """Return the text with single spaces and plain quotation marks."""
    return " ".join(text.translate(_QUOTES).split())


def passages(lines: Iterable[str]) -> tuple[str, str]:
    """Join lines into running text, once keeping and once closing hyphens at line ends."""
    joined = "\n".join(line.strip() for line in lines)
    kept = re.sub(r"-\s*\n\s*(?!og\b|eller\b)", "-", joined)
    closed = re.sub(r"(?<=\w)-\s*\n\s*(?!og\b|eller\b)", "", joined)
    return plain(kept), plain(closed)


@cache
def name_pattern(name: str, *, opens: bool = False) -> re.Pattern[str]:
    """Return a pattern for a name as a word of its own, with a Danish ending at most.

    A short name in capitals is found in capitals only: the project VIA is no "via".
    With `opens` the name may also open a longer word.
    """
    body = re.escape(plain(name))
    if name.isupper() and len(name) <= _ACRONYM:
        return re.compile(rf"(?<!\w){body}(?:'?s)?(?!\w)")
    end = "" if opens else rf"{_ENDING}(?!\w)"
    return re.compile(rf"(?<!\w){body}{end}", re.IGNORECASE)


@cache
def figure(pattern: str) -> re.Pattern[str]:
    """Return a figure's pattern, compiled; words are found in any case."""
    return re.compile(pattern, re.IGNORECASE)


def stands_in(pattern: re.Pattern[str], texts: Iterable[str]) -> bool:
    """Tell whether the pattern is found in one of the texts."""
    return any(pattern.search(text) for text in texts)
