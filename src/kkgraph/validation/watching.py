"""`validate --watch`: run again when a file changes, and say what came and what went."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from kkgraph.errors import KkgraphError
from kkgraph.texts import phrase
from kkgraph.validation.conformance import Validation
from kkgraph.validation.report.findings import Finding, Report
from kkgraph.validation.report.text import as_text, block, summary

_PAUSE = 0.2  # seconds between two looks at the files
Said = Callable[[str], object]


def watch(validation: Validation, lang: str, say: Said) -> None:
    """Validate, then again after each change, until interrupted; a file that breaks is told."""
    report = _run(validation, lang, say)
    if report:
        say(as_text(report, validation.project.root, lang))
    say(phrase("validation.watching", lang, n=len(validation.paths())))
    for _ in changes(validation):
        now = _run(validation, lang, say)
        if now:
            say(difference(report, now, validation.project.root, lang))
        report = now or report


def changes(validation: Validation) -> Iterator[None]:
    """Yield each time a file that a run depends on has changed, come or gone."""
    state = _state(validation)
    while True:
        time.sleep(_PAUSE)
        now = _state(validation)
        if now != state:
            state = now
            yield


def _state(validation: Validation) -> dict[Path, tuple[int, int]]:
    try:
        paths = validation.paths()
    except KkgraphError:  # a folder without files: that is told by the run
        return {}
    return {path: (path.stat().st_mtime_ns, path.stat().st_size) for path in paths if path.exists()}


def _run(validation: Validation, lang: str, say: Said) -> Report | None:
    try:
        return validation.run()
    except KkgraphError as error:
        say(f"kkgraph: {error.said(lang)}")
        return None


def difference(before: Report | None, now: Report, root: Path, lang: str) -> str:
    """Return the findings that are new and those that are mended, and the sum."""
    old = {_key(one) for one in before.findings} if before else set()
    new = [one for one in now.findings if _key(one) not in old]
    kept = {_key(one) for one in now.findings}
    gone = [one for one in before.findings if _key(one) not in kept] if before else []
    parts = [
        *(f"{phrase('validation.new', lang)} {block(one, root, lang)}" for one in new),
        *(f"{phrase('validation.gone', lang)} {_brief(one, root, lang)}" for one in gone),
    ]
    return "\n".join([*(parts or [phrase("validation.unchanged", lang)]), summary(now, root, lang)])


def _key(one: Finding) -> tuple[str, str, str | None, str | None]:
    """Return what makes a finding the same one after lines have moved."""
    return (one.rule, one.focus, one.path, one.value)


def _brief(one: Finding, root: Path, lang: str) -> str:
    return block(one, root, lang).split("\n")[0]
