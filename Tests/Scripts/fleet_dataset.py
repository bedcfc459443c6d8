"""Writes the views of databases as a Hive-partitioned dataset, with PyArrow.

Says again what `sonde export --dataset` says, in another language: a second opinion, and a writer
where that is not at hand.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from fleet_hosts import Database

TABLES = ["processes", "executions", "libraries", "losses", "runs"]
BOOLEANS = {"complete", "interrupted", "core_dumped", "oom_killed", "seeded", "argv_truncated"}
TEXTS = {"name", "pipeline", "command", "kernel", "comm", "executable", "cwd", "user", "cgroup",
         "container_id", "signal_name", "killed_by_comm", "peak_rss_source", "script", "argv",
         "environment", "error", "kind", "version", "path", "build_id", "package", "tool"}
PATH_COLUMNS = {"host", "date"}


def arrow_type(column: str) -> pa.DataType:
    if column in TEXTS:
        return pa.string()
    if column in BOOLEANS:
        return pa.bool_()
    if column == "at" or column.endswith("_at"):
        return pa.timestamp("us", tz="UTC")
    return pa.float64() if column.endswith("_s") else pa.int64()


def converted(value: Any, kind: pa.DataType) -> Any:
    if value is None:
        return None
    if pa.types.is_timestamp(kind):
        return datetime.fromisoformat(value)
    if pa.types.is_boolean(kind):
        return bool(value)
    if pa.types.is_string(kind) and isinstance(value, bytes):
        return value.decode(errors="backslashreplace")
    return value


def escaped(value: str) -> str:
    """As Hive does: beyond ASCII all stays as it is; readers would take %C3%A9 for two letters."""
    return "".join(c if c.isalnum() or c in "-_." or ord(c) > 127 else f"%{ord(c):02X}"
                   for c in value)


def write_dataset(databases: Sequence[Database], directory: Path) -> None:
    for number, database in enumerate(databases):
        connection = sqlite3.connect(database.path)
        runs = connection.execute(
            "SELECT run_id, host, substr(started_at, 1, 10) FROM runs WHERE ended_at IS NOT NULL")
        for run, host, date in runs.fetchall():
            for table in TABLES:
                place = (directory / f"table={table}" / f"host={escaped(host)}"
                         / f"date={date}")
                write_part(connection, table, run, place / f"part-{number}-{run}.parquet",
                           f"{number}:{run}")
        connection.close()


def write_part(
    connection: sqlite3.Connection, table: str, run: int, file: Path, run_key: str
) -> None:
    """A file without rows is not made."""
    cursor = connection.execute(f"SELECT * FROM {table} WHERE run_id = ?", (run,))
    names = [column[0] for column in cursor.description]
    rows = cursor.fetchall()
    if not rows:
        return
    columns = {"run_key": pa.array([run_key] * len(rows), pa.string())}
    for i, name in enumerate(names):
        if name not in PATH_COLUMNS:
            kind = arrow_type(name)
            columns[name] = pa.array([converted(row[i], kind) for row in rows], kind)
    file.parent.mkdir(parents=True, exist_ok=True)
    pq.write_table(pa.table(columns), file)
