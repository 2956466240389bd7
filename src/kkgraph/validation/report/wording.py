"""A result of the shapes in words: the rule's sentence, what stands there, and the cure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import pyoxigraph as ox

from kkgraph import terms
from kkgraph.entities import labels
from kkgraph.lines import LineRange, pages_of, parse_range, range_of
from kkgraph.sparql.graphs import Quads
from kkgraph.sparql.terms import Term, lexical
from kkgraph.texts import LANGUAGES, phrase, table
from kkgraph.validation.checks import lexical as forms
from kkgraph.validation.checks.vocabulary import Vocabulary
from kkgraph.validation.report.findings import SEVERITIES, Finding, Said, resource, told
from kkgraph.validation.shacl.engines import Result
from kkgraph.validation.shacl.graph import CITE, CitedLines
from kkgraph.validation.shacl.shapes import Allowed, Shapes

_PERIOD = "PeriodShape"
_MENTIONED = "isMentioned"
_SHOWN = 12  # names of a long list that a cure repeats
_SAME = {
    "LessThan": "LessThanOrEquals",
    "MinExclusive": "MinInclusive",
    "MaxExclusive": "MaxInclusive",
    "Xone": "Or",
    "QualifiedMaxCount": "QualifiedMinCount",
}


@dataclass(frozen=True)
class Wording:
    """What it takes to put results in words."""

    shapes: Shapes
    vocabulary: Vocabulary
    quads: Quads
    citations: tuple[CitedLines, ...]
    sections: Mapping[str, LineRange]
    pages: Mapping[str, LineRange]

    def finding(self, result: Result) -> Finding:
        """Return the finding that a result is; its place comes later."""
        if result.focus.startswith(CITE):
            found = self._cited(self.citations[int(result.focus.removeprefix(CITE))], result)
        elif result.shape.removeprefix(terms.SHAPES_NS) == _PERIOD and result.value is not None:
            found = self._period(result, result.value)
        elif result.component.startswith("Pattern") and not result.path:
            found = self._iri(result)
        elif result.component.startswith("Closed"):
            found = self._closed(result)
        else:
            found = self._general(result)
        severity = result.severity if result.severity in SEVERITIES else "Violation"
        return replace(found, severity=severity, labels=self._labels(found.focus))

    def _labels(self, focus: str) -> Said:
        is_iri = isinstance(resource(focus), ox.NamedNode)
        return labels.names(self.quads, focus) if is_iri else {}

    def _cited(self, one: CitedLines, result: Result) -> Finding:
        """Return the finding of a place that is missing, badly written or outside its section."""
        pages = pages_of(one.lines or "")
        unit, limits = ("lines", self.sections) if pages is None else ("pages", self.pages)
        said = one.lines if pages is None else pages
        number = terms.section_number(one.section) or one.section
        fault = "outside" if parse_range(said or "") else "written"
        rule = f"{unit}-{fault}" if said else "no-lines"
        shown = limits.get(one.section) or "?"
        example = range_of(said or "") or shown
        values = {"section": number, "limits": shown, "lines": said or "", "example": example}
        return replace(
            told(rule, one.subject, **values),
            path=terms.LINES if pages is None else terms.PAGES,
            value=said,
            term=None if said is None else ox.Literal(said),
            graph=one.section,
            component=result.component,
            shape=result.shape,
        )

    def _period(self, result: Result, end: Term) -> Finding:
        start = self._first(result.focus, terms.START)
        found = told("ends-first", result.focus, start=start, end=lexical(end))
        details = {
            lang: phrase("validation.rules.ends-first.detail", lang, start=start, end=lexical(end))
            for lang in LANGUAGES
        }
        return replace(self._filled(found, result), path=terms.END, details=details)

    def _first(self, focus: str, predicate: str) -> str:
        found = self._values(focus, predicate)
        return min(map(lexical, found), default="?")

    def _iri(self, result: Result) -> Finding:
        """Return the finding of an IRI that does not go with its class, or is badly written."""
        classes = sorted(self.vocabulary.things.get(result.focus, ()))
        kinds = [kind for kind, name in terms.KINDS.items() if terms.term(name) in classes]
        expected = ", ".join(f"<{kind}/…>" for kind in kinds) or "…"
        own = terms.class_of_kind(result.focus)
        found = told(
            "wrong-iri",
            result.focus,
            term=terms.path_of(result.focus) or result.focus,
            classes=", ".join(map(terms.shorten, classes)) or "-",
            expected=expected,
            own=terms.shorten(own) if own else "…",
        )
        return replace(self._filled(found, result), value=None, path=terms.TYPE)

    def _closed(self, result: Result) -> Finding:
        """Return the finding of a property that does not belong to the class."""
        kinds = sorted(self.vocabulary.things.get(result.focus, ()))
        found = told(
            "not-here",
            result.focus,
            term=terms.shorten(result.path),
            classes=", ".join(map(terms.shorten, kinds)) or "-",
            others=self._others(result) or "-",
        )
        return replace(self._filled(found, result), details=self._details("Closed", result))

    def _general(self, result: Result) -> Finding:
        name = result.component.removesuffix("ConstraintComponent").rpartition("#")[2]
        name = _SAME.get(name, name)
        said = self.shapes.messages(result.shape) or result.messages
        found = Finding(
            rule=result.shape.rpartition("#")[2] or name,
            focus=result.focus,
            sentences=said or dict.fromkeys(LANGUAGES, name),
            cures=self._cures(name, result),
        )
        return replace(self._filled(found, result), details=self._details(name, result))

    def _filled(self, found: Finding, result: Result) -> Finding:
        value = None if result.value is None else lexical(result.value)
        is_blank = isinstance(result.value, ox.BlankNode)
        return replace(
            found,
            path=result.path or None,
            value=None if value == result.focus or is_blank else value,
            term=None if is_blank or value == result.focus else result.value,
            component=result.component,
            shape=result.shape,
        )

    def _details(self, name: str, result: Result) -> Said:
        """Return what stands there; of a list that is too long, its values."""
        path = terms.shorten(result.path) if result.path else ""
        values = [] if result.value is None else [result.value]
        if name in ("MaxCount", "UniqueLang") and result.path and not values:
            values = self._values(result.focus, result.path)
        if not values or lexical(values[0]) == result.focus:
            return {}
        said = f"{path} {', '.join(map(shown, values))}".strip()
        return dict.fromkeys(LANGUAGES, said)

    def _values(self, focus: str, path: str) -> list[Term]:
        subject = resource(focus)
        if isinstance(subject, ox.Literal):
            return []
        found = self.quads.quads_for_pattern(subject, ox.NamedNode(path), None, ox.DefaultGraph())
        return sorted((quad.object for quad in found), key=str)

    def _cures(self, name: str, result: Result) -> Said:
        allowed = self.shapes.allowed(result.path, result.shape)
        return {lang: self._cure(name, result, allowed, lang) for lang in LANGUAGES}

    def _cure(self, name: str, result: Result, allowed: Allowed, lang: str) -> str:
        special = table("validation.cures.shapes", lang)
        rule = result.shape.removeprefix(terms.SHAPES_NS)
        if rule in special or rule.endswith("Refused"):
            return special.get(rule) or special["refused"]
        cures = table("validation.cures.components", lang)
        path = terms.shorten(result.path) if result.path else phrase("validation.it", lang)
        values = {
            "path": path,
            "value": shown(result.value) if result.value is not None else "",
            "example": _example(result, allowed, lang),
            "allowed": _own(result, allowed)
            or self._allowed(allowed, lang)
            or self._options(result, lang)
            or phrase("validation.as_rule", lang),
            "near": self._near(result, allowed, lang),
            "missing": self._missing(result, allowed, lang),
            "others": self._others(result),
        }
        return cures.get(name, cures["Otherwise"]).format_map(values).strip()

    def _allowed(self, allowed: Allowed, lang: str) -> str:
        """Return what a value may be, as names: classes, datatypes by example, or the list."""
        if allowed.values:
            return _listed(map(shown, allowed.values), lang)
        if allowed.classes:
            return _listed(map(terms.shorten, allowed.classes), lang)
        examples = (forms.EXAMPLES.get(one, terms.shorten(one)) for one in allowed.datatypes)
        return _listed(examples, lang)

    def _near(self, result: Result, allowed: Allowed, lang: str) -> str:
        """Return the names like the value among what is allowed, as a sentence, or ""."""
        value = result.value
        if not isinstance(value, ox.NamedNode):
            return ""
        fitting = [lexical(one) for one in allowed.values] or [
            iri
            for iri, kinds in self.vocabulary.things.items()
            if self.vocabulary.is_under(kinds, allowed.classes)
        ]
        slug = value.value.rpartition("/")[2]
        same = [iri for iri in fitting if iri.rpartition("/")[2] == slug and iri != value.value]
        near = same or self.vocabulary.near(value.value, fitting)
        names = ", ".join(map(terms.shorten, near))
        if names:
            return phrase("validation.meant", lang, names=names)
        known = ", ".join(map(terms.shorten, sorted(fitting)))
        few = 0 < len(fitting) <= _SHOWN and not allowed.values
        return phrase("validation.there_are", lang, names=known) if few else ""

    def _missing(self, result: Result, allowed: Allowed, lang: str) -> str:
        """Return what to add: the languages that lack a text, else a value as it is written."""
        if allowed.languages:
            there = {
                value.language
                for value in self._values(result.focus, result.path)
                if isinstance(value, ox.Literal)
            }
            lacking = [one for one in allowed.languages if one not in there]
            texts = (f'"…"@{one}' for one in lacking or allowed.languages)
            return ", ".join(texts)
        return _listed([self._allowed(allowed, lang)], lang) if allowed != Allowed() else "…"

    def _others(self, result: Result) -> str:
        """Return the properties that belong to the class of the thing."""
        kinds = self.vocabulary.things.get(result.focus, frozenset())
        owned = self.shapes.owned(kinds)
        near = self.vocabulary.near(result.path, owned) if result.path else []
        return ", ".join(map(terms.shorten, near or owned[:_SHOWN]))

    def _options(self, result: Result, lang: str) -> str:
        """Return the ways to satisfy an sh:or of details: the properties that it names."""
        nodes = [ox.NamedNode(result.shape)] if ":" in result.shape else []
        paths = [
            lexical(path)
            for node in nodes
            for head in self.shapes.values(node, "or")
            for option in self.shapes.items(head)
            for path in self.shapes.values(option, "path")
        ]
        return _listed(dict.fromkeys(map(terms.shorten, paths)), lang)


def _own(result: Result, allowed: Allowed) -> str:
    """Return how the value itself would be written, "" where that is not plain."""
    value = result.value
    found = forms.proposal(value.value, allowed.datatypes) if isinstance(value, ox.Literal) else ""
    return found or ""


def _example(result: Result, allowed: Allowed, lang: str) -> str:
    """Return how the value itself would be written if that is plain, else how one is written."""
    value = result.value
    if isinstance(value, ox.Literal):
        if found := _own(result, allowed):
            return found
        if terms.RDF + "langString" in allowed.datatypes:
            return f'"{value.value}"@da'
        if terms.XSD + "string" in allowed.datatypes:
            return f'"{value.value}"'
    examples = (forms.EXAMPLES[one] for one in allowed.datatypes if one in forms.EXAMPLES)
    return _listed(examples, lang)


def _listed(names: Iterable[str], lang: str) -> str:
    """Return names with "or" before the last, a long list cut."""
    known = list(names)
    if len(known) > _SHOWN:
        return ", ".join(known[:_SHOWN]) + " …"
    *front, last = known or [""]
    joined = f" {phrase('validation.or', lang)} "
    return joined.join(filter(None, (", ".join(front), last)))


def shown(value: Term) -> str:
    """Return a value as a person writes it in Turtle: a CURIE, "text"@da, "2012"^^xsd:gYear."""
    if isinstance(value, ox.NamedNode):
        return terms.shorten(value.value)
    if not isinstance(value, ox.Literal):
        return str(value)
    text = f'"{value.value}"'
    if value.language:
        return f"{text}@{value.language}"
    kind = terms.shorten(value.datatype.value)
    return text if kind == "xsd:string" else f"{text}^^{kind}"


def is_about_mentions(found: Finding) -> bool:
    """Whether a finding says that no section mentions a thing: it follows from a lost chapter."""
    return found.rule == _MENTIONED
