"""The process of a command: `kkgraph` and `python -m kkgraph`."""

import atexit
import gc

# A short command makes little garbage: looking for it in what was imported is a tenth of its time.
gc.set_threshold(100_000)
atexit.register(gc.freeze)

from kkgraph.cli import main  # noqa: E402 - as above: importing is what makes the objects

if __name__ == "__main__":
    main(prog_name="kkgraph")
