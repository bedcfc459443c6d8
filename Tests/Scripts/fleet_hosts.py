"""Databases of several hosts, made by sonde itself, each host in a UTS namespace of its own."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

# Sets the host's name for this program and what it becomes. Any bytes will do for a name.
BECOME_HOST = ("import os, socket, sys; socket.sethostname(sys.argv[1]); "
               "os.execv(sys.argv[2], sys.argv[2:])")

WORK = """
for i in 1 2 3 4 5; do /bin/true; seq $((i * 100)) >/dev/null; done
/bin/false
ls /no/such/file 2>/dev/null
sh -c 'exit 3'
sh -c 'kill -TERM $$'
sh -c 'kill -KILL $$'
seq 20000 | sort -n | tail -1 >/dev/null
(exit 4)
:
"""
BUSY = "i=0; while [ $i -lt 20000 ]; do i=$((i + 1)); done; /bin/true; sleep 0.05"


@dataclass(frozen=True)
class Database:
    host: str
    path: Path


# A name of digits and zeros, one that a path cannot hold as it is, and one with two databases:
# what is a number of a run in one of these is that of another run in the other.
RECORDINGS: Sequence[tuple[str, Sequence[tuple[str | None, str]]]] = (
    ("alpha", [("alignment", WORK), ("alignment", BUSY), (None, WORK)]),
    ("007", [("alignment", WORK), ("quality", BUSY + "; exit 9")]),
    ("lab/3 %é", [("quality", WORK), (None, BUSY)]),
    ("alpha", [("quality", WORK)]),
)


def record(sonde: str, directory: Path) -> list[Database]:
    """Runs the programs under sonde."""
    if not Path(sonde).is_file():
        raise FileNotFoundError(f"there is no {sonde}: make build, or name it by --sonde")
    databases = []
    for number, (host, runs) in enumerate(RECORDINGS):
        database = Database(host, directory / f"{number}.db")
        for pipeline, work in runs:
            name = ["--pipeline", pipeline] if pipeline else []
            run_on_host(host, [sonde, "run", "--no-report", "--db", str(database.path), *name,
                               "--", "/bin/sh", "-c", work])
        databases.append(database)
    stand_in(databases)
    return databases


def run_on_host(host: str, command: Sequence[str]) -> None:
    done = subprocess.run(
        ["unshare", "--uts", sys.executable, "-c", BECOME_HOST, host, *command],
        capture_output=True, text=True, check=False, timeout=120)
    if done.returncode not in (0, 9):
        raise RuntimeError(f"{command[0]} ended with {done.returncode}: {done.stderr}")


def stand_in(databases: Sequence[Database]) -> None:
    """Adds what is hard to bring about: rare endings, and libraries of which answers are known."""
    for number, database in enumerate(databases):
        connection = sqlite3.connect(database.path)
        with connection:
            add_libraries(connection, random.Random(number))
            # One of those killed, as if by the kernel: to have it take memory takes a cgroup.
            connection.execute("UPDATE process SET oom_killed = 1 WHERE id = "
                               "(SELECT min(id) FROM process WHERE status & 127 = 9)")
            # One whose end nobody saw.
            connection.execute(
                "UPDATE process SET ended_ns = NULL, status = NULL, user_ns = NULL, "
                "system_ns = NULL, peak_rss = NULL WHERE id = (SELECT max(id) FROM process)")
        connection.close()


LIBRARIES = [
    ("shared-object", "libodd.so", None, "/opt/libodd.so"),
    ("shared-object", "libeven.so.2", "2.1", "/opt/libeven.so.2"),
    ("python", "numpy", "1.26.4", "/opt/a/numpy-1.26.4.dist-info"),
    ("python", "numpy", "2.0.1", "/opt/b/numpy-2.0.1.dist-info"),
    ("python", "libodd.so", "1", "/opt/a/named-alike.dist-info"),
]


def add_libraries(connection: sqlite3.Connection, chance: random.Random) -> None:
    """Of one process now and then two versions; of two kinds the same name."""
    ids = [connection.execute(
        "INSERT INTO library (kind, name, version, path) VALUES (?, ?, ?, ?)", library).lastrowid
        for library in LIBRARIES]
    for process, run in connection.execute("SELECT id, run_id FROM process").fetchall():
        for library in chance.sample(ids, chance.randrange(len(ids) + 1)):
            connection.execute(
                "INSERT INTO process_library (process_id, library_id, run_id) VALUES (?, ?, ?)",
                (process, library, run))
