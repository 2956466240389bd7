"""A project's site, as the tests build it."""

import os
import subprocess
import sys
from pathlib import Path

BASE = "https://graph.example/kk/"
ROOT = Path(__file__).parents[1]


def made(folder: Path, seed: str, project: Path = ROOT) -> Path:
    """Build the site of a project, the shipped one if none is named, in a process of its own."""
    command = [sys.executable, "-m", "kkgraph", "site", "--project", str(project)]
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
