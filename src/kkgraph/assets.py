"""The browser part that the build makes from `web/`: its files, and pages that carry it inside."""

import json
from collections.abc import Iterable
from html import escape
from importlib import resources
from typing import NamedTuple

from kkgraph.errors.installation import BundleMissing
from kkgraph.media import JSON
from kkgraph.texts import LANGUAGES, table

_WEB = "_web"
_STANDALONE = ("network", "map")  # pages that carry their script inside


def bundle(name: str) -> str:
    """Return a text file of the built browser part; raises BundleMissing."""
    return bundle_bytes(name).decode()


def bundle_bytes(name: str) -> bytes:
    """Return a file of the built browser part; raises BundleMissing."""
    file = resources.files("kkgraph") / _WEB / name
    if not file.is_file():
        raise BundleMissing(f"{_WEB}/{name}")
    return file.read_bytes()


def embedded(data: object) -> str:
    """Return JSON that can stand in a script element: it closes none."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def texts(room: str, languages: Iterable[str] = LANGUAGES, more: Iterable[str] = ()) -> str:
    """Return the element in which `web/src/shared/texts.ts` finds the texts of its page.

    `more`: other tables of texts that the page uses; the room's own come before them.
    """
    rooms = (*more, f"web.{room}")
    tables = {lang: {k: v for r in rooms for k, v in table(r, lang).items()} for lang in languages}
    return f'<script type="{JSON}" id="texts">{embedded(tables)}</script>'


class Heading(NamedTuple):
    """What the head of a page says: its language, its title, and in a sentence what it shows."""

    lang: str
    title: str
    summary: str


def standalone(name: str, heading: Heading, body: str, data: object) -> bytes:
    """Return one HTML file with script and style `name`, its data and a body, asking for nothing.

    The body is what readers without scripts see; raises BundleMissing.
    """
    style = _inside(bundle(f"{name}.css"))
    return "\n".join(
        [
            "<!doctype html>",
            f'<html lang="{heading.lang}">',
            "<head>",
            '<meta charset="utf-8">',
            '<meta name="viewport" content="width=device-width, initial-scale=1">',
            f"<title>{escape(heading.title)}</title>",
            f'<meta name="description" content="{escape(heading.summary)}">',
            f"<style>\n{style}\n</style>",
            "</head>",
            "<body>",
            f'<div id="app"><main>{body}</main></div>',
            texts(name, more=("cited.long",)),
            f'<script type="{JSON}" id="{name}">{embedded(data)}</script>',
            f"<script>{inline_script(name)}</script>",
            "</body>",
            "</html>",
            "",
        ]
    ).encode()


def inline_script(name: str) -> str:
    """Return what stands in the script element of a standalone page; raises BundleMissing."""
    return f"\n{_inside(bundle(f'{name}.js'))}\n"


def standalone_scripts() -> tuple[str, ...]:
    """Return the scripts of all standalone pages, none where they were not built."""
    try:
        return tuple(map(inline_script, _STANDALONE))
    except BundleMissing:
        return ()


def _inside(text: str) -> str:
    """Return a script or style that cannot close its own element."""
    return text.replace("</script", "<\\/script").replace("</style", "<\\/style")
