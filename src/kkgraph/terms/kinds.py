"""The kinds of things and facts: how their IRIs begin, and the class that goes with each."""

from typing import Final

# First path segment of a thing's IRI -> local name of its class: working-group, WorkingGroup.
_THINGS = """
    city region country place municipality department unit committee organisation network
    working-group person office project programme event activity policy document system award
    topic
"""
_FACTS = """
    membership post payment grant funding-total count cooperation agreement participation
    responsibility recurrence description aim committee-practice visit-practice
"""
_OTHERWISE = {"count": "StatedCount", "aim": "PolicyAim"}


def _classes(kinds: str) -> dict[str, str]:
    return {kind: _OTHERWISE.get(kind, kind.title().replace("-", "")) for kind in kinds.split()}


THING_KINDS: Final[dict[str, str]] = _classes(_THINGS)
FACT_KINDS: Final[dict[str, str]] = _classes(_FACTS)
SOURCE_KINDS: Final[dict[str, str]] = {"survey": "Survey", "source": "Source"}
KINDS: Final[dict[str, str]] = {
    **THING_KINDS,
    **FACT_KINDS,
    "section": "Section",
    "theme": "Theme",
    **SOURCE_KINDS,
}
