"""One mistake, one finding: what only follows from another is folded, and counted."""

from kkgraph import terms
from kkgraph.validation.report import causes
from kkgraph.validation.report.findings import Finding

OSLO, LOST = terms.thing("city/oslo"), terms.thing("network/lost")


def finding(rule: str = "", focus: str = OSLO, **more: object) -> Finding:
    """Return a finding of a rule of ours, or of a constraint of SHACL."""
    return Finding(rule, focus, {}, {}, **more)


def test_what_follows_from_a_lost_file_is_folded():
    """With a file gone, its things are unknown: what is said of them is one mistake, not many."""
    own = finding("blanks")
    follows = [
        finding("unknown-thing"),
        finding("no-class"),
        finding("not-a-section"),
        finding("blanks", focus=LOST),
        finding("wrong-iri", value=LOST),
        finding(component="MinCountConstraintComponent", more=2),
    ]
    assert causes.without_lost([*follows[:3], own, *follows[3:]], [LOST]) == ([own], 8)


def test_without_a_lost_file_nothing_is_folded():
    """A value that is given and wrong does not follow from a file that is not there."""
    given = [
        finding("blanks"),
        finding("wrong-iri", value=LOST),
        finding(component="MinCountConstraintComponent", value=OSLO),
        finding(component="MaxCountConstraintComponent"),
    ]
    assert causes.without_lost(given, []) == (given, 0)


def test_missing_is_what_has_no_value():
    """A constraint of a least number says that something is missing, unless it names a value."""
    for name in ("MinCount", "Or", "QualifiedMinCount"):
        whole = f"{terms.PREFIXES['sh']}{name}ConstraintComponent"
        assert causes.component(finding(component=whole)) == name
        assert causes.is_missing(finding(component=whole))
        assert not causes.is_missing(finding(component=whole, value=OSLO))
    assert not causes.is_missing(finding(component="DatatypeConstraintComponent"))
