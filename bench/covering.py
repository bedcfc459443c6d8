"""Runs of a command, bare and under `sonde coverage run`, and what its database says."""

from __future__ import annotations

import json
import os
import select
import signal
import sqlite3
import subprocess
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from measure import BenchmarkError, tail

LONGEST = 600.0
"""No run takes longer, in seconds."""
TO_END = 120.0
"""What Sonde is given to end in once it was told to."""
NEARLY_ALL = 0.9
"""The share of what was seen in the end by which coverages are told apart in speed."""


@dataclass(frozen=True)
class Covered:
    """One run. Of a bare one, only `wall` and `said` are there. Times are in seconds."""

    wall: float
    """From the start of all to the end of all; for Sonde, its own start and end are in it."""
    said: dict[str, float]
    """What the command printed of itself, if that is how it does."""
    cut_off: bool = False
    """Whether it was ended before it was done: times are what it took at least."""
    alone: float = 0.0
    """From the command's first instruction to its end."""
    attach: float = 0.0
    """From Sonde's start to when the first instruction could run."""
    attaching: float = 0.0
    """Of that, from the decision which probes to attach until they were."""
    nearly_all: float | None = None
    """From the first instruction until 90 % of what was seen in the end was; None: saw nothing."""
    fired: int = 0
    foreign: int = 0
    hit: int = 0
    in_scope: int = 0
    deferred: int = 0
    """Functions that waited for the budget, at the time when most did."""
    not_watched: int = 0
    """Functions in scope that had no probe in the end, and were not seen."""
    lost: int = 0


class Covering:
    """Runs commands in a directory that holds one fresh database and what they print."""

    def __init__(self, binary: Path, directory: Path) -> None:
        self.binary = binary
        self.directory = directory
        self.output = directory / "command.out"
        self.errors = directory / "command.err"
        self.database = directory / "coverage.db"

    def bare(self, command: Sequence[str]) -> Covered:
        wall, cut_off, status = self.run(command, LONGEST)
        self.expect(cut_off, status, "the command")
        return Covered(wall, self.said())

    def cover(
        self, command: Sequence[str], options: Sequence[str], limit: float | None = None
    ) -> Covered:
        """`limit`: ends the run after so many seconds, and calls it cut off."""
        for old in self.directory.glob(f"{self.database.name}*"):
            old.unlink()
        around = [str(self.binary), "coverage", "run", "--no-report", "--no-progress", "--db",
                  str(self.database), *options, "--"]
        wall, cut_off, status = self.run([*around, *command], limit or LONGEST)
        if not (cut_off and limit):
            self.expect(cut_off, status, "sonde coverage run")
        try:
            stored = read_coverage(self.database)
        except sqlite3.Error as error:
            raise BenchmarkError(f"cannot read what sonde stored: {error}") from error
        return Covered(wall, {} if cut_off else self.said(), cut_off, **stored)

    def run(self, command: Sequence[str], limit: float) -> tuple[float, bool, int]:
        """Seconds, whether it had to be ended, and its exit status."""
        os.sync()
        with self.output.open("wb") as out, self.errors.open("wb") as err:
            begin = time.monotonic()
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=err,
                                       start_new_session=True)
        try:
            in_time = ends_within(process.pid, limit)
            wall = time.monotonic() - begin
            if not in_time:
                # All of them: a compiler's driver that is ended leaves the compiler proper running.
                os.killpg(process.pid, signal.SIGTERM)
                if not ends_within(process.pid, TO_END):
                    raise BenchmarkError(f"{command[0]} did not end {TO_END:.0f} s after SIGTERM")
        finally:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()
        return wall, not in_time, process.returncode

    def expect(self, cut_off: bool, status: int, who: str) -> None:
        if cut_off:
            raise BenchmarkError(f"{who} did not end within {LONGEST:.0f} s")
        if status != 0:
            raise BenchmarkError(f"{who} ended with {status}:\n{tail(self.errors)}")

    def said(self) -> dict[str, float]:
        for line in self.output.read_text(errors="replace").splitlines():
            if line.startswith('{"'):
                return json.loads(line)
        return {}


def ends_within(pid: int, seconds: float) -> bool:
    """Waits for the end of a child, without reaping it."""
    descriptor = os.pidfd_open(pid)
    try:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        return bool(poll.poll(seconds * 1e3))
    finally:
        os.close(descriptor)


def read_coverage(database: Path) -> dict[str, float | int | None]:
    """The only coverage in a database, as the fields of `Covered` that it fills."""
    if not database.exists():
        raise BenchmarkError(f"sonde wrote no database {database}")
    connection = sqlite3.connect(database)
    try:
        def row(query: str) -> tuple:
            found = connection.execute(query).fetchone()
            if found is None:
                raise BenchmarkError(f"sonde stored nothing that answers: {query}")
            return found

        attach, fired, foreign, lost = row(
            "SELECT attach_s, probe_hits, foreign_hits, signals_lost FROM coverages")
        begin, end = row(
            "SELECT e.executed_at, coalesce(p.ended_at, (SELECT max(at) FROM coverage_curve)) "
            "FROM processes p JOIN executions e USING (process_id) "
            "WHERE p.parent_id IS NULL AND e.error IS NULL ORDER BY e.seq LIMIT 1")
        # A probe's time of attaching is that of its decision; a decision is stored when it is done.
        decided, attached = row(
            "SELECT (SELECT min(attached_at) FROM coverage_functions), min(at) "
            "FROM coverage_decisions WHERE action = 'attach'")
        states = dict(connection.execute(
            "SELECT state, count(*) FROM coverage_functions GROUP BY 1"))
        curve = connection.execute(
            "SELECT at, hit, deferred FROM coverage_curve ORDER BY at").fetchall()
        losses = row("SELECT coalesce(sum(count), 0) FROM losses")[0]
    finally:
        connection.close()
    hit = states.get("hit", 0)
    nearly = next((at for at, seen, _ in curve if hit and seen >= NEARLY_ALL * hit), end)
    return {
        "alone": between(begin, end), "attach": attach or 0.0,
        "attaching": between(decided, attached) if decided and attached else 0.0,
        "nearly_all": max(0.0, between(begin, nearly)) if hit else None,
        "fired": fired, "foreign": foreign, "hit": hit,
        "in_scope": sum(states.values()) - states.get("ineligible", 0),
        "deferred": max((waiting for _, _, waiting in curve), default=0),
        "not_watched": sum(states.get(each, 0) for each in ("expected", "deferred", "failed")),
        "lost": lost + losses,
    }


def between(begin: str, end: str) -> float:
    """Seconds between two times as the database's views have them."""
    return (datetime.fromisoformat(end) - datetime.fromisoformat(begin)).total_seconds()
