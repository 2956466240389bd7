"""The mutants of the package: each is a module with one small change.

A comparison, a logical or an arithmetic operator turned; a number raised; a truth value or a
condition negated; a filter of a comprehension, a returned value or a call left out; `break` for
`continue`. By rule not what no caller can see: annotations; whether a record can be changed and
whether `zip` asks for equal lengths, which guard us from ourselves; how much `lru_cache` keeps,
which costs time alone; what only a type checker or a shell runs.
"""

import ast
import copy
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src"
# Words that guard us from ourselves: no caller sees whether a record could have been changed.
_GUARDS = {"frozen", "slots", "kw_only"}
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_UNSEEN = {"annotation", "returns"}
_APART = {"TYPE_CHECKING", "__name__"}  # conditions of what only a type checker or a shell runs

_OPPOSITE: dict[type[ast.AST], type[ast.AST]] = {
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.And: ast.Or,
    ast.Or: ast.And,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Add,
    ast.Div: ast.Mult,
}


class Place(NamedTuple):
    """Where a node stands: field and number there in its parent, line of its statement."""

    parent: ast.AST
    field: str
    i: int
    node: ast.AST
    statement: int
    function: str


@dataclass(frozen=True)
class Mutant:
    """A small change: its module, line and column, and what changes, before and after."""

    path: Path
    line: int
    column: int
    statement: int  # the line where it begins
    before: str
    after: str
    number: int  # among those of its module
    function: str  # the one in whose body it is; what is in none, "", runs when it is imported

    @property
    def module(self) -> str:
        """Return the module's path within `src`."""
        return self.path.relative_to(SOURCE).as_posix()

    @property
    def room(self) -> str:
        """Return the folder of the package that the module is in, or the module itself."""
        return self.module.split("/")[1].removesuffix(".py")

    @property
    def name(self) -> str:
        """Return where and what it changes, which no other mutant does."""
        return f"{self.module}:{self.line}:{self.column}: {self.before} -> {self.after}"

    @property
    def tree(self) -> ast.Module:
        """Return the module, changed, each line where it was."""
        tree = ast.parse(self.path.read_text("utf-8"))
        (place, other) = next(islice(_changes(tree), self.number, None))
        _put(place.parent, place.field, place.i, ast.copy_location(other, place.node))
        return ast.fix_missing_locations(tree)


def every() -> list[Mutant]:
    """Return all mutants of the package, in order."""
    return [one for path in sorted(SOURCE.rglob("*.py")) for one in mutants(path)]


def mutants(path: Path) -> Iterator[Mutant]:
    """Yield every mutant of a module, in order."""
    tree = ast.parse(path.read_text("utf-8"))
    for number, (place, other) in enumerate(_changes(tree)):
        node = place.node
        at = node.target if isinstance(node, ast.comprehension) else node
        where = getattr(at, "lineno", 0), getattr(at, "col_offset", 0), place.statement
        yield Mutant(path, *where, _said(node), _said(other), number, place.function)


def _changes(tree: ast.AST) -> Iterator[tuple[Place, ast.AST]]:
    """Yield each node that may change, and what may stand in its place."""
    for place in _places(tree):
        for other in mutated(place.node):
            yield place, other


def _places(parent: ast.AST, statement: int = 0, function: str = "") -> Iterator[Place]:
    """Yield the place of each node that may change."""
    for name, value in ast.iter_fields(parent):
        if name in _UNSEEN:
            continue
        is_body = name == "body" and isinstance(parent, _FUNCTIONS)
        inside = parent.name if is_body else function  # type: ignore[attr-defined]
        for i, node in enumerate(value if isinstance(value, list) else [value]):
            if isinstance(node, ast.AST) and not _apart(node, parent):
                line = node.lineno if isinstance(node, ast.stmt) else statement
                yield Place(parent, name, i, node, line, inside)
                yield from _places(node, line, inside)


def _apart(node: ast.AST, parent: ast.AST) -> bool:
    """Tell whether nothing of a node is seen by a caller."""
    if isinstance(node, ast.If):
        return bool(_APART & {n.id for n in ast.walk(node.test) if isinstance(n, ast.Name)})
    is_guard = isinstance(node, ast.keyword) and (node.arg in _GUARDS or _calls(parent, "zip"))
    return is_guard or _calls(node, "lru_cache")


def _calls(node: ast.AST, name: str) -> bool:
    return isinstance(node, ast.Call) and getattr(node.func, "id", "") == name


def mutated(node: ast.AST) -> Iterator[ast.AST]:
    """Yield what may stand in a node's place."""
    other = copy.deepcopy(node)
    match other:
        case ast.Compare(ops=[operator]):
            other.ops = [_OPPOSITE[type(operator)]()]  # type: ignore[list-item]
            yield other
        case ast.BoolOp() | ast.BinOp() | ast.AugAssign() if type(other.op) in _OPPOSITE:
            other.op = _OPPOSITE[type(other.op)]()  # type: ignore[assignment]
            yield other
        case ast.UnaryOp(op=ast.Not()):
            yield other.operand
        case ast.Constant(value=bool()):
            yield ast.Constant(not other.value)
        case ast.Constant(value=int() | float()):
            yield ast.Constant(other.value + 1)  # type: ignore[operator]
        case ast.IfExp():
            yield ast.IfExp(other.test, other.orelse, other.body)
        case ast.comprehension(ifs=[_, *_]):
            other.ifs = other.ifs[1:]
            yield other
        case _:
            yield from _mutated_statement(other)


def _mutated_statement(other: ast.AST) -> Iterator[ast.AST]:
    match other:
        # of a comparison and the like this says what turning them does
        case ast.If() | ast.While() if isinstance(other.test, ast.Name | ast.Attribute | ast.Call):
            other.test = ast.UnaryOp(ast.Not(), other.test)
            yield other
        case ast.Return(value=ast.expr()) if not _is_none(other.value):
            yield ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call() | ast.Await()):
            yield ast.Pass()
        case ast.Break():
            yield ast.Continue()
        case ast.Continue():
            yield ast.Break()


def _is_none(node: ast.expr | None) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


def _said(node: ast.AST) -> str:
    """Return a node's text, of a block its first line."""
    return ast.unparse(node).partition("\n")[0].strip()


def _put(parent: ast.AST, name: str, i: int, node: ast.AST) -> None:
    value = getattr(parent, name)
    if isinstance(value, list):
        value[i] = node
    else:
        setattr(parent, name, node)
