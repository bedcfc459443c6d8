#!/usr/bin/env python3
"""Makes a large database: plausible runs that never were, in tables that Sonde has created.

The same arguments give the same rows. Rows are written by SQL into a database that `sonde run` has
made, so that the schema is whatever this version of Sonde has.
"""

from __future__ import annotations

import argparse
import json
import random
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from measure import BenchmarkError, positive

ROOT = Path(__file__).resolve().parent.parent
IDS_PER_SESSION = 1 << 32
BEGIN_NS = 1_767_225_600_000_000_000
"""2026-01-01, when the first run begins."""
PIPELINES = ["rnaseq", "variants", "assembly", "nightly-qc", None]
KINDS = ["shared-object", "python", "r", "perl", "java", "conda"]


@dataclass(frozen=True)
class Program:
    """What one of the tools usually takes."""

    name: str
    weight: int
    wall_ms: float
    cpu_share: float
    memory_mb: float
    failing: float


PROGRAMS = [
    Program("bash", 30, 40, 0.1, 4, 0.02), Program("sed", 14, 2, 0.6, 3, 0.0),
    Program("awk", 10, 6, 0.8, 5, 0.001), Program("grep", 10, 3, 0.6, 3, 0.3),
    Program("gzip", 6, 300, 0.95, 2, 0.001), Program("samtools", 8, 900, 0.8, 90, 0.01),
    Program("bwa", 4, 4000, 1.8, 700, 0.02), Program("fastqc", 3, 2500, 1.1, 300, 0.01),
    Program("python3.11", 6, 700, 0.7, 60, 0.03), Program("Rscript", 2, 1500, 0.9, 180, 0.02),
    Program("sort", 5, 120, 0.9, 40, 0.0), Program("summarise.py", 2, 400, 0.8, 50, 0.05),
]


class Generator:
    """Writes runs one after the other; each is a session of its own, as `sonde run` makes it."""

    def __init__(self, database: sqlite3.Connection, seed: int) -> None:
        self.database = database
        self.random = random.Random(seed)
        self.now = BEGIN_NS
        self.tools = {}
        for program in PROGRAMS:
            cursor = database.execute(
                "INSERT INTO tool(name) VALUES (?) ON CONFLICT DO UPDATE SET name = name "
                "RETURNING id", (program.name,))
            self.tools[program.name] = cursor.fetchone()[0]
        self.libraries = [self.library(number) for number in range(300)]

    def library(self, number: int) -> int:
        kind = KINDS[0] if number < 200 else KINDS[number % len(KINDS)]
        name = f"lib{number}.so" if kind == KINDS[0] else f"{kind}-module-{number}"
        cursor = self.database.execute(
            "INSERT INTO library(kind, name, version, path, build_id, package) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (kind, name, f"{number % 7}.{number % 11}", f"/usr/lib/{name}",
             f"{number:040x}" if kind == KINDS[0] else None, f"package-{number // 3}"))
        return int(cursor.lastrowid or 0)

    def run(self, processes: int) -> None:
        """A run of so many processes, and its session."""
        session = self.insert("session", {
            "host": "bench", "boot_id": "0", "kernel": "6.1.0", "version": "0", "pid": 1,
            "pid_start_ns": 0, "started_ns": self.now, "ended_ns": self.now})
        begun = self.now
        base = (session - 1) * IDS_PER_SESSION
        run = self.insert("run", {
            "session_id": session, "pipeline": self.random.choice(PIPELINES),
            "command": '["/opt/pipeline.sh"]', "started_ns": begun, "interrupted": 0})
        rows = list(self.processes(run, base, processes))
        ended = max(row["ended_ns"] for row in rows)
        self.insert_all("process", rows)
        self.insert_all("execution", self.executions(run, rows))
        self.insert_all("library_use", (
            {"run_id": run, "library_id": library,
             "processes": self.random.randint(1, processes)}
            for library in self.random.sample(self.libraries, 20)))
        self.database.execute(
            "UPDATE run SET ended_ns = ?, status = ?, processes = ?, executions = ?, complete = 1 "
            "WHERE id = ?",
            (ended, rows[0]["status"], processes, sum(row["execs"] for row in rows), run))
        self.database.execute("UPDATE session SET ended_ns = ? WHERE id = ?", (ended, session))
        self.now = ended + self.random.randint(1, 60) * 1_000_000_000

    def processes(self, run: int, base: int, count: int) -> Iterator[dict[str, object]]:
        """The root, and children that are forked one after the other, each by the root or by a
        shell that still lives."""
        shells: list[tuple[int, int]] = []
        time = self.now
        latest = self.now
        rows = []
        for number in range(2, count + 1):
            time += int(self.random.expovariate(1 / 5e6)) + 100_000
            program = self.random.choices(PROGRAMS, [each.weight for each in PROGRAMS])[0]
            living = [shell for shell, ended in shells[-8:] if ended > time]
            parent = self.random.choice([base + 1, *living])
            row = self.process(run, base + number, parent, program, time)
            if program.name == "bash":
                shells.append((base + number, int(row["ended_ns"])))
            latest = max(latest, int(row["ended_ns"]))
            rows.append(row)
        root = self.process(run, base + 1, 0, PROGRAMS[0], self.now)
        root["ended_ns"] = latest + 1_000_000
        yield root
        yield from rows

    def process(
        self, run: int, id: int, parent: int, program: Program, started: int
    ) -> dict[str, object]:
        pick = self.random.lognormvariate(0, 0.8)
        wall = int(program.wall_ms * 1e6 * pick)
        cpu = int(wall * program.cpu_share * self.random.uniform(0.5, 1))
        failed = self.random.random() < program.failing
        executes = program.name != "bash" or self.random.random() < 0.3
        number = id % IDS_PER_SESSION
        return {
            "id": id, "run_id": run, "parent_id": parent, "execution_id": id,
            "pid": 1000 + number % 4_000_000, "ppid": 1000 + parent % IDS_PER_SESSION,
            "uid": 1000 + run % 3, "gid": 1000, "comm": program.name[:15],
            "execs": int(executes), "seeded": 0, "oom_killed": int(failed and number % 40 == 0),
            "cgroup_id": 0, "started_ns": started, "ended_ns": started + wall,
            "status": self.random.choice([256, 512, 9, 11, 139]) if failed else 0,
            "user_ns": cpu * 4 // 5, "system_ns": cpu // 5,
            "peak_rss": int(program.memory_mb * 2**20 * self.random.uniform(0.6, 1.6)) & ~4095,
            "peak_rss_source": 1, "minor_faults": 200, "major_faults": 0,
            "voluntary_switches": 10, "involuntary_switches": 3,
            "rchar": int(2e6 * pick), "wchar": int(1e6 * pick), "syscr": 100, "syscw": 50,
            "read_bytes": int(1e5 * pick) & ~511, "write_bytes": int(5e5 * pick) & ~511,
            "cancelled_write_bytes": 0, "max_threads": 1, "tool_id": self.tools[program.name],
        }

    def executions(self, run: int, rows: list[dict[str, object]]) -> Iterator[dict[str, object]]:
        for row in rows:
            name = row["comm"]
            argv = [f"/usr/bin/{name}", "--threads", "2", "-o", f"/data/run{run}/{row['pid']}.out"]
            yield {
                "id": row["id"], "process_id": row["id"], "run_id": run, "sequence": 1,
                "at_ns": row["started_ns"], "executable": f"/usr/bin/{name}",
                "argv": json.dumps(argv), "argv_bytes": 64, "argv_truncated": 0,
                "cwd": f"/data/run{run}"}

    def insert(self, table: str, row: dict[str, object]) -> int:
        places = ", ".join("?" * len(row))
        cursor = self.database.execute(
            f"INSERT INTO {table}({', '.join(row)}) VALUES ({places})", list(row.values()))
        return int(cursor.lastrowid or 0)

    def insert_all(self, table: str, rows: Iterator[dict[str, object]] | list) -> None:
        rows = iter(rows)
        first = next(rows, None)
        if first is None:
            return
        places = ", ".join("?" * len(first))
        statement = f"INSERT INTO {table}({', '.join(first)}) VALUES ({places})"
        self.database.execute(statement, list(first.values()))
        self.database.executemany(statement, (list(row.values()) for row in rows))


def make(path: Path, sonde: Path, runs: int, processes: int, seed: int) -> None:
    """Creates the database, with all that a run of one process leaves in it taken out again."""
    command = [str(sonde), "run", "--no-report", "--db", str(path), "--", "true"]
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(command, stdout=output, stderr=subprocess.PIPE, text=True)
    if done.returncode != 0:
        raise BenchmarkError(f"{' '.join(command)} failed: {done.stderr.strip()}")
    database = sqlite3.connect(path)
    database.execute("PRAGMA synchronous = OFF")
    triggers = database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
    for (trigger,) in triggers.fetchall():
        database.execute(f"DROP TRIGGER {trigger}")
    for table in ["session", "run", "process", "execution", "tool_summary", "process_summary",
                  "sample", "library", "library_use"]:
        database.execute(f"DELETE FROM {table}")
    generator = Generator(database, seed)
    for number in range(runs):
        generator.run(processes)
        if number % 200 == 199:
            database.commit()
    database.commit()
    database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("path", type=Path, help="the database to make; must not exist")
    parser.add_argument("--runs", type=positive, default=10_000)
    parser.add_argument("--processes", type=positive, default=100, help="in each run")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sonde", type=Path, default=ROOT / ".build/release/sonde")
    arguments = parser.parse_args()
    if arguments.path.exists():
        parser.error(f"{arguments.path} exists already")
    try:
        make(arguments.path, arguments.sonde.resolve(), arguments.runs, arguments.processes,
             arguments.seed)
    except BenchmarkError as error:
        print(f"make_database: {error}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
