"""What an installation can lack."""

import re
import sys
from collections.abc import Iterable
from pathlib import Path

from kkgraph.errors import KkgraphError, Said, listed
from kkgraph.texts import Message


class LibraryMissing(KkgraphError):
    """Something was asked for that needs a library which is not installed."""

    def __init__(self, what: Said, library: str, extra: str) -> None:
        """Say what needs which library, and how to install it."""
        super().__init__(
            Message("errors.installation.library", what=what, library=library),
            Message("errors.installation.install", command=_installation(extra)),
        )


def _installation(extra: str) -> str:
    """Return a command that adds an extra where kkgraph came from: a checkout or a wheel."""
    checkout = Path(__file__).resolve().parents[3]
    if (checkout / "pyproject.toml").is_file():
        here = "." if checkout == Path.cwd() else str(checkout)
        return f"pip install '{here}[{extra}]'"
    from importlib.metadata import requires

    marker = re.compile(rf"^([^;]+);.*extra == [\"']{extra}[\"']")
    found = (marker.match(text) for text in requires("kkgraph") or [])
    return f"pip install {' '.join(repr(one[1].strip()) for one in found if one)}"


def not_importable(what: Said, error: ImportError, extra: str) -> Exception:
    """Return what to raise for a failed import: the error itself if the module is ours."""
    module = (error.name or "").partition(".")[0]
    if module in ("", "kkgraph"):
        return error
    if module in sys.stdlib_module_names:
        return KkgraphError(Message("errors.installation.system", what=what, module=module))
    return LibraryMissing(what, module, extra)


class BundleMissing(KkgraphError):
    """The browser part of a page was left out when the package was built."""

    def __init__(self, name: str) -> None:
        """Name the file and how to get it."""
        super().__init__(
            Message("errors.installation.bundle", name=name),
            Message("errors.installation.build"),
        )


class CompletionUnknown(KkgraphError):
    """A shell was named for which there is no completion script."""

    def __init__(self, shell: str, known: Iterable[str]) -> None:
        """List the known shells."""
        super().__init__(
            Message("errors.installation.completion", shell=shell, known=listed(known))
        )
