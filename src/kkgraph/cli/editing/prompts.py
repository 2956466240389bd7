"""Asking in a terminal for the fields of a class, one by one, with completion."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace

import click
import pyoxigraph as ox

from kkgraph import terms
from kkgraph.editing import drafts, values
from kkgraph.editing.fields import Field, Form
from kkgraph.entities.search import resolve
from kkgraph.errors import KkgraphError
from kkgraph.evidence.citations import CITED
from kkgraph.store import Store
from kkgraph.texts import LANGUAGES, phrase, spoken

_SHOWN = 12  # values that a question lists


def ask(
    store: Store, form: Form, given: dict[str, list[str]], section: str | None, lang: str
) -> str | None:
    """Ask for what is not given yet, and return the section; an empty answer leaves a field out."""
    known = {drafts.field_of(form, name)[0].path for name in given}
    for field in form.fields:
        is_asked = field.is_own or field.minimum or field.path == terms.SUMMARY
        if is_asked and field.path not in known and field.path not in CITED:
            _field(store, field, given, lang)
    if section is None:

        def is_section(text: str) -> None:
            resolve(store, text, terms.SECTION)

        section = _answer(phrase("editing.section", lang), is_section, needed=form.is_fact)
    if section and not known.intersection(CITED):
        unit = terms.PAGES if _has_pages(store, section) else terms.LINES
        cited = next(field for field in form.fields if field.path == unit)
        _field(store, replace(cited, minimum=1), given, lang)
    return section


def _has_pages(store: Store, section: str) -> bool:
    """Tell whether a section is of a source that has pages."""
    node = resolve(store, section, terms.SECTION)
    pages = ox.NamedNode(terms.FIRST_PAGE)
    return any(True for _ in store.graph.quads_for_pattern(node, pages, None, None))


def _field(store: Store, field: Field, given: dict[str, list[str]], lang: str) -> None:
    names = [drafts.option(field)]
    if field.is_text:
        names = [f"{names[0]}-{tag}" for tag in LANGUAGES]
    choices = values.choices(store, field, lang)
    for name in names:

        def fits(text: str) -> None:
            values.parsed(store, field, text, "da" if field.is_text else None)

        with _completing(choices):
            needed = bool(field.minimum)
            text = _answer(_question(field, name, choices, lang), fits, needed=needed)
        if text:
            given.setdefault(name, []).append(text)


def _question(field: Field, name: str, choices: list[str], lang: str) -> str:
    words = field.names.get(lang, field.local)
    tag = f" ({name[-2:]})" if field.is_text else ""
    listed = f" [{', '.join(choices)}]" if 0 < len(choices) <= _SHOWN else ""
    return f"{words}{tag}{listed}"


def _answer(question: str, fits: Callable[[str], object], *, needed: bool) -> str | None:
    """Ask until the answer fits, or is empty where it may be."""
    while True:
        default = None if needed else ""
        text = str(click.prompt(question, default=default, show_default=False, err=True)).strip()
        if not text and not needed:
            return None
        try:
            fits(text)
        except KkgraphError as error:
            click.echo(f"  {error.said(spoken.get())}", err=True)
        else:
            return text


class _completing:  # noqa: N801 - used as a function
    """Completes the names of things with Tab, where the terminal has readline."""

    def __init__(self, choices: list[str]) -> None:
        self.choices = choices

    def __enter__(self) -> None:
        with suppress(ImportError):
            import readline

            readline.set_completer_delims("\n")
            readline.set_completer(self._complete)
            readline.parse_and_bind("tab: complete")

    def __exit__(self, *_: object) -> None:
        with suppress(ImportError):
            import readline

            readline.set_completer(None)

    def _complete(self, text: str, state: int) -> str | None:
        typed = text.casefold()
        found = [one for one in self.choices if one.casefold().startswith(typed)]
        return found[state] if state < len(found) else None
