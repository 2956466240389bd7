"""What can go wrong with the survey's text, and with what the graph says of it."""

from pathlib import Path

from kkgraph.errors import KkgraphError, Said
from kkgraph.texts import Message


class SurveyNotReadable(KkgraphError):
    """A copy of the survey text is missing, not a text, or not UTF-8."""

    def __init__(self, path: Path, why: Said) -> None:
        """Name the file and the reason."""
        super().__init__(Message("errors.survey.not_readable", path=path, why=why))


class SurveyMismatch(KkgraphError):
    """A copy of the survey text is not the text that the graph was made from."""

    def __init__(self, path: Path, section: Said, what: Said) -> None:
        """Name the first section that differs."""
        super().__init__(Message("errors.survey.mismatch", path=path, section=section, what=what))


class SectionWithoutLines(KkgraphError):
    """The graph does not say of a section from which line of the text to which it runs."""

    def __init__(self, section: str, first: str, last: str) -> None:
        """Name the section and what is said."""
        said = f"{first}, {last}"
        super().__init__(Message("errors.survey.no_lines", section=section, said=said))


class FactNotFound(KkgraphError):
    """The graph holds no statement of the kind asked for."""

    def __init__(self, what: str) -> None:
        """Say what was looked for."""
        super().__init__(Message("errors.fact.not_found", what=what), Message("errors.fact.show"))
