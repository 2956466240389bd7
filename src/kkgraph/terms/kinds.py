"""The kinds of things and facts: how their IRIs begin, and the class that goes with each."""

from typing import Final

# First path segment of a thing's IRI -> local name of the class it goes with.
THING_KINDS: Final[dict[str, str]] = {
    "city": "City",
    "region": "Region",
    "country": "Country",
    "place": "Place",
    "municipality": "Municipality",
    "department": "Department",
    "unit": "Unit",
    "committee": "Committee",
    "organisation": "Organisation",
    "network": "Network",
    "working-group": "WorkingGroup",
    "person": "Person",
    "office": "Office",
    "project": "Project",
    "programme": "Programme",
    "event": "Event",
    "activity": "Activity",
    "policy": "Policy",
    "document": "Document",
    "system": "System",
    "award": "Award",
    "topic": "Topic",
}
FACT_KINDS: Final[dict[str, str]] = {
    "membership": "Membership",
    "post": "Post",
    "payment": "Payment",
    "grant": "Grant",
    "funding-total": "FundingTotal",
    "count": "StatedCount",
    "cooperation": "Cooperation",
    "agreement": "Agreement",
    "participation": "Participation",
    "responsibility": "Responsibility",
    "recurrence": "Recurrence",
    "description": "Description",
    "aim": "PolicyAim",
    "committee-practice": "CommitteePractice",
    "visit-practice": "VisitPractice",
}
SOURCE_KINDS: Final[dict[str, str]] = {"survey": "Survey", "source": "Source"}
KINDS: Final[dict[str, str]] = {
    **THING_KINDS,
    **FACT_KINDS,
    "section": "Section",
    "theme": "Theme",
    **SOURCE_KINDS,
}
