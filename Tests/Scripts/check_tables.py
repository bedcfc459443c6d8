#!/usr/bin/env python3
"""Compares exported tables with what the database's views say: CSV, JSON lines, Parquet.

Usage: check_tables.py DATABASE VIEW FILE...
The formats are read by Python's own modules and by pyarrow, never by sonde.
"""

from __future__ import annotations

import csv
import json
import re
import sqlite3
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

ESCAPE = re.compile(rb"\\x(00|5c|[89a-f][0-9a-f])")
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")


def unescape(text: str) -> bytes:
    """The bytes that an exported text stands for."""
    return ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), text.encode())


def rows_of_view(database: str, view: str) -> tuple[list[str], list[tuple]]:
    connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
    cursor = connection.execute(f'SELECT * FROM "{view}"')
    return [column[0] for column in cursor.description], cursor.fetchall()


def same_text(expected: object, found: object, view_text: str) -> bool:
    """Whether an exported cell stands for a value of the database."""
    if expected is None:
        return found in ("", None)
    if isinstance(expected, bytes):
        return unescape(str(found)) == expected
    if isinstance(expected, str):
        return found == expected if expected == view_text else unescape(str(found)) == expected.encode()
    if isinstance(found, bool) or found in ("true", "false"):
        return {"true": 1, "false": 0, True: 1, False: 0}[found] == expected
    if isinstance(expected, float):
        return float(found) == expected
    return int(found) == expected and not isinstance(found, float)


def check_csv(path: Path, names: list[str], expected: list[tuple]) -> None:
    with path.open(newline="", encoding="utf-8") as file:
        lines = csv.reader(file, strict=True)
        assert next(lines) == names, "the names of the columns"
        compare(expected, names, lines)


def check_jsonl(path: Path, names: list[str], expected: list[tuple]) -> None:
    def values() -> Iterator[list[object]]:
        for line in path.read_text(encoding="utf-8").split("\n")[:-1]:
            record = json.loads(line)
            assert list(record) == names, "the names of the columns"
            yield list(record.values())

    compare(expected, names, values())


def compare(expected: list[tuple], names: list[str], found: Iterator[list[object]]) -> None:
    count = 0
    for row, cells in zip(expected, found, strict=True):
        for name, value, cell in zip(names, row, cells, strict=True):
            text = str(cell)
            assert same_text(value, cell, text), f"row {count}, {name}: {value!r} became {cell!r}"
        count += 1
    assert count == len(expected)


def check_parquet(path: Path, names: list[str], expected: list[tuple]) -> None:
    import pyarrow.parquet

    file = pyarrow.parquet.ParquetFile(path)
    table = file.read()
    table.validate(full=True)
    assert table.schema.names[: len(names)] == names, "the names of the columns"
    columns = {name: table.column(name).to_pylist() for name in table.schema.names}
    for index, row in enumerate(expected):
        for name, value in zip(names, row, strict=True):
            found = columns[name][index]
            raw = columns.get(f"{name}_raw", [None] * len(expected))[index]
            place = f"row {index}, {name}: {value!r} became {found!r}, {raw!r}"
            if isinstance(value, bytes):
                assert raw == value and unescape(found) == value, place
            else:
                assert raw is None and same_value(value, found), place
    assert table.num_rows == len(expected)


def same_value(expected: object, found: object) -> bool:
    if isinstance(found, datetime):
        text = found.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        return bool(TIME.fullmatch(text)) and text == expected
    if isinstance(found, bool):
        return int(found) == expected
    return found == expected and isinstance(found, float) == isinstance(expected, float)


def main() -> int:
    database, view, *files = sys.argv[1:]
    names, expected = rows_of_view(database, view)
    checks = {".csv": check_csv, ".jsonl": check_jsonl, ".parquet": check_parquet}
    for name in files:
        path = Path(name)
        checks[path.suffix](path, names, expected)
    print(len(expected))
    return 0


if __name__ == "__main__":
    sys.exit(main())
