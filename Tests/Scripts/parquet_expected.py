"""What a Parquet file must hold, by its description: values, types, statistics, questions."""

from __future__ import annotations

import json
import math
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

LONGEST_BOUND = 64
LONGEST_QUESTION = 10_000


class Difference(Exception):
    """What a reader saw is not what was written."""


@dataclass
class Column:
    name: str
    kind: str
    optional: bool
    values: list[Any]


@dataclass
class Description:
    path: Path
    rows: int
    columns: list[Column]
    metadata: list[tuple[str, str]]


@dataclass
class Question:
    """How many rows have this value in this column?"""

    column: Column
    value: Any

    def answer(self) -> int:
        return sum(1 for value in self.column.values if value == self.value)


def from_json(kind: str, value: Any) -> Any:
    if value is None:
        return None
    if kind == "double":
        return struct.unpack(">d", bytes.fromhex(value))[0]
    if kind == "bytes":
        return bytes.fromhex(value)
    if kind == "string":
        return value.encode()
    return value


def load(path: Path) -> Description:
    with path.with_suffix(".jsonl").open(encoding="utf-8", newline="\n") as lines:
        header = json.loads(next(lines))
        rows = [json.loads(line) for line in lines]
    if len(rows) != header["rows"]:
        raise Difference(f"the description has {len(rows)} rows and tells of {header['rows']}")
    columns = []
    for index, column in enumerate(header["columns"]):
        kind = column["kind"]
        values = [from_json(kind, row[index]) for row in rows]
        columns.append(Column(column["name"], kind, column["optional"], values))
    metadata = [(key, value) for key, value in header["metadata"]]
    return Description(path, header["rows"], columns, metadata)


def bits(value: float) -> str:
    # How a NaN is written down is nobody's promise.
    return "nan" if math.isnan(value) else struct.pack(">d", value).hex()


def same(kind: str, left: Any, right: Any) -> bool:
    if kind == "double" and left is not None and right is not None:
        return bits(left) == bits(right)
    return left == right and type(left) is type(right)


def show(kind: str, value: Any) -> str:
    if kind == "double" and value is not None:
        return f"{value!r} ({bits(value)})"
    text = repr(value)
    return text if len(text) <= 200 else text[:200] + "…"


def compare_values(column: Column, seen: list[Any]) -> None:
    if len(seen) != len(column.values):
        raise Difference(f'column "{column.name}": {len(seen)} rows of {len(column.values)}')
    for row, (expected, value) in enumerate(zip(column.values, seen)):
        if not same(column.kind, expected, value):
            raise Difference(
                f'column "{column.name}" ({column.kind}), row {row}: '
                f"read {show(column.kind, value)}, written {show(column.kind, expected)}"
            )


def plain(kind: str, column: pa.ChunkedArray) -> list[Any]:
    """An Arrow column as the description has it."""
    if kind == "timestampMicros":
        if not (pa.types.is_timestamp(column.type) and column.type.unit == "us"):
            raise Difference(f"timestamps came as {column.type}")
        column = column.cast(pa.int64())
    if kind in ("string", "bytes"):
        column = column.cast(pa.large_binary())
    return column.to_pylist()


def compare_table(description: Description, table: pa.Table) -> None:
    names = [column.name for column in description.columns]
    if table.column_names != names:
        raise Difference(f"columns {table.column_names}, written {names}")
    for index, column in enumerate(description.columns):
        compare_values(column, plain(column.kind, table.column(index)))


def compare_types(description: Description, types: list[str], expected: dict[str, str]) -> None:
    for column, seen in zip(description.columns, types, strict=True):
        if seen.lower() != expected[column.kind].lower():
            raise Difference(f'column "{column.name}" is {seen}, not {expected[column.kind]}')


def questions(description: Description) -> list[Question]:
    """Values to look for, so that a wrong bound hides a row; at the ends and amid each column."""
    found = []
    for column in description.columns:
        present = [v for v in column.values if v is not None and v == v]
        if column.kind in ("boolean", "timestampMicros") or not present:
            continue
        candidates = [min(present), max(present), present[len(present) // 2]]
        value = candidates[(len(present) + len(found)) % 3]
        if not isinstance(value, bytes) or len(value) <= LONGEST_QUESTION:
            found.append(Question(column, value))
    return found[:3]


def check_statistics(column: Column, start: int, rows: int, chunk: Any) -> None:
    values = column.values[start : start + rows]
    present = [value for value in values if value is not None]
    where = f'column "{column.name}" ({column.kind}), rows {start} to {start + rows}'
    statistics = chunk.statistics
    if chunk.num_values != rows:
        raise Difference(f"{where}: {chunk.num_values} values told of")
    if statistics is None or not statistics.has_null_count:
        raise Difference(f"{where}: no count of nulls")
    if statistics.null_count != rows - len(present):
        raise Difference(f"{where}: {statistics.null_count} nulls told of")
    # Beside a NaN no bounds are safe: engines differ in whether it is greater than all numbers.
    ordered = present if all(value == value for value in present) else []
    if not statistics.has_min_max:
        if ordered and not is_unbounded(column.kind, max(ordered)):
            raise Difference(f"{where}: no bounds")
        return
    if not ordered:
        raise Difference(f"{where}: bounds of nothing")
    check_bounds(column.kind, where, statistics, ordered)


def is_unbounded(kind: str, greatest: Any) -> bool:
    """Whether no short value is greater."""
    if kind == "bytes":
        return greatest[:LONGEST_BOUND] == b"\xff" * LONGEST_BOUND
    top = "\U0010ffff".encode() * (LONGEST_BOUND // 4)
    return kind == "string" and len(greatest) > LONGEST_BOUND and greatest.startswith(top)


def check_bounds(kind: str, where: str, statistics: Any, ordered: list[Any]) -> None:
    least, greatest = statistics.min_raw, statistics.max_raw
    if kind in ("string", "bytes"):
        check_string_bounds(kind, where, statistics, (min(ordered), max(ordered)))
        return
    expected = [min(ordered), max(ordered)]
    if kind == "double":
        # Zeros have no order among them, so the bounds take in both.
        expected = [-0.0 if expected[0] == 0 else expected[0], expected[1] + 0.0]
        if expected != [least, greatest] or bits(least) != bits(expected[0]):
            raise Difference(f"{where}: bounds {least!r} and {greatest!r}, not {expected}")
        if bits(greatest) != bits(expected[1]):
            raise Difference(f"{where}: greatest value {greatest!r}, not {expected[1]!r}")
    elif [least, greatest] != expected:
        raise Difference(f"{where}: bounds {least!r} and {greatest!r}, not {expected}")


def check_string_bounds(
    kind: str, where: str, statistics: Any, expected: tuple[bytes, bytes]
) -> None:
    ends = (
        (as_bytes(statistics.min_raw), expected[0], getattr(statistics, "is_min_value_exact", None)),
        (as_bytes(statistics.max_raw), expected[1], getattr(statistics, "is_max_value_exact", None)),
    )
    for bound, value, exact in ends:
        if len(value) <= LONGEST_BOUND and bound != value:
            raise Difference(f"{where}: bound {bound!r}, not {value!r}")
        if len(bound) > LONGEST_BOUND + 1:  # the next code point may take one more
            raise Difference(f"{where}: bound of {len(bound)} bytes")
        if exact is not None and exact != (bound == value):
            raise Difference(f"{where}: bound {bound!r} of {value!r} is said exact: {exact}")
        if kind == "string":
            bound.decode()
    if ends[0][0] > expected[0] or ends[1][0] < expected[1]:
        raise Difference(f"{where}: bounds {ends!r} do not hold {expected!r}")


def as_bytes(value: Any) -> bytes:
    return value.encode() if isinstance(value, str) else value
