"""Where a text that the engine refuses really stops making sense."""

import re
from collections.abc import Callable

from kkgraph.errors import WIDEST, QuerySyntaxError, Said
from kkgraph.sparql.text import Prepared, Token, tokens
from kkgraph.texts import Message

# Longer than any keyword the engine looks for: see `_widened`.
_WIDTH = 20
_PROLOGUE = {"PREFIX": "P", "BASE": "B"}
_UPDATES = {"ADD", "CLEAR", "COPY", "CREATE", "DELETE"} | {"DROP", "INSERT", "LOAD", "MOVE", "WITH"}
# What the engine says -> the code of the mistake.
_SENTENCES = {
    "Prefix not found": "prefix",
    "The SELECT contains a variable that is unbound": "ungrouped",
    "The SELECT overrides an existing variable": "taken",
}


def syntax_error(
    source: Said, prepared: Prepared, parse: Callable[[str], object]
) -> QuerySyntaxError:
    """Return the error of a text that `parse` refuses, at the token where it stops."""
    widened, starts = _widened(prepared.text)
    message, line, column = _complaint(parse, widened)
    token = _token_at(widened, starts, line, column)
    text = prepared.original
    offset = prepared.origin(token.start) if token else len(text.rstrip())
    known = (code for key, code in _SENTENCES.items() if key in message)
    code = "update" if _is_update(text, offset) else next(known, "")
    what = Message(f"errors.syntax.{code}") if code else _unexpected(text, offset)
    error = QuerySyntaxError(source, text, place(text, offset), what)
    error.code = what.key.rpartition(".")[2].partition("-")[0]
    return error


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column (both from 1) of an offset."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def _complaint(parse: Callable[[str], object], text: str) -> tuple[str, int, int]:
    """Return the engine's message about a text, and the line and column that it gives."""
    try:
        parse(text)
    except SyntaxError as error:
        message = str(error.msg)
        found = re.search(r"error at (\d+):(\d+)", message)
        return (message, int(found[1]), int(found[2])) if found else (message, 1, 1)
    return "", 1, 1


def _is_update(text: str, offset: int) -> bool:
    """Tell whether a text stops after its prologue, at a word that updates begin with."""
    stops = next(tokens(text[offset:]), None)
    return _is_prologue(text[:offset]) and stops is not None and stops.word in _UPDATES


def _is_prologue(text: str) -> bool:
    """Tell whether a text is whole declarations, as they stand before a query, or nothing."""
    said = "".join(_PROLOGUE.get(t.word, t.kind[0]) for t in tokens(text))
    return re.fullmatch("(Pni|Bi)*", said) is not None


def _unexpected(text: str, offset: int) -> Message:
    """Return what is wrong at an offset: nothing follows, no query begins, or it cannot go on."""
    token = next((token for token in tokens(text) if token.end > offset), None)
    if token is None:
        return _ended(text)
    shown = token.text if len(token.text) <= WIDEST else f"{token.text[:WIDEST]} …"
    is_first = _is_prologue(text[: token.start]) and token.word not in _PROLOGUE
    key = "unexpected-first" if is_first else "unexpected"
    return Message(f"errors.syntax.{key}", token=shown)


def _ended(text: str) -> Message:
    """Return that a text ends: before its query, within braces, or elsewhere."""
    braces = [token.text for token in tokens(text) if token.text in "{}"]
    if braces.count("{") > braces.count("}"):
        return Message("errors.syntax.end-open", brace="}")
    return Message("errors.syntax.end-empty" if _is_prologue(text) else "errors.syntax.end")


def _widened(text: str) -> tuple[str, list[tuple[int, Token]]]:
    """Set the tokens of a text far apart; return it with (new offset, token) for each.

    The engine reports the farthest place at which it looked for a keyword, plus the
    keyword's length: with wide gaps that place cannot lie in a later token.
    """
    pieces: list[str] = []
    starts: list[tuple[int, Token]] = []
    length = end = 0
    for token in tokens(text):
        gap = text[end : token.start]
        wide = " " * _WIDTH if gap or token.text in "{}()" else ""
        pieces += ["\n" * gap.count("\n") + wide, token.text]
        starts.append((length + len(pieces[-2]), token))
        length += len(pieces[-2]) + len(token.text)
        end = token.end
    return "".join(pieces) + " " * _WIDTH, starts


def _token_at(text: str, starts: list[tuple[int, Token]], line: int, column: int) -> Token | None:
    """Return the last token that begins at or before the place, None at the text's end."""
    offset = sum(len(part) + 1 for part in text.split("\n")[: line - 1]) + column - 1
    if offset >= len(text) or not starts:
        return None
    before = [token for start, token in starts if start <= offset]
    return before[-1] if before else starts[0][1]
