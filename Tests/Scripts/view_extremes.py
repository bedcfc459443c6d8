"""Rows at the ends of what is possible, put directly into the tables that the views show.

Nothing here knows the tables: which there are, their columns, which of these may be null and which
are unique, the database itself says. Two conventions of the schema are used. A number named `id`
or `…_id` names a row, so row number n of each table has there the n-th of a list of numbers, and
views that join tables find for each row its partners. Text that need not be UTF-8 is in columns
without a declared type, or is the kernel's name of a process, `…comm`.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from typing import Any

LEAST, GREATEST = -(1 << 63), (1 << 63) - 1
ROWS = 28
IDS = [GREATEST - n for n in range(ROWS // 2)] + [LEAST + n for n in range(ROWS // 2)]

# As times these are the ends of what 64 bits of nanoseconds reach, in 1677 and 2262, and what lies
# just before and after 1970.
INTEGERS = [
    0, 1, -1, LEAST, GREATEST, LEAST + 1, GREATEST - 1, (1 << 53) + 1, -(1 << 53) - 1, 1 << 31,
    -(1 << 31) - 1, 999, -999, 1000, -1000, -1001, 999_999_999, -999_999_999, -1_000_000_000,
    -1_000_000_001, 1_800_000_000_123_456_789, -1_800_000_000_123_456_789,
]
REALS = [
    0.0, -0.0, 5e-324, -5e-324, 2.2250738585072009e-308, 2.2250738585072014e-308,
    1.7976931348623157e308, -1.7976931348623157e308, float("inf"), float("-inf"), 0.1, -1 / 3,
    1e-300, 9007199254740993.0, 9.223372036854775807e18, 100.0, 4.35,
]
TEXTS = [
    "", " ", "a", "NULL", "0", "2026-01-31T09:24:01.250000Z", "line\nfeed\r\n\ttab", "x,\"y\"'z'",
    "\\", "\\xff\\x5c\\x00", "\x1b[31m\x7f\x85", "a\x00b", "caf\u00e9", "cafe\u0301", "\u202egnp",
    "\ufeffbom", "\ufffd", "\U0001f600\U0010ffff", "\u65e5\u672c\u8a9e" * 30, "long " * 20_000,
]
# The last are UTF-8, and stored as bytes all the same.
BYTES = [
    b"\xff", b"caf\xe9.txt", b"\\xff\xff\\x5c\\xFF", b"\x00\x80\x00", b"\xed\xa0\x80",
    b"\xc0\xaf\xf5\x80\x80\x80", b"\xe2\x82", b"\xf0\x9f\x98", b"\xff" * 70,
    b"z" * 63 + b"\xfe" * 9, bytes(range(1, 256)) * 40, b"", b"plain",
]


def insert(connection: sqlite3.Connection, booleans: Collection[str]) -> None:
    """Adds rows to each table. `booleans`: the columns that hold 0 or 1."""
    tables = connection.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
        "AND name <> 'grdb_migrations' ORDER BY name").fetchall()
    for (table,) in tables:
        columns = connection.execute(f'PRAGMA table_info("{table}")').fetchall()
        lists = [values(name, kind, is_required or is_key, booleans)
                 for _, name, kind, is_required, _, is_key in columns]
        single = unique_texts(connection, table)
        for row in range(ROWS):
            # Shifted, so that rows differ in what comes together.
            record = [IDS[row] if is_id(name, kind) else held[(row + at) % len(held)]
                      for at, ((_, name, kind, *_), held) in enumerate(zip(columns, lists))]
            # There are fewer texts than rows.
            record = [f"{value}{row}" if name in single else value
                      for (_, name, *_), value in zip(columns, record)]
            add(connection, table, record)
        # Nothing but what must be.
        add(connection, table, [
            IDS[-1] - 1 if is_id(name, kind) else held[0] if is_required or is_key else None
            for (_, name, kind, is_required, _, is_key), held in zip(columns, lists)])


def add(connection: sqlite3.Connection, table: str, record: Sequence[Any]) -> None:
    """A row that is there already, such as the name of a signal, stays."""
    marks = ", ".join("?" * len(record))
    connection.execute(f'INSERT OR IGNORE INTO "{table}" VALUES ({marks})', record)


def unique_texts(connection: sqlite3.Connection, table: str) -> set[str]:
    """The columns of text of which no two rows may have the same."""
    found = connection.execute(
        "SELECT min(c.name) FROM pragma_index_list(?1) i, pragma_index_info(i.name) c "
        "JOIN pragma_table_info(?1) t ON t.name = c.name "
        "WHERE i.\"unique\" AND t.type = 'TEXT' GROUP BY i.name HAVING count(*) = 1", (table,))
    return {name for (name,) in found}


def is_id(name: str, kind: str) -> bool:
    # An offset names a function within its object, a number a set of namespaces within its session.
    names = ("id", "offset", "number", "namespaces")
    return kind == "INTEGER" and (name in names or name.endswith("_id"))


def values(
    name: str, kind: str, is_required: bool, booleans: Collection[str]
) -> list[Any]:
    held: list[Any]
    if name in booleans:
        held = [0, 1]
    elif kind == "INTEGER":
        held = list(INTEGERS)
    elif kind == "REAL":
        held = list(REALS)
    elif kind == "TEXT" and not name.endswith("comm"):
        held = list(TEXTS)
    else:
        held = [value for pair in zip(BYTES, TEXTS) for value in pair] + TEXTS[len(BYTES):]
    return held if is_required else [*held, None]
