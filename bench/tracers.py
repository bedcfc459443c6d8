"""What a storm is run under: nothing, or Sonde. Its peers are in a module of their own."""

from __future__ import annotations

import os
import sqlite3
import subprocess
from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measure import BenchmarkError, await_end, cpu_ns, first_line, tail
from workshop import Workshop


@dataclass(frozen=True)
class Sample:
    """One storm under one tracer."""

    count: int
    elapsed_ns: int
    cpu_ns: int = 0
    """CPU of the tracer from the storm's start to its own end (Sonde: from its own start)."""
    total_cpu_ns: int = 0
    """CPU of the tracer from its start to its end."""
    peak_kib: int = 0
    steady_kib: int = 0
    """Resident memory in the middle of all looks at it; 0 where nobody looked."""
    seen: int = 0
    """Records the tracer left that belong to the storm."""
    expected: int = 0
    """Records it would have left had it missed nothing."""
    own_losses: int = 0
    """Losses by the tracer's own word."""
    complete: bool = True
    """Whether the tracer itself calls its record complete."""

    @property
    def missing(self) -> int:
        return abs(self.expected - self.seen)


class Tracer(ABC):
    """One way to run a storm."""

    name: str

    @abstractmethod
    def missing(self) -> str | None:
        """Why it cannot be run here, and the mend; None if it can."""

    @abstractmethod
    def version(self) -> str:
        """Its name and version, in one line."""

    @abstractmethod
    def storm(self, workshop: Workshop, count: int) -> Sample:
        """Runs one storm under it."""


class Untraced(Tracer):
    """The storm by itself: what all the others are held against."""

    name = "untraced"

    def missing(self) -> str | None:
        return None

    def version(self) -> str:
        return ""

    def storm(self, workshop: Workshop, count: int) -> Sample:
        outcome, _ = workshop.run(count)
        return Sample(count, outcome.elapsed_ns)


class Sonde(Tracer):
    """`sonde run` around the storm, into a fresh database each time."""

    name = "sonde"

    def __init__(
        self, binary: Path, options: Sequence[str] = (), environment: Mapping[str, str] | None = None
    ) -> None:
        """`options` are those of `sonde run`; `environment` is added to what there is."""
        self.binary = binary
        self.options = options
        self.environment = environment or {}

    def missing(self) -> str | None:
        if os.access(self.binary, os.X_OK):
            return None
        return f"no program {self.binary}: swift build -c release, or name one with --sonde"

    def version(self) -> str:
        return f"sonde {first_line([str(self.binary), '--version'])}"

    def storm(self, workshop: Workshop, count: int) -> Sample:
        database = workshop.file("sonde.db")
        output, errors = workshop.file("sonde.out"), workshop.file("sonde.err")
        command = [
            str(self.binary), "run", "--no-report", "--db", str(database), *self.options, "--"]
        with output.open("wb") as out, errors.open("wb") as err:
            process = subprocess.Popen(
                command + workshop.command(count), stdout=out, stderr=err,
                env={**os.environ, **self.environment})
        try:
            looks: list[int] = []
            peak = await_end(process.pid, looks=looks)
            cpu = cpu_ns(process.pid)
        finally:
            process.terminate()  # does nothing to one that has ended
            process.wait()
        if process.returncode != 0:
            raise BenchmarkError(f"sonde ended with {process.returncode}:\n{tail(errors)}")
        outcome = workshop.outcome(count, output)
        stored, losses, complete = read_store(database)
        return Sample(
            count=count,
            elapsed_ns=outcome.elapsed_ns,
            cpu_ns=cpu,
            total_cpu_ns=cpu,
            peak_kib=peak,
            steady_kib=sorted(looks)[len(looks) // 2] if looks else 0,
            seen=stored,
            expected=count + 1,  # the driver is a process of the run too
            own_losses=losses,
            complete=complete,
        )


def read_store(database: Path) -> tuple[int, int, bool]:
    """Processes stored, losses told, and whether every run is called complete."""
    connection = sqlite3.connect(database)
    try:
        stored: int = connection.execute("SELECT count(*) FROM processes").fetchone()[0]
        cursor = connection.execute("SELECT * FROM losses")
        columns = [column[0] for column in cursor.description]
        rows = cursor.fetchall()
        runs = connection.execute("SELECT complete FROM runs").fetchall()
    except sqlite3.Error as error:
        raise BenchmarkError(f"cannot read what sonde stored: {error}") from error
    finally:
        connection.close()
    counts = columns.index("count") if "count" in columns else None
    losses = len(rows) if counts is None else sum(row[counts] for row in rows)
    return stored, losses, bool(runs) and all(complete == 1 for (complete,) in runs)
