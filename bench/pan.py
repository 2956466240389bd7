"""Panning the page of a large network: frames a second, drawn without a graphics card.

    python bench/pan.py [--nodes 10000] [--edges 50000] [--seconds 6]

Makes a network of that size (as bench/networks.py does), opens its page in a Chromium that
draws by software, drags the drawing to and fro, and counts the frames that the browser makes
meanwhile. Needs playwright, a Chromium and igraph.
"""

import argparse
import math
import shutil
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

from networks import NAME, synthetic
from playwright.sync_api import Page, sync_playwright

from kkgraph.networks.projection import declaration
from kkgraph.networks.projection import projection as builder
from kkgraph.networks.writers import WRITERS
from kkgraph.project import find

SOFTWARE = ("--no-sandbox", "--use-angle=swiftshader", "--enable-unsafe-swiftshader")
SIZE = {"width": 1280, "height": 800}
STEP = 0.15  # of a turn, from one move of the pointer to the next
COUNT = """() => {
  const times = window.frameTimes = [];
  const frame = (now) => { times.push(now); requestAnimationFrame(frame); };
  requestAnimationFrame(frame);
}"""


class Frames(NamedTuple):
    """Frames a second, and the longest time between two of them in milliseconds."""

    a_second: float
    longest: float


def panned(page: Page, seconds: float) -> Frames:
    """Drag the drawing in a circle for so long, and return what frames were made."""
    box = page.locator(".drawing").bounding_box()
    if box is None:
        raise SystemExit("the page draws nothing")
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.evaluate(COUNT)
    end, angle = time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        angle += STEP
        page.mouse.move(x + 200 * math.sin(angle), y + 120 * math.sin(angle / 2))
    times: list[float] = page.evaluate("() => window.frameTimes")
    page.mouse.up()
    gaps = [after - before for before, after in pairwise(times)]
    return Frames(1000 * len(gaps) / sum(gaps), max(gaps))


def main() -> None:
    """Write the page, open it, pan it, say how many frames it made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--nodes", type=int, default=10_000)
    parser.add_argument("--edges", type=int, default=50_000)
    parser.add_argument("--seconds", type=float, default=6.0)
    args = parser.parse_args()
    store = synthetic(find(None), args.nodes, args.edges)
    network = builder.build(store, declaration.find_projection(store.project, NAME))
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder) / "network.html"
        file.write_bytes(WRITERS["html"](network, "en"))
        chromium = shutil.which("chromium") or shutil.which("chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=list(SOFTWARE))
        page = browser.new_page(viewport=SIZE)
        page.goto(file.as_uri(), timeout=120_000)
        page.wait_for_timeout(3000)
        frames = panned(page, args.seconds)
        browser.close()
    print(f"{len(network.nodes)} nodes, {len(network.edges)} ties: ", end="")
    print(f"{frames.a_second:.0f} frames a second, the longest took {frames.longest:.0f} ms")


if __name__ == "__main__":
    main()
