"""What SQLite says, asked about the databases themselves, in other words than the engines are."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from typing import Any

from fleet_hosts import Database

Row = tuple[Any, ...]

PROCESSES = """
CREATE TEMP TABLE everything AS SELECT NULL AS host, NULL AS date, NULL AS run, p.*
  FROM d0.processes p WHERE 0;
CREATE TEMP TABLE uses AS SELECT NULL AS host, NULL AS date, NULL AS run, NULL AS pipeline,
  0 AS process, kind, name, version FROM d0.libraries WHERE 0;
"""
COLLECT = """
INSERT INTO everything
  SELECT r.host, substr(r.started_at, 1, 10), '{n}-' || r.run_id, p.*
  FROM d{n}.processes p JOIN d{n}.runs r ON r.run_id = p.run_id;
INSERT INTO uses
  SELECT r.host, substr(r.started_at, 1, 10), '{n}-' || r.run_id, r.pipeline,
    l.process_id, l.kind, l.name, l.version
  FROM d{n}.libraries l JOIN d{n}.runs r ON r.run_id = l.run_id;
"""


class Witness:
    def __init__(self, databases: Sequence[Database]) -> None:
        self.connection = sqlite3.connect(":memory:")
        for number, database in enumerate(databases):
            self.connection.execute(f"ATTACH ? AS d{number}", (str(database.path),))
        self.connection.executescript(PROCESSES)
        for number in range(len(databases)):
            self.connection.executescript(COLLECT.format(n=number))

    def answer(self, question: str, options: Mapping[str, str]) -> list[Row]:
        """The rows, in their order."""
        conditions, values = ["1"], []
        for option, condition in (("pipeline", "pipeline = ?"), ("host", "host = ?"),
                                  ("since", "date >= ?")):
            if option in options:
                conditions.append(condition)
                values.append(options[option])
        self.connection.executescript("DROP VIEW IF EXISTS p; DROP TABLE IF EXISTS chosen;"
                                      "DROP TABLE IF EXISTS used;")
        where = " AND ".join(conditions)
        self.connection.execute(
            f"CREATE TEMP TABLE chosen AS SELECT *, "
            "CAST(round(duration_s * 1e6) AS INTEGER) AS wall, "
            "CAST(round((cpu_user_s + cpu_system_s) * 1e6) AS INTEGER) AS cpu "
            f"FROM everything WHERE {where}", values)
        self.connection.execute(f"CREATE TEMP TABLE used AS SELECT * FROM uses WHERE {where}",
                                values)
        rows = getattr(self, question)(options.get("by", "processes"))
        return rows[:int(options["top"])] if "top" in options else rows

    def executions(self, _: str) -> list[Row]:
        groups = self.connection.execute("""
            SELECT tool, pipeline, count(DISTINCT host), count(DISTINCT run), count(*) AS n,
              sum(execs), sum(coalesce(exit_code, 0) <> 0 OR coalesce(signal, 0) <> 0),
              max(peak_rss_bytes), sum(read_bytes), sum(write_bytes)
            FROM chosen GROUP BY 1, 2 ORDER BY n DESC, tool NULLS LAST, pipeline NULLS LAST
            """).fetchall()
        return [(*row[:7], *self.spread("wall", *row[:2]), *self.spread("cpu", *row[:2]), *row[7:])
                for row in groups]

    def spread(self, column: str, tool: str | None, pipeline: str | None) -> Row:
        """Sum, mean, median, 95th percentile and maximum, in seconds."""
        values = [value for value, in self.connection.execute(
            f"SELECT {column} FROM chosen WHERE tool IS ? AND pipeline IS ? "
            f"AND {column} IS NOT NULL ORDER BY 1", (tool, pipeline))]
        if not values:
            return (None,) * 5
        total, count = sum(values), len(values)

        def rank(percent: int) -> float:
            return values[-(-count * percent // 100) - 1] / 1e6

        return (total / 1e6, total / count / 1e6, rank(50), rank(95), values[-1] / 1e6)

    def libraries(self, by: str) -> list[Row]:
        return self.connection.execute(f"""
            SELECT kind, name, count(DISTINCT run || '/' || process) AS processes,
              count(DISTINCT run) AS runs, count(DISTINCT host) AS hosts, count(DISTINCT version)
            FROM used GROUP BY 1, 2 ORDER BY {by} DESC, processes DESC, runs DESC, 1, 2
            """).fetchall()

    def failures(self, _: str) -> list[Row]:
        return self.connection.execute("""
            SELECT host, tool, exit_code, signal, signal_name, oom_killed, count(*) AS n,
              count(DISTINCT run),
              (SELECT count(*) FROM chosen a WHERE a.host = c.host AND a.tool IS c.tool)
            FROM chosen c WHERE NOT (coalesce(exit_code, 0) = 0 AND signal IS NULL)
            GROUP BY 1, 2, 3, 4, 5, 6
            ORDER BY n DESC, host, tool NULLS LAST, exit_code NULLS LAST, signal NULLS LAST,
              oom_killed
            """).fetchall()
