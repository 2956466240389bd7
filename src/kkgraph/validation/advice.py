"""What to do about a finding, by the constraint that failed, in Danish and English."""

from kkgraph import terms
from kkgraph.texts import phrase, table

_SAME = {"LessThanOrEquals": "LessThan", "MinInclusive": "In", "MaxInclusive": "In"}


def advice(component: str, shape: str, path: str | None, lang: str) -> str:
    """Return what to do, in one clause; `component` is the local name in SHACL's namespace."""
    # Shapes whose cure is not that of their constraint come first.
    shapes = table("validation.advice.shapes", lang)
    by_shape = shapes.get(shape.removeprefix(terms.SHAPES_NS))
    if by_shape is not None or shape.endswith("Refused"):
        return by_shape or shapes["refused"]
    name = component.removesuffix("ConstraintComponent")
    wording = table("validation.advice.components", lang).get(_SAME.get(name, name))
    what = terms.shorten(path) if path else phrase("validation.advice.the_value", lang)
    return (wording or phrase("validation.advice.general", lang)).format(path=what, things=terms.ID)
