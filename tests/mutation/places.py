"""What is left alone: places in the code where a change says nothing about the tests.

Each filter is general; none names a line. docs/mutation.md gives the reasons.
"""

import ast
import re
from collections.abc import Iterator
from functools import cached_property

# Without one of these the result is the same: they keep what was worked out, or speak to readers and type checkers.
SILENT_DECORATORS = {"cache", "lru_cache", "once", "said_once", "overload", "wraps"}
# Identity against equality: the same for None, truth values and members of an enumeration, luck of the interpreter for
# texts and numbers. An order in place of identity: an error at once for None, the alphabet for members.
IDENTITY = re.compile(r"_(Is_(Eq|Lt|LtE|Gt|GtE)|IsNot_(NotEq|Lt|LtE|Gt|GtE)|Eq_Is|NotEq_IsNot)$")


Span = tuple[tuple[int, int], tuple[int, int]]
"""First and last place of a piece of code: line from 1, column in characters from 0."""


class Module:
    """The text of a module, and where nothing is changed."""

    def __init__(self, text: str) -> None:
        self.lines = text.splitlines()
        self.tree = ast.parse(text)

    @cached_property
    def left_alone(self) -> list[Span]:
        """Annotations, what only type checkers read, names of types, and the arguments of decorators."""
        return [self._span(node) for top in ast.walk(self.tree) for node in _silent(top)]

    @cached_property
    def _between_operands(self) -> list[Span]:
        """Where the sign of an operation stands; another star opens a list of values or ends one of parameters."""
        operations = [node for node in ast.walk(self.tree) if isinstance(node, ast.BinOp)]
        return [(self._span(node.left)[1], self._span(node.right)[0]) for node in operations]

    def counts(self, operator: str, row: int, column: int) -> bool:
        """Whether a change by the operator of this name (``core/AddNot``) at this place is one to be noticed."""
        if IDENTITY.search(operator):
            return False
        if operator.endswith("/RemoveDecorator"):
            return not re.match(rf"\s*@({'|'.join(SILENT_DECORATORS)})\b", self.lines[row - 1])
        if "/ReplaceBinaryOperator_" in operator and not _is_in((row, column), self._between_operands):
            return False
        return not _is_in((row, column), self.left_alone)

    def _span(self, node: ast.expr | ast.stmt) -> Span:
        last, after = node.end_lineno or node.lineno, node.end_col_offset or 0
        return (node.lineno, self._column(node.lineno, node.col_offset)), (last, self._column(last, after))

    def _column(self, row: int, offset: int) -> int:
        """The parser of Python counts bytes."""
        return len(self.lines[row - 1].encode()[:offset].decode())


def _is_in(place: tuple[int, int], spans: list[Span]) -> bool:
    return any(first <= place < last for first, last in spans)


def _silent(node: ast.AST) -> Iterator[ast.expr | ast.stmt]:
    match node:
        case ast.AnnAssign(annotation=annotation) | ast.arg(annotation=ast.expr() as annotation):
            yield annotation
        case ast.If(test=ast.Name(id="TYPE_CHECKING")):
            yield node
        case ast.Assign(targets=[ast.Name(id=name)], value=value) if name[0].isupper() and _is_type(value):
            yield value
        case ast.FunctionDef() | ast.ClassDef():
            yield from node.decorator_list
            if isinstance(node, ast.FunctionDef) and node.returns:
                yield node.returns
        case _:
            pass


def _is_type(value: ast.expr) -> bool:
    """A name for a type: ``int | None``, ``tuple[str, ...]``."""
    match value:
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _is_type(left) and _is_type(right)
        case ast.Subscript(value=ast.Name(id=name)):
            return name in {"Annotated", "Literal", "dict", "frozenset", "list", "set", "tuple"}
        case ast.Name(id=name):
            return name in {"bool", "bytes", "float", "int", "str"} or (name[:1].isupper() and not name.isupper())
        case ast.Constant(value=None):
            return True
    return False
