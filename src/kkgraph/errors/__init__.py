"""Everything that can go wrong for a user, each named after the situation.

A message says where it is and, where that does not follow, what to do; the command line
prints it in one place (`kkgraph.cli`) as `kkgraph: ...` and ends with exit code 2.
"""

from collections.abc import Iterable
from pathlib import Path


class KkgraphError(Exception):
    """Base of all errors that a user can cause and cure; `str()` is the message.

    `hint` is what the message tells whoever sits at the command line, `reason` the message
    for everybody else: without the hint, and without the dashes of an option.
    """

    def __init__(self, message: str, hint: str = "", reason: str = "") -> None:
        """Put the message together; without a `reason` of its own it is the message."""
        super().__init__(f"{message}; {hint}" if hint else message)
        self.hint, self.reason = hint, reason or message


WIDEST = 500  # characters of a line, or of an engine's message, that an error repeats


def _window(line: str, column: int) -> tuple[str, int]:
    """Return the part of a line around a column (from 0), and where in it the column is."""
    if len(line) <= WIDEST:
        return line, column
    start = max(0, min(column, len(line)) - WIDEST // 2)
    front = "… " if start else ""
    end = " …" if start + WIDEST < len(line) else ""
    return front + line[start : start + WIDEST] + end, column - start + len(front)


def listed(items: Iterable[str]) -> str:
    """Return names as a message lists them."""
    return ", ".join(items)


class ProjectNotFound(KkgraphError):
    """A folder was asked for that holds no kkgraph project."""

    def __init__(self, where: Path) -> None:
        """Say which folder and what a project's folder has to hold."""
        super().__init__(
            f"{where}: no kkgraph project here; "
            "expected a folder with kkgraph.toml and data/; `kkgraph init` makes one"
        )


class DataFileError(KkgraphError):
    """A data file, ontology file or rule cannot be read as what it is."""

    def __init__(self, path: Path | str, line: int | None, what: str) -> None:
        """Render as `file:line: what`."""
        self.path, self.line, self.what = path, line, what
        place = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(f"{place}: {what}")


class InputNotReadable(KkgraphError):
    """A file named on the command line cannot be read."""

    def __init__(self, path: Path | str, why: str) -> None:
        """Name the file and the system's reason."""
        super().__init__(f"{path}: cannot read it: {why}")


class QueryNotFound(KkgraphError):
    """No saved query has the name."""

    def __init__(self, name: str, near: Iterable[str] = ()) -> None:
        """List near names, or point at the list of all."""
        near = list(near)
        meant = f"; did you mean {listed(near)}?" if near else ""
        hint = "" if near else "`kkgraph queries` lists all"
        super().__init__(f"no saved query is called '{name}'{meant}", hint)


class QueryHeaderInvalid(KkgraphError):
    """The `#+` header of a saved query does not follow its grammar."""

    def __init__(self, path: Path, line: int, what: str) -> None:
        """Render as `file:line: what`."""
        super().__init__(f"{path}:{line}: {what}")


class QuerySyntaxError(KkgraphError):
    """A SPARQL text does not parse."""

    code = "unexpected"  # the kind of mistake, for programs

    def __init__(self, source: str, text: str, place: tuple[int, int], what: str) -> None:
        """Render the place, the line and a caret under the column (both from 1)."""
        self.line, self.column = place
        lines = text.splitlines() or [""]
        shown, before = _window(lines[min(self.line, len(lines)) - 1], self.column - 1)
        caret = "".join("\t" if c == "\t" else " " for c in shown[:before]) + "^"
        what = what if len(what) <= WIDEST else f"{what[:WIDEST]} …"
        super().__init__(
            f"{source}:{self.line}:{self.column}: SPARQL syntax: {what}\n  {shown}\n  {caret}"
        )


class QueryTooComplex(KkgraphError):
    """A SPARQL text is nested deeper, or a chain in it longer, than the engine survives."""

    def __init__(self, source: str, place: tuple[int, int], what: str) -> None:
        """Say where it goes too far, in one line: the text's own may be a very long one."""
        self.line, self.column = place
        super().__init__(f"{source}:{self.line}:{self.column}: {what}")


class QueryFailed(KkgraphError):
    """A SPARQL query parses but cannot be evaluated."""

    def __init__(self, source: str, why: str, hint: str = "") -> None:
        """Name the query and the engine's reason."""
        super().__init__(f"{source}: the query cannot be run: {why}", hint)


class ServiceRefused(QueryFailed):
    """A query wants something fetched."""

    def __init__(self, source: str, host: str = "") -> None:
        """Say that nothing is, and what would allow it at the command line."""
        hint = f"to ask it: --allow-service {host}" if host else ""
        super().__init__(source, "SERVICE is switched off: no other server is asked", hint)


class ParameterMissing(KkgraphError):
    """A saved query was called without a parameter that it needs."""

    def __init__(self, query: str, name: str, example: str) -> None:
        """Name the parameter and show a call that works; "" where there is none."""
        reason = f"query '{query}' needs {name}"
        hint = f"for example: {example}" if example else "there is nothing in the data to give it"
        super().__init__(f"query '{query}' needs --{name}", hint, reason)


class ParameterInvalid(KkgraphError):
    """A parameter is unknown, given twice, or its value is not of its type."""

    def __init__(self, name: str, what: str) -> None:
        """Name the parameter and what is wrong with it."""
        super().__init__(f"--{name}: {what}", reason=f"{name}: {what}")


class ParameterUnknown(ParameterInvalid):
    """A parameter was given that the query does not have."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """List the parameters it has."""
        names = list(known)
        what = "the query has no such parameter; it has "
        super().__init__(name, what + (listed(f"--{one}" for one in names) or "none"))
        self.reason = f"{name}: {what}{listed(names) or 'none'}"


class KindUnknown(KkgraphError):
    """There is no such kind of thing to search for."""

    def __init__(self, kind: str, known: Iterable[str]) -> None:
        """List the kinds."""
        super().__init__(f"--kind {kind}: no such kind; use one of: {listed(known)}")


class ChoiceInvalid(KkgraphError):
    """A reading of a question was chosen that there is not."""

    def __init__(self, number: int, count: int) -> None:
        """Say how many readings there are."""
        what = f"choose 1 to {count}" if count else "the question can be read in no way"
        super().__init__(f"--choose {number}: {what}")


class EntityNotFound(KkgraphError):
    """Nothing in the graph goes by the text."""

    def __init__(self, text: str, near: Iterable[str] = (), wanted: str = "thing") -> None:
        """List near matches, or say how to look for one."""
        self.near = list(near)
        near_ones = f"; near matches: {listed(self.near)}" if self.near else ""
        hint = "" if self.near else f"try `kkgraph search {text!r}`"
        super().__init__(f"no {wanted} goes by '{text}'{near_ones}", hint)


class EntityAmbiguous(KkgraphError):
    """Several things in the graph go by the text."""

    def __init__(self, text: str, candidates: Iterable[str]) -> None:
        """List the candidates, each of which is itself a valid way to name the thing."""
        self.candidates = list(candidates)
        super().__init__(f"'{text}' names several things; say which: {listed(self.candidates)}")


class ClassNotFound(KkgraphError):
    """No class of the ontology goes by the name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """List near names, or all."""
        from difflib import get_close_matches

        names = list(known)
        near = get_close_matches(name, names, n=3, cutoff=0.5) or names
        super().__init__(f"no class is called '{name}'; there are: {listed(near)}")


class SurveyNotReadable(KkgraphError):
    """A copy of the survey text is missing, not a text, or not UTF-8."""

    def __init__(self, path: Path, why: str) -> None:
        """Name the file and the reason."""
        super().__init__(f"{path}: cannot read the survey text: {why}")


class SurveyMismatch(KkgraphError):
    """A copy of the survey text is not the text that the graph was made from."""

    def __init__(self, path: Path, section: str, what: str) -> None:
        """Name the first section that differs."""
        super().__init__(
            f"{path}: section {section} differs from the text the graph was made from: {what}"
        )


class FactNotFound(KkgraphError):
    """The graph holds no statement of the kind asked for."""

    def __init__(self, what: str) -> None:
        """Say what was looked for."""
        super().__init__(f"the graph holds no such statement: {what}", "see `kkgraph show`")


class CompletionUnknown(KkgraphError):
    """A shell was named for which there is no completion script."""

    def __init__(self, shell: str, known: Iterable[str]) -> None:
        """List the known shells."""
        super().__init__(f"no completion for '{shell}'; there is one for {listed(known)}")
