"""The guides for publishers: every example runs, in order, and prints what it says."""

import re
import shutil
import subprocess
from pathlib import Path
from shlex import split

import pytest
from click.testing import CliRunner

from kkgraph.cli import main

ROOT = Path(__file__).parent.parent
GUIDES = [ROOT / "docs" / name for name in ("publisher.md", "udgiver.md")]


def examples(page: Path) -> list[tuple[str, str]]:
    """Return the commands of a guide, each with what it prints."""
    blocks = re.findall(r"```console\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    parts = [part for block in blocks for part in re.split(r"^\$ ", block, flags=re.MULTILINE)]
    return [(p.partition("\n")[0], p.partition("\n")[2]) for p in parts if p.strip()]


def pattern(printed: str) -> str:
    """Return what is printed as a pattern: … stands for anything."""
    return re.escape(printed).replace("…", "(?s:.*)")


@pytest.mark.slow  # some thirty commands on the whole graph; each has its own tests on less
@pytest.mark.parametrize("page", GUIDES, ids=lambda page: page.stem)
def test_guide(page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each example ends well and prints what the guide shows."""
    for name in ("data", "ontology", "queries"):
        shutil.copytree(ROOT / name, tmp_path / name)
    for name in ("kkgraph.toml", "CITATION.cff", "CHANGELOG.md", "LICENSE-data"):
        shutil.copy(ROOT / name, tmp_path)
    memo = "1. Kontingenter\nDet koster nu 650.000 kr. om året.\n2. Byer\nIntet nyt.\n"
    (tmp_path / "memo.txt").write_text(memo, "utf-8")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    monkeypatch.chdir(tmp_path)
    for command, printed in examples(page):
        program, *words = split(command)
        assert program == "kkgraph"
        result = CliRunner().invoke(main, words, prog_name="kkgraph")
        assert result.exit_code == 0, f"{command}\n{result.output}"
        assert re.fullmatch(pattern(printed), result.stdout), f"{command}\n{result.stdout}"


def test_both_guides_show_the_same() -> None:
    """The guides take the same steps in both languages."""
    steps = [[split(command)[1] for command, _ in examples(page)] for page in GUIDES]
    assert steps[0] == steps[1]
    assert len(steps[0]) > 15
    headings = [len(re.findall(r"^## ", page.read_text("utf-8"), re.MULTILINE)) for page in GUIDES]
    assert headings[0] == headings[1]
