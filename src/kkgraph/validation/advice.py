"""What to do about a finding, by the kind of SHACL constraint that it breaks."""

from typing import Final

from kkgraph import terms

_GENERAL: Final = {
    "da": "ret dataene, så de følger reglen",
    "en": "change the data so that they follow the rule",
}
# Constraint component, without "ConstraintComponent" -> what to do about {path}.
_BY_COMPONENT: Final[dict[str, dict[str, str]]] = {
    "MinCount": {
        "da": "tilføj {path}, hvis teksten siger det; ellers ret klassen",
        "en": "add {path} if the text says so, or correct the class",
    },
    "MaxCount": {
        "da": "fjern de overtallige værdier af {path}, eller del udsagnet i flere",
        "en": "remove the surplus values of {path}, or split the fact",
    },
    "Class": {
        "da": "peg på en ting af den rette klasse, eller registrér tingen i data/register/",
        "en": "point at a thing of the right class, or register the thing in data/register/",
    },
    "Datatype": {
        "da": "skriv værdien af {path} med den rette datatype",
        "en": "write the value of {path} with the right datatype",
    },
    "Pattern": {
        "da": "skriv værdien eller IRI'en efter mønsteret",
        "en": "write the value or the IRI after the pattern",
    },
    "In": {
        "da": "vælg en af de tilladte værdier af {path}",
        "en": "choose one of the allowed values of {path}",
    },
    "LanguageIn": {
        "da": "mærk teksten @da eller @en",
        "en": "tag the text @da or @en",
    },
    "UniqueLang": {
        "da": "behold én tekst på hvert sprog",
        "en": "keep one text in each language",
    },
    "NodeKind": {
        "da": f"brug en IRI under {terms.ID}, ingen blank knude",
        "en": f"use an IRI under {terms.ID}, no blank node",
    },
    "Closed": {
        "da": "fjern {path}, eller flyt det til et udsagn, hvis klasse har det",
        "en": "remove {path}, or move it to a fact whose class has it",
    },
    "LessThan": {"da": "ret rækkefølgen af de to værdier", "en": "put the two values in order"},
    "Disjoint": {
        "da": "fjern gentagelsen",
        "en": "remove the repetition",
    },
    "Or": {
        "da": "tilføj en af de oplysninger, som reglen nævner",
        "en": "add one of the details that the rule names",
    },
}
_BY_COMPONENT["LessThanOrEquals"] = _BY_COMPONENT["LessThan"]
_BY_COMPONENT["MinInclusive"] = _BY_COMPONENT["MaxInclusive"] = _BY_COMPONENT["In"]
# Shapes whose cure is not that of their constraint.
_BY_SHAPE: Final[dict[str, dict[str, str]]] = {
    terms.IS_MENTIONED_SHAPE: {
        "da": "brug tingen i et afsnits graf, eller tag den ud af registret",
        "en": "use the thing in the graph of a section, or take it out of the register",
    },
}


def advice(component: str, shape: str, path: str | None, lang: str) -> str:
    """Return what to do, in one clause; `component` is the local name in SHACL's namespace."""
    if shape in _BY_SHAPE:
        return _BY_SHAPE[shape][lang]
    wording = _BY_COMPONENT.get(component.removesuffix("ConstraintComponent"), _GENERAL)[lang]
    what = terms.shorten(path) if path else {"da": "værdien", "en": "the value"}[lang]
    return wording.format(path=what)
