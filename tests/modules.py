"""The package's modules as they are parsed, once for all tests that read code."""

import ast
from functools import cache
from pathlib import Path


@cache
def nodes(path: Path) -> list[ast.AST]:
    """Return what a module's text is parsed to."""
    return list(ast.walk(ast.parse(path.read_text("utf-8"))))
