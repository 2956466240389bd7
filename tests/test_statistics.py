"""The sizes of the graph."""

import re

from kkgraph import formats
from kkgraph.entities import statistics
from kkgraph.entities.statistics import Size
from kkgraph.store import Store


def test_sizes(mini: Store) -> None:
    """Triples by layer, things by class, facts and triples by chapter."""
    found = statistics.sizes(mini)
    assert [s for s in found if s.group == "layer"] == [
        Size("layer", "survey", "triples", 61),
        Size("layer", "ontology", "triples", 133),
        Size("layer", "sections", "triples", 61),
        Size("layer", "register", "triples", 27),
        Size("layer", "links", "triples", 6),
        Size("layer", "themes", "triples", 4),
        Size("layer", "citations", "triples", 14),
        Size("layer", "derived", "triples", 18),
    ]
    classes = {s.name: s.count for s in found if s.group == "class"}
    assert classes["network"] == 2
    assert classes["membership"] == 3
    assert [s for s in found if s.group == "chapter"] == [
        Size("chapter", "1", "facts", 6),
        Size("chapter", "1", "triples", 46),
        Size("chapter", "2", "facts", 2),
        Size("chapter", "2", "triples", 15),
    ]


def test_table(mini: Store) -> None:
    """The table has a row for each size."""
    found = statistics.sizes(mini, "da")
    table = statistics.table(found)
    assert table.columns == ("group", "name", "counted", "count")
    assert len(table.rows) == len(found)
    assert "netværk" in {size.name for size in found}


def test_table_in_danish(mini: Store) -> None:
    """With Danish, headings, layers and what is counted are Danish words."""
    table = statistics.table(statistics.sizes(mini, "da"), "da")
    said = formats.render(table, "table").decode()
    assert {"opdelt efter", "lag", "klasse", "kapitel", "tripler", "oplysninger"} <= set(
        re.split(r"\s\s+|\n", said)
    )
    assert not re.search(r"\b(group|layer|chapter|triples|things|facts|count)\b", said)


def test_no_class_goes_by_its_address(store: Store) -> None:
    """Each class of the shipped graph has a name or a short one, in both languages."""
    for lang in ("da", "en"):
        assert [one.name for one in statistics.sizes(store, lang) if "://" in one.name] == []
