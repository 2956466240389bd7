"""The heads of files: a prefix or a base that leads elsewhere makes every name below it wrong."""

import re
from collections.abc import Iterator
from dataclasses import replace

from kkgraph import terms
from kkgraph.errors import DataFileError
from kkgraph.evidence.positions import Position
from kkgraph.validation.report.findings import Finding, told
from kkgraph.validation.sources import Input, Source, parsed

_DIRECTIVE = re.compile(
    r"^[ \t]*(?:@?prefix[ \t]+(?P<name>[\w-]*):|@?base)[ \t]*<(?P<iri>[^>\n]*)>",
    re.IGNORECASE | re.MULTILINE,
)


def check(source: Source, file: Input) -> tuple[list[Finding], Source]:
    """Return what is wrong with a file's head, and the file read as if that were right."""
    if source.given or source.format not in ("ttl", "trig"):
        return [], source
    wrong = list(_wrong(source.text))
    if not wrong:
        return [], source
    text = source.text
    for found, right in reversed(wrong):
        text = text[: found.start("iri")] + right + text[found.end("iri") :]
    try:
        mended = parsed(file, text, source.format)
    except DataFileError:
        return [], source
    return [_finding(source, found, right) for found, right in wrong], mended


def _wrong(text: str) -> Iterator[tuple[re.Match[str], str]]:
    for found in _DIRECTIVE.finditer(text):
        right = terms.thing("") if found["name"] is None else terms.PREFIXES.get(found["name"])
        is_ours = found["name"] is not None or found["iri"].rstrip("#/") != terms.ONTOLOGY
        if right and found["iri"] != right and is_ours:
            yield found, right


def _finding(source: Source, found: re.Match[str], right: str) -> Finding:
    line = source.text.count("\n", 0, found.start("iri")) + 1
    name = f"{found['name']}:" if found["name"] is not None else "@base"
    said = told("wrong-prefix", str(source.path), name=name, iri=found["iri"], right=right)
    return replace(said, place=Position(source.path, line), value=found["iri"])
