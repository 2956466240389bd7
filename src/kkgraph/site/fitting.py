"""The saved queries that a project can answer: an example of its own where it lacks another's."""

from kkgraph.parameters import Parameter, is_there
from kkgraph.parameters import fitted as fitted_parameter
from kkgraph.queries import Query
from kkgraph.store import Store


def fitted(store: Store, query: Query) -> Query | None:
    """Return a query with examples that the graph has, None where a default is not in it."""
    found = [_fitted(store, parameter) for parameter in query.parameters]
    kept = tuple(one for one in found if one is not None)
    if len(kept) < len(found):
        return None
    values = {one.name: one.example for one in kept if one.example is not None}
    return query._replace(parameters=kept, example_values=values)


def _fitted(store: Store, parameter: Parameter) -> Parameter | None:
    if parameter.yields and not is_there(store, parameter, parameter.default):
        return parameter._replace(default=None, example=None)
    if not is_there(store, parameter, parameter.default):
        return None
    found = fitted_parameter(store, parameter)
    return None if found.example is None and found.required else found
