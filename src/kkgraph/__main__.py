"""Make `python -m kkgraph` the same as the `kkgraph` command."""

from kkgraph.cli import main

if __name__ == "__main__":
    main(prog_name="kkgraph")
