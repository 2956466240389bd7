"""The literal of a statement: a known datatype, a form of it, and text as it is seen."""

import re
import unicodedata
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.evidence.citations import node
from kkgraph.texts import LANGUAGES
from kkgraph.validation.checks import lexical as forms
from kkgraph.validation.checks.vocabulary import Vocabulary, naming
from kkgraph.validation.report.findings import Finding, told

# What no editor shows: control characters, marks of direction and width, other blanks.
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u200b-\u200f\u2028-\u202f\u2060-\u2064\ufeff]"
)
_OTHER_BLANKS = "\xa0\u202f\u2028\u2029"
_ALIKE = ("GREEK", "CYRILLIC")  # scripts with letters that look like Latin ones
_WORD = re.compile(r"[^\W\d_]+")
_INTEGER = terms.XSD + "integer"
_TEXTS = (terms.XSD + "string", terms.RDF + "langString")


@dataclass(frozen=True)
class Checked:
    """A literal as it is meant, what is wrong with it, and whether no shape need look at it."""

    meant: ox.Literal
    finding: Finding | None = None
    is_bad: bool = False


def check(quad: ox.Quad, value: ox.Literal, known: Vocabulary) -> Checked:
    """Check the literal of a statement."""
    datatype = value.datatype.value
    if not forms.known(datatype):
        near = known.near(datatype, forms.names())
        found = told("unknown-datatype", node(quad.subject), **naming(datatype, near))
        return Checked(value, found, is_bad=True)
    if not forms.is_written(value.value, datatype):
        return Checked(value, _badly_written(quad, value), is_bad=True)
    if datatype.endswith("#decimal") and _is_thousands(quad, value.value):
        return _thousands(quad, value, known)
    return _text(quad, value) if datatype in _TEXTS else Checked(value)


def _badly_written(quad: ox.Quad, value: ox.Literal) -> Finding:
    datatype = value.datatype.value
    example = forms.proposal(value.value, [datatype]) or forms.EXAMPLES.get(datatype, "")
    return told("lexical-form", node(quad.subject), type=terms.shorten(datatype), example=example)


def _is_thousands(quad: ox.Quad, value: str) -> bool:
    ours = quad.predicate.value.startswith(terms.KK)
    return ours and forms.is_suspicious(value)


def _thousands(quad: ox.Quad, value: ox.Literal, known: Vocabulary) -> Checked:
    """Warn of thousands; where a whole number belongs, it is a mistake."""
    is_whole = _INTEGER in known.ranges.get(quad.predicate.value, ())
    whole = forms.without_thousands(value.value)
    texts = {"value": value.value, "other": forms.with_decimals(value.value)}
    if is_whole:
        found = told("whole-thousands", node(quad.subject), whole=whole, **texts)
        return Checked(value, found, is_bad=True)
    found = told("thousands", node(quad.subject), whole=whole, **texts)
    return Checked(value, replace(found, severity="Warning"))


def _tag(quad: ox.Quad, value: ox.Literal) -> Checked | None:
    """Ask for the language alone: @da, not @da-DK."""
    language, more, _ = (value.language or "").partition("-")
    if not more or language not in LANGUAGES:
        return None
    found = told("language-tag", node(quad.subject), tag=value.language, language=language)
    return Checked(ox.Literal(value.value, language=language), found)


def _text(quad: ox.Quad, value: ox.Literal) -> Checked:
    """Ask for a plain tag, no blank too many, nothing unseen, each letter as one character."""
    tagged = _tag(quad, value)
    if tagged is not None:
        return tagged
    text = value.value
    unseen = _UNSEEN.search(text)
    if unseen:
        code = f"U+{ord(unseen[0]):04X} {unicodedata.name(unseen[0], 'control character')}"
        meant = _UNSEEN.sub(lambda found: " " if found[0] in _OTHER_BLANKS else "", text)
        return Checked(_like(value, meant), told("unseen-character", node(quad.subject), code=code))
    if unicodedata.normalize("NFC", text) != text:
        composed = _like(value, unicodedata.normalize("NFC", text))
        return Checked(composed, told("not-composed", node(quad.subject)))
    letter = _look_alike(text)
    if letter:
        code = f"{letter} (U+{ord(letter):04X} {unicodedata.name(letter)})"
        return Checked(value, told("look-alike", node(quad.subject), code=code))
    if text != " ".join(text.split()) or not text:
        rule = "blanks" if text.strip() else "empty-text"
        return Checked(_like(value, " ".join(text.split())), told(rule, node(quad.subject)))
    return Checked(value)


def _look_alike(text: str) -> str | None:
    """Return a Greek or Cyrillic letter in a word that has Latin letters, too; None if none."""
    for word in _WORD.findall(text):
        scripts = {letter: unicodedata.name(letter, "").partition(" ")[0] for letter in word}
        if "LATIN" in scripts.values():
            return next((one for one, name in scripts.items() if name in _ALIKE), None)
    return None


def _like(value: ox.Literal, text: str) -> ox.Literal:
    if value.language:
        return ox.Literal(text, language=value.language)
    return ox.Literal(text, datatype=value.datatype)
