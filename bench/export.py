#!/usr/bin/env python3
"""What it costs to export a million processes as Parquet: sonde, and Python with pyarrow."""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from machine import Machine, this_machine
from measure import BenchmarkError, first_line, positive
from report import Budget, Spread, budget_table, table, write_section

ROOT = Path(__file__).resolve().parent.parent
SLOWER = 0.5
"""The most of pyarrow's time that sonde may take."""
MEMORY_MB = 60.0

WHOLE = "sqlite3 + pyarrow"
BATCHES = "sqlite3 + pyarrow, in batches"

# As one writes it: all rows, then columns, types as pyarrow sees them.
WHOLE_SCRIPT = """
import sqlite3, sys
import pyarrow as pa, pyarrow.parquet as pq
cursor = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("SELECT * FROM processes")
names = [column[0] for column in cursor.description]
columns = zip(*cursor.fetchall())
pq.write_table(pa.table(dict(zip(names, map(list, columns)))), sys.argv[2])
"""

# As one writes it when memory is short: the types have to be known before.
BATCHES_SCRIPT = """
import sqlite3, sys
import pyarrow as pa, pyarrow.parquet as pq
schema = pa.schema([field.remove_metadata() for field in pq.read_schema(sys.argv[3])])
cursor = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True).execute("SELECT * FROM processes")
with pq.ParquetWriter(sys.argv[2], schema) as writer:
    while rows := cursor.fetchmany(100_000):
        columns = [pa.array(column, kind) for column, kind in zip(zip(*rows), schema.types)]
        writer.write_batch(pa.record_batch(columns, schema=schema))
"""


@dataclass(frozen=True)
class Cost:
    """One export."""

    seconds: float
    cpu_seconds: float
    peak_mb: float
    file_mb: float


@dataclass(frozen=True)
class Summary:
    """All rounds of one exporter."""

    name: str
    seconds: Spread
    cpu_seconds: Spread
    times_pyarrow: Spread | None
    """Its time as a share of pyarrow's in the same round."""
    peak_mb: float
    file_mb: float

    def row(self) -> list[str]:
        share = self.times_pyarrow.show(3) if self.times_pyarrow else ""
        return [
            self.name, self.seconds.show(2), share, self.cpu_seconds.show(2),
            f"{self.peak_mb:.0f}", f"{self.file_mb:.1f}",
        ]


PROCESSES = """
WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < ?1)
INSERT INTO process (id, run_id, parent_id, execution_id, pid, ppid, uid, gid, comm, execs, seeded,
  oom_killed, cgroup_id, started_ns, ended_ns, status, user_ns, system_ns, peak_rss,
  peak_rss_source, minor_faults, major_faults, voluntary_switches, involuntary_switches,
  rchar, wchar, syscr, syscw, read_bytes, write_bytes, cancelled_write_bytes, max_threads)
SELECT ?2 + i, ?3, CASE WHEN i % 50 = 1 THEN 0 ELSE ?2 + i - 1 - i % 7 END, ?2 + i,
  1000 + i % 30000, 1000 + i / 7 % 30000, 0, 0,
  CASE i % 5 WHEN 0 THEN 'samtools' WHEN 1 THEN 'bwa' WHEN 2 THEN 'bash' WHEN 3 THEN 'gzip'
    ELSE 'python3' END,
  1, 0, 0, 0, 1769851441250000000 + i * 1700123,
  1769851441250000000 + i * 1700123 + i * 7919 % 100000000,
  CASE WHEN i % 97 = 0 THEN 256 ELSE 0 END, i * 7919 % 5000000, i * 104729 % 3000000,
  1048576 + i * 4096 % 90000000, 1, i % 1000, i % 7, i % 50, i % 13, i * 31 % 1000000,
  i * 17 % 500000, i % 900, i % 800, 4096 * (i % 100), 4096 * (i % 33), 0, 1 + i % 4
FROM k
"""

EXECUTIONS = """
INSERT INTO execution (id, process_id, run_id, sequence, at_ns, executable, argv, argv_bytes,
  argv_truncated, cwd)
SELECT id, id, run_id, 1, started_ns + 1000000, '/usr/bin/' || comm,
  '["' || comm || '","--input","/data/run/sample_' || id || '.fastq.gz","--threads","4"]',
  60, 0, '/data/run/' || (id % 1000)
FROM process WHERE id > ?1
"""


def make_database(path: Path, sonde: Path, processes: int) -> None:
    """A database that sonde has made, with processes that never were."""
    made = subprocess.run(
        [str(sonde), "run", "--no-report", "--db", str(path), "--", "/bin/true"], check=False)
    if made.returncode != 0:
        raise BenchmarkError("sonde cannot make a database: run this with sudo")
    connection = sqlite3.connect(path)
    first, run = connection.execute("SELECT max(id), max(run_id) FROM process").fetchone()
    connection.execute("PRAGMA synchronous = OFF")
    with connection:
        connection.execute(PROCESSES, (processes, first, run))
        connection.execute(EXECUTIONS, (first,))
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()


def measure(command: Sequence[str], output: Path) -> Cost:
    """Runs one export; `wait4` tells its memory and CPU."""
    output.unlink(missing_ok=True)
    begin = time.monotonic()
    child = subprocess.Popen(command)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.monotonic() - begin
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise BenchmarkError(f"{command[0]} ended with {child.returncode}")
    return Cost(
        seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024,
        output.stat().st_size / 1e6)


def commands(arguments: argparse.Namespace, place: Path) -> dict[str, list[str]]:
    """What is compared, by name; all write the same file."""
    database, output, schema = place / "bench.db", place / "out.parquet", place / "schema.parquet"
    python = arguments.python
    return {
        "sonde": [
            str(arguments.sonde.resolve()), "export", "--db", str(database), "--table",
            "processes", "-o", str(output)],
        WHOLE: [python, "-c", WHOLE_SCRIPT, str(database), str(output)],
        BATCHES: [python, "-c", BATCHES_SCRIPT, str(database), str(output), str(schema)],
    }


def run_rounds(arguments: argparse.Namespace, place: Path) -> dict[str, list[Cost]]:
    """Every exporter once in every round, each round beginning with another one."""
    named = commands(arguments, place)
    output = place / "out.parquet"
    # Not measured: the file's pages come into memory, and the batches get their types.
    measure(named[WHOLE], output)
    shutil.copy(output, place / "schema.parquet")
    results: dict[str, list[Cost]] = {name: [] for name in named}
    for number in range(arguments.rounds):
        names = list(named)
        start = number % len(names)
        for name in [*names[start:], *names[:start]]:
            results[name].append(measure(named[name], output))
        parts = [f"{name} {done[-1].seconds:.2f} s" for name, done in results.items()]
        print(f"round {number + 1} of {arguments.rounds}: {', '.join(parts)}", file=sys.stderr)
    return results


def summarise(results: dict[str, list[Cost]]) -> list[Summary]:
    whole = results[WHOLE]
    return [
        Summary(
            name=name,
            seconds=Spread.of([cost.seconds for cost in costs]),
            cpu_seconds=Spread.of([cost.cpu_seconds for cost in costs]),
            times_pyarrow=Spread.of(
                [cost.seconds / other.seconds for cost, other in zip(costs, whole, strict=True)]),
            peak_mb=max(cost.peak_mb for cost in costs),
            file_mb=costs[-1].file_mb,
        )
        for name, costs in results.items()
    ]


def budgets(summaries: Sequence[Summary]) -> list[Budget]:
    sonde = summaries[0]
    share = sonde.times_pyarrow.median if sonde.times_pyarrow else 0.0
    return [
        Budget("time, of pyarrow's", f"≤ {SLOWER:.2f}", f"{share:.3f}", share <= SLOWER),
        Budget("resident memory, peak", f"≤ {MEMORY_MB:.0f} MB", f"{sonde.peak_mb:.1f} MB",
               sonde.peak_mb <= MEMORY_MB),
    ]


def describe(
    machine: Machine, arguments: argparse.Namespace, versions: str, summaries: Sequence[Summary]
) -> str:
    return "\n\n".join([
        "## Exporting as Parquet",
        f"{machine.describe()}; {versions}.",
        f"The view `processes` of a database with {arguments.processes} of them, settings as they "
        f"come; medians (least to greatest) of {arguments.rounds} rounds, ratios against pyarrow "
        "of the same round.",
        table(
            ["exporter", "time, s", "of pyarrow's time", "CPU, s", "peak memory, MB", "file, MB"],
            [summary.row() for summary in summaries],
        ),
        budget_table(budgets(summaries)),
    ])


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=positive, default=1_000_000)
    parser.add_argument("--rounds", type=positive, default=5)
    parser.add_argument("--sonde", type=Path, default=ROOT / ".build/release/sonde")
    parser.add_argument("--python", default=sys.executable, help="one that has pyarrow")
    parser.add_argument("--directory", type=Path, help="where databases and files are put")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables in a document")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measurement")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a budget is broken")
    return parser.parse_args()


def versions(arguments: argparse.Namespace) -> str:
    script = "import pyarrow, sqlite3; print(pyarrow.__version__, sqlite3.sqlite_version)"
    said = first_line([arguments.python, "-c", script]).split()
    if len(said) != 2:
        raise BenchmarkError(f"{arguments.python} has no pyarrow: pip install pyarrow, or name "
                             "another Python with --python")
    sonde = first_line([str(arguments.sonde.resolve()), "--version"])
    return f"sonde {sonde}, pyarrow {said[0]}, SQLite {said[1]}"


def run(arguments: argparse.Namespace) -> bool:
    """Returns whether every budget holds."""
    said = versions(arguments)
    with tempfile.TemporaryDirectory(prefix="sonde-bench-", dir=arguments.directory) as name:
        place = Path(name)
        machine = this_machine(place)
        make_database(place / "bench.db", arguments.sonde.resolve(), arguments.processes)
        results = run_rounds(arguments, place)
    summaries = summarise(results)
    text = describe(machine, arguments, said, summaries)
    print(text)
    if arguments.write:
        write_section(arguments.write, "export", text)
    if arguments.json:
        everything = {
            "machine": asdict(machine),
            "versions": said,
            "summaries": [asdict(summary) for summary in summaries],
            "rounds": {name: [asdict(cost) for cost in costs] for name, costs in results.items()},
        }
        arguments.json.write_text(json.dumps(everything, indent=2) + "\n")
    return all(budget.holds for budget in budgets(summaries))


def main() -> int:
    arguments = parse_arguments()
    try:
        held = run(arguments)
    except BenchmarkError as error:
        print(f"export: {error}", file=sys.stderr)
        return 2
    return 1 if arguments.check and not held else 0


if __name__ == "__main__":
    sys.exit(main())
