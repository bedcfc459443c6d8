"""The questions of the benchmark of analyses in SQL that both SQLite and DuckDB understand.

Percentiles are exact and by nearest rank: the value at place ⌈p·n/100⌉.
"""

from __future__ import annotations

from pathlib import Path

BY_TOOL = """
WITH value AS (
  SELECT tool_id, status, execs, oom_killed, ended_ns, rchar, wchar, read_bytes, write_bytes,
    ended_ns - started_ns AS wall, user_ns + system_ns AS cpu, peak_rss AS peak
  FROM process WHERE 1 = 1
), ranked AS (
  SELECT *,
    row_number() OVER (PARTITION BY tool_id ORDER BY wall) AS wall_rank,
    row_number() OVER (PARTITION BY tool_id ORDER BY cpu) AS cpu_rank,
    row_number() OVER (PARTITION BY tool_id ORDER BY peak) AS peak_rank,
    count(*) OVER (PARTITION BY tool_id) AS n
  FROM value
)
SELECT CAST(t.name AS VARCHAR) AS tool, count(*) AS processes, sum(execs) AS executions,
  sum(CASE WHEN status <> 0 THEN 1 ELSE 0 END) AS failures, sum(oom_killed) AS oom_killed,
  CAST(sum(wall) AS BIGINT) AS wall, CAST(sum(cpu) AS BIGINT) AS cpu,
  max(wall) AS wall_max, max(cpu) AS cpu_max, max(peak) AS peak_max,
  max(CASE WHEN wall_rank = CAST(ceil(n * 50 / 100.0) AS BIGINT) THEN wall END) AS wall_p50,
  max(CASE WHEN wall_rank = CAST(ceil(n * 95 / 100.0) AS BIGINT) THEN wall END) AS wall_p95,
  max(CASE WHEN cpu_rank = CAST(ceil(n * 50 / 100.0) AS BIGINT) THEN cpu END) AS cpu_p50,
  max(CASE WHEN cpu_rank = CAST(ceil(n * 95 / 100.0) AS BIGINT) THEN cpu END) AS cpu_p95,
  max(CASE WHEN peak_rank = CAST(ceil(n * 95 / 100.0) AS BIGINT) THEN peak END) AS peak_p95,
  CAST(sum(read_bytes) AS BIGINT) AS read_bytes, CAST(sum(write_bytes) AS BIGINT) AS write_bytes,
  CAST(sum(rchar) AS BIGINT) AS rchar, CAST(sum(wchar) AS BIGINT) AS wchar
FROM ranked r JOIN tool t ON t.id = r.tool_id GROUP BY t.name ORDER BY cpu DESC
"""

RUN_BY_TOOL = BY_TOOL.replace("WHERE 1 = 1", "WHERE run_id = RUN")

LIBRARIES = """
SELECT l.kind, CAST(l.name AS VARCHAR) AS name, l.version, CAST(l.path AS VARCHAR) AS path,
  sum(u.processes) AS processes, count(*) AS runs
FROM library_use u JOIN library l ON l.id = u.library_id
GROUP BY l.id, l.kind, l.name, l.version, l.path ORDER BY processes DESC LIMIT 20
"""


def duckdb_script(database: Path, sql: str, extension: str | None) -> str:
    """A Python program that asks DuckDB, by its scanner of SQLite's files, and prints JSON."""
    load = f"LOAD '{extension}'" if extension else "INSTALL sqlite; LOAD sqlite"
    return f"""
import json
import duckdb
connection = duckdb.connect(config={{"allow_unsigned_extensions": "true"}})
connection.execute({load!r})
connection.execute({f"ATTACH '{database}' AS db (TYPE sqlite, READ_ONLY); USE db"!r})
cursor = connection.execute({sql!r})
names = [column[0] for column in cursor.description]
rows = [dict(zip(names, (int(v) if hasattr(v, "__int__") and not isinstance(v, str) else v
                         for v in row))) for row in cursor.fetchall()]
print(json.dumps(rows))
"""
