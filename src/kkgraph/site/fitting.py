"""The saved queries that a project can answer: an example of its own where it lacks another's."""

from kkgraph import parameters, terms
from kkgraph.entities.classes import instances
from kkgraph.errors import KkgraphError
from kkgraph.parameters import Parameter
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
    if parameter.yields and not _is_there(store, parameter, parameter.default):
        return parameter._replace(default=None, example=None)
    if not _is_thing(parameter) or _is_there(store, parameter, parameter.example):
        return parameter if _is_there(store, parameter, parameter.default) else None
    if not _is_there(store, parameter, parameter.default):
        return None
    example = _first(store, parameter)
    if example is None and not parameter.optional:
        return None
    return parameter._replace(example=example)


def _is_thing(parameter: Parameter) -> bool:
    return parameters.is_entity(parameter.type) or parameter.type == "section"


def _is_there(store: Store, parameter: Parameter, value: str | None) -> bool:
    """Tell whether a value can be given; none can."""
    if value is None or not _is_thing(parameter):
        return True
    try:
        parameters.term(store, parameter, value)
    except KkgraphError:
        return False
    return True


def _first(store: Store, parameter: Parameter) -> str | None:
    """Return a thing of the class that a parameter asks for."""
    is_section = parameter.type == "section"
    wanted = terms.SECTION if is_section else parameters.entity_class(parameter.type)
    found = sorted(instances(store.graph, wanted)) if wanted else []
    return terms.shorten(found[0]) if found else None
