"""One mistake, one finding: what only follows from another is folded, and counted."""

from kkgraph import terms
from kkgraph.validation.checks.mended import Mended
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


# Which results are mistakes of their own.


def shaped(name: str, focus: str = OSLO, **more: object) -> Finding:
    """Return a result of a constraint."""
    more.setdefault("shape", f"{name}Shape")
    whole = f"{terms.PREFIXES['sh']}{name}ConstraintComponent"
    return finding(focus=focus, component=whole, **more)


def kept(*found: Finding, **mended: object) -> list[Finding]:
    """Return what is kept, after what was found before."""
    before = Mended()
    for name, value in mended.items():
        getattr(before, name).update(value)
    return causes.Causes(before, None).kept(found)  # type: ignore[arg-type]


NAME, LINES = terms.PREF_LABEL, terms.LINES
NET = terms.thing("network/net")


def test_what_is_said_of_unknown_things_follows():
    """Neither what is unknown nor what points at it is told of again."""
    own = shaped("Datatype", path=NAME, value="x")
    assert kept(shaped("Class", LOST), shaped("Class", value=LOST), own, unknown={LOST}) == [own]


def test_what_was_told_of_its_property_follows():
    """A property that is excused is told of no more; nor is what the thing lacks besides."""
    one, other = shaped("Datatype", path=NAME, value="x"), shaped("Class", path=LINES, value="x")
    lacks = shaped("MinCount", path=terms.START)
    assert kept(one, other, lacks, excused={(OSLO, NAME)}) == [other]
    assert kept(one, lacks, excused={(NET, NAME)}) == [one, lacks]


def test_a_period_follows_from_its_beginning():
    """What is said of a beginning that is badly written does not make its end too early."""
    late = finding("ends-first", path=terms.END, value="2019")
    assert kept(late, excused={(OSLO, terms.START)}) == []
    assert kept(late, excused={(OSLO, terms.END)}) == []
    assert kept(late, excused={(NET, terms.START)}) == [late]


def test_what_nobody_mentions_may_be_what_was_lost():
    """With an unknown thing of the same kind, or a mention that was dropped, it is not told."""
    bare = finding("isMentioned", NET)
    assert kept(bare) == [bare]
    assert kept(bare, unknown={LOST}) == []
    assert kept(bare, unknown={terms.thing("city/lost")}) == [bare]
    assert kept(bare, dropped={NET}) == []


def test_what_is_in_the_wrong_place():
    """Where a property does not belong to the class, what the class lacks is not told of."""
    wrong = finding("not-here", path=NAME)
    lacks, other = shaped("MinCount", path=LINES), shaped("MinCount", NET, path=LINES)
    assert sorted(kept(wrong, lacks, other), key=str) == sorted([wrong, other], key=str)
    refused = finding("placeRefused", path=NAME)
    assert kept(refused, lacks) == [refused]
    misnamed = finding("wrong-iri", NET)
    follows = [shaped("Class", NET, path=NAME, value="x"), shaped("Class", path=NAME, value=NET)]
    assert kept(misnamed, *follows, refused) == [misnamed, refused]


def test_ends_that_are_exchanged():
    """Where the member is a network, what it is a member of is not wrong besides."""
    member = finding("memberIsNoNetwork", path=terms.HAS_MEMBER, value="x")
    other = shaped("Class", path=terms.HAS_ORGANISATION, value="y")
    assert kept(member, other) == [member]
    assert kept(member, shaped("Class", NET, path=terms.HAS_ORGANISATION, value="y")) != [member]
    assert len(kept(other)) == 1


def test_the_constraint_that_says_it_best():
    """Of several results about one value the first in order is told, its datatype before all."""
    every = [shaped(name, path=NAME, value="x") for name in ("Pattern", "Other", "Datatype", "In")]
    assert kept(*every) == [every[2]]
    assert kept(*every[:2]) == [every[0]]
    apart = [shaped("In", path=NAME, value=value) for value in ("x", "y")]
    assert kept(*apart) == apart
    two = [shaped("Class", path=path, value="x") for path in (NAME, LINES)]
    assert kept(*two) == two


def test_numbers_follow_from_values():
    """How many values there are is not told where one of them is wrong; else once."""
    number = shaped("MaxCount", path=NAME)
    wrong = shaped("Datatype", path=NAME, value="x")
    assert kept(number, wrong) == [wrong]
    assert kept(number, shaped("UniqueLang", path=NAME)) == [number]
    assert len(kept(number, shaped("Datatype", path=LINES, value="x"))) == 2
    assert kept(shaped("MaxCount", path=NAME, value="y"), wrong)[0] == wrong


def test_lines_that_are_missing():
    """A thing without lines lacks its citation too: that is one mistake; each graph is told of."""
    lines = shaped("MinCount", path=LINES, graph="g")
    cites = [shaped("MinCount", path=path) for path in (terms.CITED_FROM, terms.CITATION)]
    assert kept(lines, *cites) == [lines]
    assert kept(*cites) == cites
    again = shaped("MinCount", path=LINES, graph="h")
    assert kept(lines, again) == [lines, again]
    assert kept(lines, shaped("MinCount", path=LINES)) == [lines]


def test_unmentioned_things_while_something_is_astray():
    """They are told of when nothing else may be why nobody mentions them."""
    bare, own = finding("isMentioned"), finding("lines-outside")
    assert causes.settled([bare, own]) == [own]
    assert causes.settled([bare, finding("blanks")]) == [bare, finding("blanks")]
