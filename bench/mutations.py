"""Makes mistakes at random places of the data and counts which are found at the right place.

Usage: python bench/mutations.py [NUMBER] [SEED] [--write]

Prints a line for each kind, and the share; exit 1 where a mistake that can be known passes.
With --write the share goes into docs/data.md too.
"""

import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests"))

import mutations  # noqa: E402 - it lies among the tests
from mistakes import FOLDERS  # noqa: E402

from kkgraph.errors import DataFileError  # noqa: E402
from kkgraph.project import Project  # noqa: E402
from kkgraph.validation.conformance import Validation  # noqa: E402

DOCUMENT = ROOT / "docs" / "data.md"
_BLOCK = re.compile(r"(<!-- mutations -->\n).*?(<!-- end -->)", re.DOTALL)
_NEAR = 2  # lines behind a mistake of syntax at which a parser stumbles


def judged(root: Path, made: mutations.Made) -> tuple[bool, bool, int]:
    """Return whether the mistake is found, whether at its place, and how many findings there are.

    `root`: the project with the mistake. A file that cannot be read is found by its line.
    """
    try:
        report = Validation(Project(root)).run()
    except DataFileError as error:
        line = error.line or 0
        path = Path(error.path)
        is_there = path.is_relative_to(root) and str(path.relative_to(root)) == made.file
        return True, is_there and made.first <= line <= made.last + _NEAR, 1
    places = [one.place for one in report.findings if one.place]
    hits = [
        place
        for place in places
        if str(place.path.relative_to(root)) == made.file and made.first <= place.line <= made.last
    ]
    return not report.is_clean, bool(hits), len(report.findings)


def write(share: str) -> None:
    """Put the share into its block of docs/data.md."""
    text = DOCUMENT.read_text(encoding="utf-8")
    new = _BLOCK.sub(lambda found: f"{found[1]}{share}\n{found[2]}", text)
    DOCUMENT.write_text(new, encoding="utf-8")


def main() -> int:
    """Make the mistakes, each in a fresh copy, and print what was found."""
    numbers = [int(argument) for argument in sys.argv[1:] if argument.isdigit()]
    number, seed = [*numbers, *(600, 1)[len(numbers) :]]
    made, found, placed, single = (Counter[str]() for _ in range(4))
    for count in range(number):
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder)
            for name in FOLDERS:
                shutil.copytree(ROOT / name, root / name)
            one = mutations.make(root, random.Random(seed * number + count), count)  # noqa: S311
            if one is None:
                continue
            is_found, is_placed, findings = judged(root, one)
            made[one.kind] += 1
            found[one.kind] += is_found
            placed[one.kind] += is_placed
            single[one.kind] += findings == 1
            if not (is_found and is_placed) or findings != 1:
                print(f"  {count}: {one} found={is_found} place={is_placed} {findings}")
    for kind in sorted(made):
        print(f"{kind:40}{made[kind]:5}{found[kind]:5}{placed[kind]:5}{single[kind]:5}")
    total = made.total()
    share = (
        f"{len(made)} kinds, {total} mistakes: {found.total() / total:.1%} found, "
        f"{placed.total() / total:.1%} at the right file and line, "
        f"{single.total() / total:.1%} as one finding."
    )
    print(share)
    if "--write" in sys.argv:
        write(f"{share} (`python bench/mutations.py {number} {seed}`)")
    return int(found.total() < total)


if __name__ == "__main__":
    sys.exit(main())
