#!/usr/bin/env python3
"""Opens an exported trace in Perfetto's own viewer and compares what is there with the database.

The viewer runs in a headless Chromium with the trace processor that comes with it; both are asked:
the processor for its tables, the page for what it shows. Needs root.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from checks import Check
from perfetto_viewer import Viewer
from recorded_run import export, record

ROOT = Path(__file__).resolve().parent.parent.parent
ESCAPE = re.compile(rb"\\x([0-9a-f]{2})")

Row = tuple[Any, ...]


def raw(value: Any) -> bytes | None:
    """What the viewer or the database has, as the bytes of its text."""
    if value is None or isinstance(value, bytes):
        return value
    encoded = str(value).encode(errors="surrogateescape")
    return ESCAPE.sub(lambda found: bytes.fromhex(found[1].decode()), encoded)


def nanoseconds(column: str) -> str:
    """A view's time as the trace has it: whole microseconds."""
    return f"(unixepoch(substr({column}, 1, 19)) * 1000000 + substr({column}, 21, 6)) * 1000"


class Database:
    """What must be seen, by the views."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path)

    def rows(self, sql: str) -> list[Row]:
        return self._connection.execute(sql).fetchall()

    def processes(self) -> list[Row]:
        return [(str(pid), raw(tool), str(start)) for pid, tool, start in self.rows(
            f"SELECT pid, tool, {nanoseconds('started_at')} FROM processes")]

    def lives(self) -> list[Row]:
        """The slice of each process, with what is told of it."""
        return [(str(pid), raw(tool), str(start), str(end - start), *map(raw, told))
                for pid, tool, start, end, *told in self.rows(f"""
                    SELECT pid, tool, {nanoseconds('started_at')}, {nanoseconds('ended_at')},
                      process_id, exit_code, signal_name, peak_rss_bytes, read_bytes FROM processes
                    """)]

    def programs(self) -> list[Row]:
        """The slice of each execution, until the next one or the process's end."""
        return [(str(pid), raw(name).rpartition(b"/")[2], str(start), str(end - start),
                 *map(raw, arguments(argv)[:2]))
                for pid, name, start, end, argv in self.rows(f"""
                    SELECT pid, coalesce(e.script, e.executable), {nanoseconds('executed_at')},
                      coalesce(lead({nanoseconds('executed_at')}) OVER
                        (PARTITION BY process_id ORDER BY execution_id),
                        {nanoseconds('ended_at')}), argv
                    FROM executions e JOIN processes p USING (process_id) WHERE error IS NULL
                    """)]

    def marks(self) -> list[Row]:
        failed = self.rows(f"""
            SELECT pid, e.executable, {nanoseconds('executed_at')}
            FROM executions e JOIN processes p USING (process_id) WHERE error IS NOT NULL""")
        return [(str(pid), b"failed: " + raw(name).rpartition(b"/")[2], str(time))
                for pid, name, time in failed] + self.forks()

    def forks(self) -> list[Row]:
        return [(str(pid), b"fork", str(time)) for pid, time in self.rows(f"""
            SELECT p.pid, {nanoseconds('c.started_at')}
            FROM processes c JOIN processes p ON p.process_id = c.parent_id""")]

    def arrows(self) -> list[Row]:
        return [(str(parent), str(child), str(time)) for parent, child, time in self.rows(f"""
            SELECT p.pid, c.pid, {nanoseconds('c.started_at')}
            FROM processes c JOIN processes p ON p.process_id = c.parent_id""")]

    def counters(self) -> list[Row]:
        names = {"CPU": "cpu_percent", "RSS": "rss_bytes"}
        return [(name, str(pid), str(time), float(value)) for name, column in names.items()
                for pid, time, value in self.rows(f"""
                    SELECT pid, {nanoseconds('at')}, {column} FROM samples
                    JOIN processes USING (process_id) WHERE {column} IS NOT NULL""")]

    def sampled(self) -> list[Row]:
        """How many tracks there are of each counter."""
        return self.rows("""
            SELECT 'CPU', count(DISTINCT iif(cpu_percent IS NULL, NULL, process_id)) FROM samples
            UNION ALL SELECT 'RSS', count(DISTINCT process_id) FROM samples""")

    def host_counters(self) -> list[Row]:
        names = {"host CPU": "cpu_percent", "host memory": "memory_used_bytes", "load": "load_1"}
        return [(name, str(time), float(value)) for name, column in names.items()
                for time, value in self.rows(f"""
                    SELECT {nanoseconds('h.at')}, h.{column} FROM host_samples h JOIN runs r
                    USING (session_id)
                    WHERE h.{column} IS NOT NULL AND h.at BETWEEN r.started_at AND r.ended_at""")]


def arguments(argv: str) -> list[str | None]:
    """In the views' JSON a byte that is no UTF-8 is a lone surrogate."""
    return [*json.loads(argv), None, None]


class Seen:
    """The same, by the trace processor."""

    ON_TRACK = ("FROM slice s JOIN process_track t ON t.id = s.track_id "
                "JOIN process p USING (upid)")

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer

    def errors(self) -> list[Row]:
        return self._viewer.query(
            ["name", "value"], "FROM stats WHERE value > 0 AND severity <> 'info'")

    def processes(self) -> list[Row]:
        return [(pid, raw(name), start) for pid, name, start in self._viewer.query(
            ["pid", "name", "start_ts"], "FROM process WHERE pid > 0")]

    def _slices(self, names: Sequence[str], condition: str) -> list[Row]:
        arguments = [f"EXTRACT_ARG(s.arg_set_id, 'debug.{name}')" for name in names]
        return [(pid, raw(name), start, duration, *map(raw, told))
                for pid, name, start, duration, *told in self._viewer.query(
                    ["p.pid", "s.name", "s.ts", "s.dur", *arguments],
                    f"{self.ON_TRACK} WHERE {condition}")]

    def lives(self) -> list[Row]:
        return self._slices(["process_id", "exit_code", "signal_name", "peak_rss_bytes",
                             "read_bytes"], "s.depth = 0")

    def programs(self) -> list[Row]:
        return self._slices(["argv[0]", "argv[1]"], "s.depth = 1 AND s.dur <> 0")

    def marks(self) -> list[Row]:
        return [row[:3] for row in self._slices([], "s.depth > 0 AND s.dur = 0")]

    def arrows(self) -> list[Row]:
        return self._viewer.query(["p.pid", "p2.pid", "s2.ts"], f"""
            {self.ON_TRACK} JOIN flow f ON f.slice_out = s.id JOIN slice s2 ON s2.id = f.slice_in
            JOIN process_track t2 ON t2.id = s2.track_id JOIN process p2 ON p2.upid = t2.upid
            WHERE s.name = 'fork' AND s.ts = s2.ts""")

    def counters(self) -> list[Row]:
        return [(name, pid, time, float(value)) for name, pid, time, value in self._viewer.query(
            ["t.name", "p.pid", "c.ts", "printf('%!.17g', c.value)"],
            "FROM counter c JOIN process_counter_track t ON t.id = c.track_id "
            "JOIN process p USING (upid)")]

    def host_counters(self) -> list[Row]:
        return [(name, time, float(value)) for name, time, value in self._viewer.query(
            ["t.name", "c.ts", "printf('%!.17g', c.value)"],
            "FROM counter c JOIN counter_track t ON t.id = c.track_id "
            "WHERE t.id NOT IN (SELECT id FROM process_counter_track)")]


def difference(seen: Sequence[Row], expected: Sequence[Row]) -> str | None:
    """Rows have no order here."""
    if not expected:
        return "nothing is expected, which proves nothing"
    seen, expected = sorted(seen, key=repr), sorted(expected, key=repr)
    for one, other in zip(seen, expected):
        if one != other:
            return f"the viewer has {one}, the database {other}"
    if len(seen) != len(expected):
        return f"the viewer has {len(seen)}, the database {len(expected)}"
    return None


def check_tables(check: Check, where: str, viewer: Viewer, database: Database) -> None:
    seen = Seen(viewer)
    errors = seen.errors()
    check.expect(f"{where}: the trace has no fault", f"{errors}" if errors else None)
    for what in ("processes", "lives", "programs", "marks", "arrows", "counters", "host_counters"):
        check.expect(f"{where}: {what} are the same",
                     difference(getattr(seen, what)(), getattr(database, what)()))


def check_page(check: Check, where: str, viewer: Viewer, database: Database) -> None:
    wanted = [(raw(tool) + b" " + pid.encode(),) for pid, tool, _ in database.processes()]

    def shown(titles: Sequence[str]) -> list[Row]:
        return [(raw(title),) for title in titles if (raw(title),) in wanted]

    check.expect(f"{where}: each process has its track on the page",
                 difference(shown(viewer.titles(len(wanted) + 1)), wanted))
    viewer.expand()
    # Below it the track of its slices, which has the same name, and those of its counters.
    counters = database.sampled()
    titles = viewer.titles(2 * len(wanted) + sum(count for _, count in counters) + 6)
    check.expect(f"{where}: and its slices below it", difference(shown(titles), wanted * 2))
    check.expect(f"{where}: and its counters", difference(
        [(name, titles.count(name)) for name, _ in counters], counters))
    [(slice_id,)] = viewer.query(
        ["s.id"], f"{Seen.ON_TRACK} WHERE EXTRACT_ARG(s.arg_set_id, 'debug.signal_name') "
        "= 'SIGTERM'")
    # Between a name and its value is the name of an icon.
    panel = viewer.select(slice_id, until="signal_name")
    check.expect(f"{where}: a slice tells how its process ended",
                 None if re.search(r"signal_name\w*\s+SIGTERM", panel) else panel)


def reuse_pids(path: Path) -> None:
    """Gives each two processes that were not alive together one pid. Of three that had the same,
    Perfetto 52 takes the third for the second."""
    connection = sqlite3.connect(path)
    with connection:
        free, ids = 0, []
        for process, start, end in connection.execute(
                "SELECT id, started_ns, ended_ns FROM process WHERE parent_id <> 0 ORDER BY id"):
            if start > free + 2000:  # the views have microseconds
                ids.append(process)
                free = end
        connection.executemany("UPDATE process SET pid = 4711 + ?1 / 2 WHERE id = ?2",
                               enumerate(ids))
    if len(ids) < 4:
        raise RuntimeError(f"only {len(ids)} processes came one after the other")
    connection.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sonde", default=os.environ.get(
        "TEST_SONDE", str(ROOT / ".build/release/sonde")), help="the program under test")
    sonde = str(Path(parser.parse_args().sonde).resolve())
    check = Check()
    with tempfile.TemporaryDirectory(prefix="sonde-viewer-") as directory:
        path = record(sonde, Path(directory))
        for where in ("viewer", "viewer, pids used again"):
            if where != "viewer":
                reuse_pids(path)
            trace = Path(directory) / "run.pftrace"
            export(sonde, path, trace)
            database = Database(path)
            with Viewer(trace) as viewer:
                check_tables(check, where, viewer, database)
                check_page(check, where, viewer, database)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
