"""Which defaults of a saved query chose its answer, where the call does not say."""

from collections.abc import Collection, Iterator

from kkgraph import terms
from kkgraph.parameters import OPEN, is_thing
from kkgraph.queries import Query
from kkgraph.tables import Result
from kkgraph.texts import phrase


def assumed(query: Query, result: Result, said: Collection[str], mark: str = "--") -> Iterator[str]:
    """Yield the defaults that chose an answer, each with the option that chooses another.

    `said`: the parameters that the call gives; `mark`: what stands before an option's name.
    """
    about = result.about
    for parameter in query.parameters:
        value = about.values.get(parameter.name, OPEN[0])
        if parameter.name not in said and value not in (*OPEN, *terms.home()):
            called = about.name_of(value) if about.name_of and is_thing(parameter) else value
            words = {"parameter": parameter.label[about.lang], "value": called}
            yield phrase("cli.query.assumed", about.lang, **words, option=mark + parameter.name)
