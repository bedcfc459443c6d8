#!/usr/bin/env python3
"""Compares every view, exported as Parquet and read by several engines, with what SQLite says.

A program that does a bit of everything is recorded; rows at the ends of what is possible are put
into its database; each view that the database has, and one of a user's, is exported and read back.
All values must be the same. Needs root.
"""

from __future__ import annotations

import argparse
import os
import re
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

import view_extremes
from checks import Check
from parquet_expected import Column, Description, Difference, show
from parquet_readers import ARROW_TYPES, READERS, reader_names
from recorded_run import export, record

ROOT = Path(__file__).resolve().parent.parent.parent
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z")
AMBIGUOUS = re.compile(r"\\(?=x(?:5c|00|[89a-f][0-9a-f]))")

# What a user may add: columns of which nothing is known, so that all values are looked at. Text
# has years that numbers of nanoseconds do not reach.
USERS_VIEW = """
CREATE VIEW of_a_user AS SELECT column1 AS at, column2 AS n, column3 AS x, column4 AS t,
  column5 AS b, NULL AS none, id FROM (VALUES
  ('0001-01-01T00:00:00.000000Z', -9223372036854775808, 1, '', x''),
  ('1582-10-04T23:59:59.999999Z', 9223372036854775807, 0.5, NULL, x'00ff'),
  (NULL, 0, 5e-324, 'a', 'text'), ('1969-12-31T23:59:59.999999Z', NULL, -9e999, 'b', NULL),
  ('9999-12-31T23:59:59.999999Z', 1, 9007199254740992, 'c', x'80')
) LEFT JOIN run ON run.id = 1
"""


def view_names(connection: sqlite3.Connection) -> list[str]:
    rows = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'view' ORDER BY name")
    return [name for (name,) in rows]


def export_view(sonde: str, database: Path, view: str) -> Path:
    path = database.parent / f"{view}.parquet"
    export(sonde, database, path, "--table", view)
    return path


def boolean_columns(sonde: str, database: Path, views: Sequence[str]) -> set[str]:
    """The columns that hold yes or no, by the types of the files."""
    schemas = [pq.read_schema(export_view(sonde, database, view)) for view in views]
    return {field.name for schema in schemas for field in schema if pa.types.is_boolean(field.type)}


# What a file must hold, by the database.


def describe(
    connection: sqlite3.Connection, view: str, path: Path, version: str
) -> Description:
    """The file says which kind each column has, and each value of the view must be one of it: what
    the kind cannot hold as it is, is a difference."""
    cursor = connection.execute(f'SELECT * FROM "{view}"')
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    schema = pq.read_schema(path)
    kinds = dict(zip(schema.names, map(kind_of, schema)))
    raw = [name for name in names if f"{name}_raw" in kinds and f"{name}_raw" not in names]
    columns = []
    for at, name in enumerate(names):
        kind = kinds.get(name, "nothing")
        held = []
        for number, row in enumerate(rows):
            try:
                held.append(convert(kind, name in raw, row[at]))
            except ValueError:
                raise Difference(f'column "{name}" ({kind}), row {number}: cannot be '
                                 f"{show('', row[at])}, as it is in SQLite") from None
        columns.append(Column(name, kind, True, held))
    for name in raw:
        at = names.index(name)
        held = [row[at] if isinstance(row[at], bytes) and not is_utf8(row[at]) else None
                for row in rows]
        columns.append(Column(f"{name}_raw", "bytes", True, held))
    if schema.names != [column.name for column in columns]:
        raise Difference(f"columns {schema.names}, in SQLite {names}")
    return Description(path, len(rows), columns, [("sonde.version", version)])


def kind_of(field: pa.Field) -> str:
    for kind, arrow in ARROW_TYPES.items():
        if field.type == arrow:
            return kind
    raise Difference(f'column "{field.name}" is {field.type}, which none should be')


def convert(kind: str, has_raw: bool, value: Any) -> Any:
    """A value of SQLite as the file must have it; ValueError if its column cannot hold it."""
    match kind, value:
        case _, None:
            return None
        case ("int64", int()) | ("double", float()):
            return value
        case "double", int() if int(float(value)) == value:
            return float(value)
        case "boolean", int() if value in (0, 1):
            return value == 1
        case "timestampMicros", str() if TIME.fullmatch(value):
            moment = datetime.fromisoformat(value.replace("Z", "+00:00"))
            return (moment - EPOCH) // timedelta(microseconds=1)
        case ("string" | "bytes"), str():
            return value.encode()
        case "bytes", bytes():
            return value
        case "string", bytes() if is_utf8(value):
            return value
        case "string", bytes() if has_raw:
            return escaped(value)
    raise ValueError


def is_utf8(value: bytes) -> bool:
    try:
        value.decode()
    except UnicodeDecodeError:
        return False
    return True


def escaped(value: bytes) -> bytes:
    r"""What is shown of bytes that are no text: those that are not part of valid UTF-8, and NUL, as
    `\xHH`, and a backslash of the text's own as `\x5c` where it would look like one of these."""
    text = AMBIGUOUS.sub(lambda _: r"\x5c", value.decode(errors="surrogateescape"))
    shown = (f"\\x{ord(c) & 0xff:02x}" if c == "\0" or "\udc80" <= c <= "\udcff" else c
             for c in text)
    return "".join(shown).encode()


# The check.


def lack(descriptions: Sequence[Description]) -> str | None:
    """Files that are alike since nothing is in them would prove nothing."""
    lacking = []
    for description in descriptions:
        view = description.path.stem
        if view == "of_a_user":
            continue
        if description.rows < view_extremes.ROWS:
            lacking.append(f"{view} has {description.rows} rows")
        for column in description.columns:
            held = {value for value in column.values if value is not None}
            enough = {
                "boolean": lambda held: held == {True, False},
                "timestampMicros": lambda held: min(held) < -9 * 10**15 and max(held) > 9 * 10**15,
            }.get(column.kind, len)
            if not held or not enough(held):
                lacking.append(f"{view}.{column.name}: {len(held)} values")
    everything = [c for d in descriptions for c in d.columns]
    for kind, wanted in (
        ("int64", {view_extremes.LEAST, view_extremes.GREATEST}),
        ("double", {5e-324, 1.7976931348623157e308, float("inf")}),
        ("string", {b"", b"a\x00b", b"caf\\xe9.txt"}), ("bytes", {b"\xff", b"\x00\x80\x00"}),
    ):
        held = {value for c in everything if c.kind == kind for value in c.values}
        lacking += [f"no {kind} {value!r}" for value in wanted - held]
    return f"lacking: {', '.join(lacking)}" if lacking else None


def check_view(
    check: Check, readers: dict[str, Callable[[Description], None]], description: Description
) -> None:
    for name, read in readers.items():
        found = None
        try:
            read(description)
        except Difference as error:
            found = str(error)
        except Exception as error:  # whatever a reader throws is a finding
            found = f"{type(error).__name__}: {error}"
        values = description.rows * len(description.columns)
        check.expect(f"{description.path.stem}: {values} values in {name}", found)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sonde", default=os.environ.get(
        "TEST_SONDE", str(ROOT / ".build/release/sonde")), help="the program under test")
    parser.add_argument("--readers", type=reader_names, default=list(READERS))
    arguments = parser.parse_args()
    sonde = str(Path(arguments.sonde).resolve())
    version = subprocess.run([sonde, "--version"], capture_output=True, text=True, check=True)
    check = Check()
    readers = {name: READERS[name]() for name in arguments.readers}
    with tempfile.TemporaryDirectory(prefix="sonde-views-") as directory:
        database = record(sonde, Path(directory))
        connection = sqlite3.connect(database)
        with connection:
            view_extremes.insert(
                connection, boolean_columns(sonde, database, view_names(connection)))
            connection.execute(USERS_VIEW)
        descriptions = []
        for view in view_names(connection):
            try:
                path = export_view(sonde, database, view)
                descriptions.append(
                    describe(connection, view, path, version.stdout.strip().split()[-1]))
            except (Difference, RuntimeError, sqlite3.Error) as error:
                check.expect(f"{view} can be exported", str(error))
        check.expect("the views have what is asked about", lack(descriptions))
        for description in descriptions:
            check_view(check, readers, description)
        connection.close()
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
