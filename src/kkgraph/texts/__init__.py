"""Interface texts: `da.toml` and `en.toml`, a table a room, read when one is first needed.

A key such as "site.front.examples" names tables and text. A text may have placeholders, `{n}`,
and the forms `one` and `other`, between which `n` decides. What the project in use is called stands
in all texts as {project_title}, {city}, {municipality}, {in_year} (" in 2020"), {of_year}
(" of 2020"), {the_year} (" 2020", before the noun in English), {publisher} and {licence}.
"""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

LANGUAGES: Final = ("da", "en")
# The same, as they are offered to who has not said which: English first.
OFFERED: Final = tuple(sorted(LANGUAGES, key=lambda lang: lang != "en"))
# The language in which whoever started this process is spoken to, where it is not a matter of
# what is asked for: errors at the command line, and how far something is.
spoken: ContextVar[str] = ContextVar("spoken", default="en")
_words: dict[str, Mapping[str, str]] = {}


def phrase(key: str, lang: str, /, **values: object) -> str:
    """Return a text with its placeholders filled; raises KeyError where there is none."""
    found = _at(key, lang)
    if isinstance(found, dict):
        found = found["one" if str(values["n"]) == "1" else "other"]
    return str(found).format_map(values) if values else str(found)


class Message:
    """A text not yet put into words: its key and values, for whoever will know the language.

    A value may be a message itself, an error, a text by language, or several of them (a list):
    they are said in the same.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        """Keep what the text is made of."""
        self.key, self.values = key, values

    def said(self, lang: str) -> str:
        """Return the text in a language; raises KeyError where there is none."""
        return phrase(self.key, lang, **{k: said(v, lang) for k, v in self.values.items()})

    def __str__(self) -> str:
        """Return the text in English."""
        return self.said("en")


def said(value: object, lang: str) -> str:
    """Return a message, an error, a text by language or several in a language, else as it is."""
    if isinstance(value, Mapping):
        return str(value[lang])
    if isinstance(value, list):
        return ", ".join(said(one, lang) for one in value)
    return value.said(lang) if hasattr(value, "said") else str(value)


def bilingual(key: str, **values: object) -> dict[str, str]:
    """Return a text by language."""
    return {lang: phrase(key, lang, **values) for lang in LANGUAGES}


def table(key: str, lang: str) -> Mapping[str, str]:
    """Return the texts of a table, for keys that data decide; raises KeyError without one."""
    found: Mapping[str, str] = _at(key, lang)
    return found


def read_all() -> None:
    """Read the texts of every language, for a process that cannot open their files later."""
    for lang in LANGUAGES:
        _read(lang)


def _at(key: str, lang: str) -> Any:  # noqa: ANN401 - a text or a table of them
    found: Any = _read(lang)
    for part in key.split("."):
        found = found[part]
    return found


def use(words: Mapping[str, Mapping[str, str]]) -> None:
    """Say what texts call the city, the municipality and the like: words by language and name.

    A process works for one project at a time; the last that was used counts.
    """
    if words != _words:
        _words.clear()
        _words.update(words)
        _read.cache_clear()


def filled(text: str, lang: str, *, escaped: bool = False) -> str:
    """Return a text in which {city} and the like are what the project in use calls them.

    `escaped`: as they stand between the quotes of a TOML file.
    """
    for name, word in _words.get(lang, {}).items():
        said = word.replace("\\", "\\\\").replace('"', '\\"') if escaped else word
        text = text.replace(f"{{{name}}}", said)
    return text


@cache
def danish(table: str) -> Mapping[str, str]:
    """Return Danish by English, of a table of the command line's help: click, metavars, help."""
    import tomllib

    found: Mapping[str, str] = tomllib.loads(_source("help.da"))[table]
    return found


@cache
def _read(lang: str) -> dict[str, Any]:
    return _parsed(filled(_source(lang), lang, escaped=True))


@lru_cache(maxsize=8)
def _parsed(text: str) -> dict[str, Any]:
    """Return the tables of a text, kept for where two projects take turns."""
    import tomllib

    return tomllib.loads(text)


@cache
def _source(lang: str) -> str:
    return Path(__file__).with_name(f"{lang}.toml").read_text("utf-8")
