"""Work in a child process: what it says when it fails."""

import pytest

from kkgraph.endpoint.pool.preparation import in_subprocess
from kkgraph.errors import KkgraphError


@pytest.mark.parametrize("shift", ["", "x", "xx"])
@pytest.mark.parametrize("kind", [KkgraphError, ValueError])
def test_long_message(kind, shift):
    """A message beyond what a pipe holds is cut, never within a character."""

    def work():
        raise kind(shift + "東ø" * 40_000)

    with pytest.raises(KkgraphError) as caught:
        in_subprocess(work)()
    assert "東ø東ø" in str(caught.value)
    assert "\N{REPLACEMENT CHARACTER}" not in str(caught.value)


def test_no_message():
    """Work that succeeds says nothing."""
    in_subprocess(lambda: None)()
