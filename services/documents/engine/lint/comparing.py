"""Comparisons that fail, or that can never hold."""

import re

from jinja2 import nodes
from rapidfuzz import process

from services.documents.engine.lint.filtering import Reader
from services.documents.engine.lint.values import Scope, Value, constant
from services.documents.engine.lint.words import KINDS

_EQUAL = ("eq", "ne")
_IN = ("in", "notin")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_ORDERED = ("text", "number")


def compared(reader: Reader, node: nodes.Compare, scope: Scope) -> Value:
    left = reader.value(node.expr, scope)
    for operand in node.ops:
        several = operand.op in _IN and isinstance(operand.expr, nodes.List | nodes.Tuple)
        if several:
            for one in operand.expr.items:  # type: ignore[attr-defined]
                _pair(reader, node.lineno, left, _constant(reader, one, scope), "eq")
        else:
            right = reader.value(operand.expr, scope)
            _pair(reader, node.lineno, left, right, operand.op)
            left = right
    return Value("boolean")


def _constant(reader: Reader, node: nodes.Node, scope: Scope) -> Value:
    return constant(node.value) if isinstance(node, nodes.Const) else reader.value(node, scope)


def _pair(reader: Reader, line: int, left: Value, right: Value, how: str) -> None:
    if how in _IN:
        _within(reader, line, left, right)
    elif "anything" in (left.kind, right.kind):
        return
    elif how in _EQUAL:
        _equal(reader, line, *((right, left) if left.constant is not None else (left, right)))
    else:
        _ordered(reader, line, left, right)


def _equal(reader: Reader, line: int, value: Value, other: Value) -> None:
    if other.kind == "none" or value.kind == "none":
        return
    if value.group != other.group or value.group in ("list", "record"):
        _unfit(reader, line, value, other)
    elif isinstance(other.constant, str):
        if value.kind == "date" and not _DAY.fullmatch(other.constant):
            _unfit(reader, line, value, other)
        elif value.words and other.constant not in value.words:
            near = process.extractOne(other.constant, value.words, score_cutoff=55)
            reader.report(
                line,
                "value-unknown",
                value.path,
                value=other.constant,
                known=", ".join(value.words),
                suggestion=near[0] if near else None,
            )


def _ordered(reader: Reader, line: int, left: Value, right: Value) -> None:
    """Less and more: null has no order, and texts have none with numbers."""
    value, other = (right, left) if left.constant is not None else (left, right)
    if value.group != other.group or value.group not in _ORDERED:
        _unfit(reader, line, value, other)
    else:
        _there(reader, line, left, right)


def _within(reader: Reader, line: int, left: Value, right: Value) -> None:
    if right.kind == "anything":
        return
    holds_texts = right.group == "text" or right.of_texts
    if not holds_texts:
        _unfit(reader, line, right, left)
    elif left.group not in ("text", "anything", "none"):
        _unfit(reader, line, left, right)
    else:
        _there(reader, line, right, *([left] if right.group == "text" else []))


def _there(reader: Reader, line: int, *values: Value) -> None:
    for value in values:
        if value.presence != "always" and value.field is not None:
            reader.missing(line, value)


def _unfit(reader: Reader, line: int, value: Value, other: Value) -> None:
    said = other.path if other.constant is not None or other.path else KINDS[other.kind]
    type_ = KINDS[value.kind]
    reader.report(line, "comparison-unfit", value.path or "…", type=type_, other=said)
