"""Everything that can go wrong for a user, each named after the situation.

A message says where it is and, where that does not follow, what to do.

**In which language.** Who raises an error does not know who will read it. So an error keeps no
sentence but a *message* (`kkgraph.texts.Message`): the key of a text in `texts/{da,en}.toml`, and
the values for its placeholders. It is put into words where it is shown, by whoever knows the
reader:

- the command line, in one place (`kkgraph.cli`): `kkgraph: ...` on standard error and exit code
  2, in the language of `--lang` or KKGRAPH_LANG, else English. The locale (LANG, LC_ALL) does not
  count: what a script reads is the same on every machine;
- the server, in the language that the request asks for (`lang`, a Danish address, Accept-Language);
- Python: `str(error)` is English, `error.said("da")` Danish.

**What is said.** Every error has a message, most have a `hint` and some a `reason` of their own
(see `KkgraphError`). A detail that differs between the places where an error is raised, the `why`
of InputNotReadable for example, is a message itself; names, paths, values and what another program
says (a parser, a server) are texts that stay as they are. What the system says of a file that it
refuses (`why`) is in our texts, too, by the name of its number: ENOENT, EACCES and so on.

**How it is kept.** No error is raised with a sentence: a test reads every call (`test_errors`).
Both files have the same keys and placeholders (`test_texts`), English ones are asserted word by
word, and a person's commonest mistakes are made at a terminal in Danish and looked through for
English words.

**What stays English.** The server's log, which its operator reads and programs search; and what
foreign programs say.
"""

import copyreg
import errno
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from kkgraph.texts import Message, said, table

# What can be put into words; a text alone is the same in every language.
Said = Message | Mapping[str, str] | str


class KkgraphError(Exception):
    """Base of all errors that a user can cause and cure; `str()` is the message in English.

    `hint` is what the message tells whoever sits at the command line, `reason` the message
    for everybody else: without the hint, and without the dashes of an option.
    """

    def __init__(self, message: Said, hint: Said = "", reason: Said = "") -> None:
        """Keep what the message is put together of; without its own `reason` it is that, too."""
        super().__init__(message)
        self.message, self.hint, self._reason = message, hint, reason or message

    def said(self, lang: str) -> str:
        """Return the message in a language, with the hint."""
        return "; ".join(filter(None, (said(self.message, lang), said(self.hint, lang))))

    def reason(self, lang: str = "en") -> str:
        """Return the message in a language for whoever sits at no command line."""
        return said(self._reason, lang)

    def __str__(self) -> str:
        """Return the message in English."""
        return self.said("en")

    def __reduce__(self) -> tuple[Any, ...]:
        """Let an error pass between processes, whatever it is made from."""
        return copyreg.__newobj__, (type(self), *self.args), self.__dict__  # type: ignore[attr-defined]


WIDEST = 500  # characters of a line, or of an engine's message, that an error repeats


def _window(line: str, column: int) -> tuple[str, int]:
    """Return the part of a line around a column (from 0), and where in it the column is."""
    if len(line) <= WIDEST:
        return line, column
    start = max(0, min(column, len(line)) - WIDEST // 2)
    front = "… " if start else ""
    end = " …" if start + WIDEST < len(line) else ""
    return front + line[start : start + WIDEST] + end, column - start + len(front)


def listed(items: Iterable[object]) -> str:
    """Return names as a message lists them."""
    return ", ".join(map(str, items))


def system(error: OSError) -> Said:
    """Return why the system refuses, in our words where there are any."""
    name = errno.errorcode.get(error.errno or 0, "")
    if name in table("errors.system", "en"):
        return Message(f"errors.system.{name}")
    return error.strerror or str(error)


class ProjectNotFound(KkgraphError):
    """A folder was asked for that holds no kkgraph project."""

    def __init__(self, where: Path) -> None:
        """Say which folder and what a project's folder has to hold."""
        super().__init__(Message("errors.project.not_found", where=where))


class DataFileError(KkgraphError):
    """A data file, ontology file or rule cannot be read as what it is."""

    def __init__(self, path: Path | str, line: int | None, what: Said) -> None:
        """Render as `file:line: what`."""
        self.path, self.line, self.what = path, line, what
        place = f"{path}:{line}" if line is not None else f"{path}"
        super().__init__(Message("errors.at", place=place, what=what))


class InputNotReadable(KkgraphError):
    """A file named on the command line cannot be read."""

    def __init__(self, path: Path | Said, why: Said) -> None:
        """Name the file and the system's reason."""
        super().__init__(Message("errors.input.not_readable", path=path, why=why))


class QueryNotFound(KkgraphError):
    """No saved query has the name."""

    def __init__(self, name: str, near: Iterable[str] = ()) -> None:
        """List near names, or point at the list of all."""
        names = listed(near)
        if names:
            super().__init__(Message("errors.query.near", name=name, near=names))
        else:
            hint = Message("errors.query.all")
            super().__init__(Message("errors.query.not_found", name=name), hint)


class TopicNotFound(KkgraphError):
    """No saved query is of the topic."""

    def __init__(self, name: str, known: Iterable[str], near: Iterable[str] = ()) -> None:
        """List near names, or all topics."""
        names = listed(near)
        key, said = ("topic_near", names) if names else ("topic", listed(known))
        super().__init__(Message(f"errors.query.{key}", name=name, near=said))


class QueryHeaderInvalid(KkgraphError):
    """The `#+` header of a saved query does not follow its grammar."""

    def __init__(self, path: Path, line: int, what: Said) -> None:
        """Render as `file:line: what`."""
        super().__init__(Message("errors.at", place=f"{path}:{line}", what=what))


class QuerySyntaxError(KkgraphError):
    """A SPARQL text does not parse."""

    code = "unexpected"  # the kind of mistake, for programs

    def __init__(self, source: Said, text: str, place: tuple[int, int], what: Said) -> None:
        """Render the place, the line and a caret under the column (both from 1)."""
        self.line, self.column = place
        lines = text.splitlines() or [""]
        shown, before = _window(lines[min(self.line, len(lines)) - 1], self.column - 1)
        caret = "".join("\t" if c == "\t" else " " for c in shown[:before]) + "^"
        where = Message("errors.query.place", source=source, line=self.line, column=self.column)
        below = f"\n  {shown}\n  {caret}" if shown.strip() else ""
        super().__init__(Message("errors.query.syntax", place=where, what=what, below=below))


class QueryTooComplex(KkgraphError):
    """A SPARQL text is nested deeper, or a chain in it longer, than the engine survives."""

    def __init__(self, source: Said, place: tuple[int, int], what: Said) -> None:
        """Say where it goes too far, in one line: the text's own may be a very long one."""
        self.line, self.column = place
        where = Message("errors.query.place", source=source, line=self.line, column=self.column)
        super().__init__(Message("errors.at", place=where, what=what))


class QueryFailed(KkgraphError):
    """A SPARQL query parses but cannot be evaluated."""

    def __init__(self, source: Said, why: Said, hint: Said = "") -> None:
        """Name the query and the engine's reason."""
        super().__init__(Message("errors.query.failed", source=source, why=why), hint)


class ServiceRefused(QueryFailed):
    """A query wants something fetched."""

    def __init__(self, source: Said, host: str = "") -> None:
        """Say that nothing is, and what would allow it at the command line."""
        hint = Message("errors.query.allow_service", host=host) if host else ""
        super().__init__(source, Message("errors.query.service"), hint)


class ParameterMissing(KkgraphError):
    """A saved query was called without a parameter that it needs."""

    def __init__(self, query: str, name: str, example: str) -> None:
        """Name the parameter and show a call that works; "" where there is none."""
        none = Message("errors.parameter.nothing")
        super().__init__(
            Message("errors.parameter.missing", query=query, name=f"--{name}"),
            Message("errors.parameter.example", example=example) if example else none,
            Message("errors.parameter.missing", query=query, name=name),
        )


class ParameterInvalid(KkgraphError):
    """A parameter is unknown, given twice, or its value is not of its type."""

    def __init__(self, name: str, what: Said, reason: Said = "") -> None:
        """Name the parameter and what is wrong with it."""
        super().__init__(
            Message("errors.at", place=f"--{name}", what=what),
            reason=Message("errors.at", place=name, what=reason or what),
        )


class ParameterUnknown(ParameterInvalid):
    """A parameter was given that the query does not have."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """List the parameters it has."""
        names = list(known)
        if not names:
            super().__init__(name, Message("errors.parameter.none"))
            return
        options = listed(f"--{one}" for one in names)
        super().__init__(
            name,
            Message("errors.parameter.unknown", known=options),
            Message("errors.parameter.unknown", known=listed(names)),
        )


class KindUnknown(KkgraphError):
    """There is no such kind of thing to search for."""

    def __init__(self, kind: str, known: Iterable[str]) -> None:
        """List the kinds."""
        super().__init__(Message("errors.search.kind", kind=kind, known=listed(known)))


class ChoiceInvalid(KkgraphError):
    """A reading of a question was chosen that there is not."""

    def __init__(self, number: int, count: int) -> None:
        """Say how many readings there are."""
        key = "errors.ask.choice" if count else "errors.ask.no_choice"
        super().__init__(Message(key, number=number, count=count))


class EntityNotFound(KkgraphError):
    """Nothing in the graph goes by the text."""

    def __init__(
        self,
        text: str,
        near: Iterable[Said] = (),
        wanted: Said = "",
        others: Iterable[Said] = (),
    ) -> None:
        """Say what else goes by the text, list near matches, or say how to look for one."""
        names, elsewhere = list(near), list(others)
        self.near = [said(one, "en") for one in names]
        values = {"text": text, "wanted": wanted or Message("errors.entity.thing")}
        if elsewhere:
            super().__init__(Message("errors.entity.other_kind", others=elsewhere, **values))
        elif names:
            super().__init__(Message("errors.entity.near", near=names, **values))
        else:
            hint = Message("errors.entity.search", text=repr(text))
            super().__init__(Message("errors.entity.not_found", **values), hint)


class EntityAmbiguous(KkgraphError):
    """Several things in the graph go by the text."""

    def __init__(self, text: str, candidates: Iterable[Said]) -> None:
        """List the candidates, each of which is itself a valid way to name the thing."""
        names = list(candidates)
        self.candidates = [said(one, "en") for one in names]
        super().__init__(Message("errors.entity.ambiguous", text=text, candidates=names))


class ClassNotFound(KkgraphError):
    """No class of the ontology goes by the name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        """List near names, or all."""
        from difflib import get_close_matches

        names = list(known)
        near = get_close_matches(name, names, n=3, cutoff=0.5) or names
        super().__init__(Message("errors.entity.no_class", name=name, near=listed(near)))
