"""What a project says of itself in `kkgraph.toml`: name, municipality, where things live.

A project without the file is read as one of no municipality, under the package's own base.
"""

import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple

from kkgraph import terms
from kkgraph.errors import DataFileError
from kkgraph.project.licences import called
from kkgraph.texts import LANGUAGES, Message

FILE: Final = "kkgraph.toml"
_BASE = r"https?://[^\s<>\"{}|\\^`#?]+/"
_THING = r"[a-z-]+/[a-z0-9]+(-[a-z0-9]+)*"
_PREFIX = r"[A-Za-z][A-Za-z0-9._-]*"
_ADDRESS = r"https?://[^\s<>\"{}|\\^`]+"
_DAY = r"([0-9]{4}-[0-9]{2}-[0-9]{2})?"
_UNNAMED: Mapping[str, str] = dict.fromkeys(LANGUAGES, "kkgraph")
_NOTHING: Mapping[str, str] = {}
_KEYS = (
    *("version", "issued", "base", "languages", "surveys", "licence"),
    *("title", "municipality", "city", "publisher", "prefixes", "replaced"),
)


class Named(NamedTuple):
    """A thing of the project by its path ("city/oslo") and what texts call it, by language."""

    path: str = ""
    names: Mapping[str, str] = _NOTHING

    def name(self, lang: str) -> str:
        """Return what texts call it, "" if nothing does."""
        return self.names.get(lang, "")


class Settings(NamedTuple):
    """The values of `kkgraph.toml`; `surveys` are paths of things, "survey/aarhus-2022".

    `version` and `issued` are those of the last release, "" where the ontology has them;
    `replaced` says by path what took the place of a thing that was withdrawn.
    """

    version: str = ""
    issued: str = ""
    base: str = terms.ROOT
    surveys: tuple[str, ...] = ()
    municipality: Named = Named()
    city: Named = Named()
    languages: tuple[str, ...] = LANGUAGES
    title: Mapping[str, str] = _UNNAMED
    publisher: Mapping[str, str] = _UNNAMED
    homepage: str = ""
    licence: str = terms.LICENCE
    prefixes: Mapping[str, str] = _NOTHING
    replaced: Mapping[str, str] = _NOTHING

    def iri(self, path: str) -> str:
        """Return the IRI of one of the project's things by its path."""
        return f"{self.base}id/{path}"

    @property
    def home(self) -> tuple[str, ...]:
        """The IRIs of the city and its municipality, which most of the project is about."""
        return tuple(self.iri(one.path) for one in (self.city, self.municipality) if one.path)

    def words(self, lang: str) -> dict[str, str]:
        """Return what texts say for {city}, {municipality} and the like, in a language."""
        none = ("byen", "kommunen") if lang == "da" else ("city", "municipality")
        return {
            "project_title": self.title[lang],
            "city": self.city.name(lang) or none[0],
            "municipality": self.municipality.name(lang) or none[1],
            "in_year": self._dated("i" if lang == "da" else "in"),
            "of_year": self._dated("fra" if lang == "da" else "of"),
            "the_year": self._dated("fra") if lang == "da" else self._dated(),
            "publisher": self.publisher[lang],
            "licence": called(self.licence),
        }

    def _dated(self, *words: str) -> str:
        """Return words and the year, each after a space; "" where there is no year."""
        return "".join(f" {word}" for word in (*words, self.year)) if self.year else ""

    @property
    def year(self) -> str:
        """The year of the first survey, as its name ends in it; "" if it does not."""
        found = re.search(r"\d{4}$", self.surveys[0]) if self.surveys else None
        return found[0] if found else ""


def read(path: Path, text: str) -> Settings:
    """Return what a project's file says; DataFileError names the line and what belongs there."""
    try:
        given = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        raise DataFileError(path, int(found[1]) if found else None, str(error)) from None
    return _Reader(path, text).settings(given)


class _Reader(NamedTuple):
    """Reads the values of a file, and says where one is wrong."""

    path: Path
    text: str

    def settings(self, given: dict[str, Any]) -> Settings:
        for key in given:
            if key not in _KEYS:
                raise self._wrong(key, Message("errors.settings.unknown", known=", ".join(_KEYS)))
        return Settings(
            version=self._text(given, "version", ""),
            issued=self._text(given, "issued", "", _DAY, "date"),
            base=self._text(given, "base", terms.ROOT, _BASE, "base"),
            surveys=self._list(given, "surveys", _THING, "survey"),
            municipality=self._named(given, "municipality"),
            city=self._named(given, "city"),
            languages=self._list(given, "languages", "da|en", "language") or LANGUAGES,
            title=self._both(given, "title"),
            publisher=self._both(given, "publisher"),
            homepage=self._text(given.get("publisher", {}), "homepage", ""),
            licence=self._text(given, "licence", terms.LICENCE, _ADDRESS, "address"),
            prefixes=self._prefixes(given),
            replaced=self._replaced(given),
        )

    def _both(self, given: dict[str, Any], key: str) -> dict[str, str]:
        """Return a text in both languages, the package's name where nothing is said."""
        found = self._table(given, key, {**_UNNAMED})
        return {lang: self._needed(found, lang, key) for lang in LANGUAGES}

    def _named(self, given: dict[str, Any], key: str) -> Named:
        if key not in given:
            return Named()
        table = self._table(given, key, {})
        self._needed(table, "id", key)
        path = self._text(table, "id", "", _THING, key)
        return Named(path, {lang: self._needed(table, lang, key) for lang in LANGUAGES})

    def _prefixes(self, given: dict[str, Any]) -> dict[str, str]:
        table = self._table(given, "prefixes", {})
        for name in table:
            if not re.fullmatch(_PREFIX, name) or name in terms.EVERYWHERE or name in terms.KINDS:
                raise self._wrong(name, Message("errors.settings.prefix"))
        return {name: self._text(table, name, "", _ADDRESS, "address") for name in table}

    def _replaced(self, given: dict[str, Any]) -> dict[str, str]:
        table = self._table(given, "replaced", {})
        for name in table:
            if not re.fullmatch(_THING, name):
                raise self._wrong(name, _unlike(name, "thing"))
        return {name: self._text(table, name, "", _THING, "thing") for name in table}

    def _table(self, given: dict[str, Any], key: str, default: dict[str, Any]) -> dict[str, Any]:
        found = given.get(key, default)
        if not isinstance(found, dict):
            raise self._wrong(key, Message("errors.settings.table", key=key))
        return found

    def _needed(self, table: dict[str, Any], key: str, where: str) -> str:
        if key not in table:
            raise self._wrong(where, Message("errors.settings.lacks", where=where, key=key))
        return self._text(table, key, "")

    def _text(
        self,
        table: dict[str, Any],
        key: str,
        default: str,
        pattern: str = "",
        like: str = "text",
    ) -> str:
        found = table.get(key, default)
        if not isinstance(found, str) or (pattern and not re.fullmatch(pattern, found)):
            raise self._wrong(key, _unlike(found, like))
        return found

    def _list(self, given: dict[str, Any], key: str, pattern: str, like: str) -> tuple[str, ...]:
        found = given.get(key, [])
        if not isinstance(found, list):
            raise self._wrong(key, Message("errors.settings.list"))
        for one in found:
            if not isinstance(one, str) or not re.fullmatch(pattern, one):
                raise self._wrong(key, _unlike(one, like))
        return tuple(found)

    def _wrong(self, key: str, cause: Message) -> DataFileError:
        """Return the error at the line where a key or the table of its name stands."""
        place = re.compile(rf"\s*(\[{re.escape(key)}\]|\"?{re.escape(key)}\"?\s*=)")
        lines = self.text.split("\n")
        line = next((n for n, text in enumerate(lines, 1) if place.match(text)), None)
        return DataFileError(self.path, line, Message("errors.at", place=key, what=cause))


def _unlike(found: object, like: str) -> Message:
    """Return that a value is not what belongs there."""
    return Message(
        "errors.settings.unlike", value=repr(found), like=Message(f"errors.settings.like.{like}")
    )
