"""Other programs on our files: graphology-gexf with sigma 3 and sigma 4, in a Chromium.

    python bench/readers.py

Writes every declared network as GEXF, opens each with both versions of sigma (installed by npm
into a temporary folder), and says what could not be read or shown. Needs npm, playwright and a
Chromium.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from kkgraph.networks.model import Network
from kkgraph.networks.projection.declaration import load_projections
from kkgraph.networks.projection.projection import build
from kkgraph.networks.writers import WRITERS
from kkgraph.project import find
from kkgraph.store import load

HERE = Path(__file__).parent / "readers"
VERSIONS = ("sigma3", "sigma4")


def bundles(folder: Path) -> dict[str, str]:
    """Install both versions and return the script that shows a file with each."""
    shutil.copytree(HERE, folder, dirs_exist_ok=True)
    subprocess.run(["npm", "install", "--no-audit", "--no-fund"], cwd=folder, check=True)  # noqa: S607 - npm by name
    found = {}
    for version in VERSIONS:
        out = folder / f"{version}.js"
        call = ["npx", "esbuild", "show.js", "--bundle", f"--alias:SIGMA={version}"]
        subprocess.run([*call, f"--outfile={out}", "--log-level=error"], cwd=folder, check=True)
        found[version] = out.read_text("utf-8")
    return found


def networks() -> list[Network]:
    """Return every declared network."""
    store = load(find())
    return [build(store, declared) for declared in load_projections(store.project)]


def wrong(page: Page, network: Network) -> str:
    """Return what goes wrong with a network's GEXF, "" if nothing does."""
    text = WRITERS["gexf"](network, "en").decode()
    try:
        read = page.evaluate("text => window.show(text)", text)
    except Exception as error:  # noqa: BLE001 - whatever the page throws is the finding
        return str(error).splitlines()[0]
    expected = [len(network.nodes), len(network.edges)]
    return "" if read == expected else f"read {read}, not {expected}"


def main() -> None:
    """Open every network with every reader; exits with 1 where one fails."""
    failed = 0
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        scripts, every = bundles(Path(folder)), networks()
        chromium = shutil.which("chromium") or shutil.which("chrome")
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        for version, script in scripts.items():
            page = browser.new_page()
            page.set_content("<body></body>")
            page.add_script_tag(content=script)
            for network in every:
                what = wrong(page, network)
                failed += bool(what)
                print(f"{version} {network.name}: {what or 'fine'}", flush=True)
        browser.close()
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
