"""The shipped project's site, as the tests build it."""

import os
import subprocess
import sys
from pathlib import Path

BASE = "https://graph.example/kk/"
ROOT = Path(__file__).parents[1]


def made(folder: Path, seed: str) -> Path:
    """Build the shipped project's site in a process of its own."""
    command = [sys.executable, "-m", "kkgraph", "site", "--project", str(ROOT)]
    environment = {**os.environ, "PYTHONHASHSEED": seed}
    environment.pop("KKGRAPH_SURVEY", None)
    subprocess.run(
        [*command, "--base-url", BASE, str(folder)],
        check=True,
        env=environment,
        capture_output=True,
        cwd=folder.parent,
    )
    return folder
