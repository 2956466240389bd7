"""The process of a command: `kkgraph` and `python -m kkgraph`."""

import atexit
import gc
import signal

# A short command makes little garbage: looking for it in what was imported is a tenth of its time.
gc.set_threshold(100_000)
atexit.register(gc.freeze)
# Ctrl-C ends what is only being imported without a traceback.
interrupted = signal.getsignal(signal.SIGINT)
if interrupted is signal.default_int_handler:
    signal.signal(signal.SIGINT, signal.SIG_DFL)

from kkgraph.cli import main  # noqa: E402 - as above: importing is what makes the objects

signal.signal(signal.SIGINT, interrupted)
if __name__ == "__main__":
    main(prog_name="kkgraph")
