"""Ways to look at every living process again and again: ps, psutil, Sonde."""

from __future__ import annotations

import json
import os
import shutil
import signal
import sqlite3
import subprocess
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass
from pathlib import Path

from measure import (
    BenchmarkError,
    await_end,
    await_true,
    compile_static,
    cpu_ns,
    first_line,
    tail,
)

HERE = Path(__file__).resolve().parent
SETTLE_INTERVALS = 2
"""Sampling intervals Sonde is given to work off the births of the crowd before it is measured."""


@dataclass(frozen=True)
class Cost:
    """What one sample of all living processes takes."""

    samples: int
    rows: int
    """Processes in a sample: the crowd, and the rest of the machine where that is looked at too."""
    cpu_ns_per_sample: float


class Crowd:
    """A thousand processes that do nothing, and the directory they are made in."""

    def __init__(self, directory: Path, size: int) -> None:
        self.directory = directory
        self.size = size
        self.program = directory / "crowd"
        self.ready = directory / "ready"
        compile_static(HERE / "crowd.c", self.program)

    def command(self) -> list[str]:
        self.ready.unlink(missing_ok=True)
        return [str(self.program), str(self.size), str(self.ready)]

    def await_ready(self, started: subprocess.Popen[bytes], errors: Path) -> int:
        """Waits until all of it lives; returns the process id of the one who ends it."""

        def all_live() -> bool:
            if os.waitid(os.P_PID, started.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                raise BenchmarkError(f"the crowd went before it was there:\n{tail(errors)}")
            return self.ready.exists()

        await_true("the crowd being there", all_live)
        return int(self.ready.read_text())


class Sampler(ABC):
    """One way to sample."""

    name: str

    @abstractmethod
    def missing(self) -> str | None:
        """Why it cannot be run here, and the mend; None if it can."""

    @abstractmethod
    def version(self) -> str:
        """Its name and version, in one line."""

    @abstractmethod
    def measure(self, crowd: Crowd, samples: int) -> Cost:
        """Brings a crowd to life, samples it, and ends it."""


class Onlooker(Sampler):
    """A sampler that looks at a crowd that lives by itself."""

    def measure(self, crowd: Crowd, samples: int) -> Cost:
        errors = crowd.directory / "crowd.err"
        with errors.open("wb") as sink:
            process = subprocess.Popen(crowd.command(), stderr=sink)
        try:
            crowd.await_ready(process, errors)
            return self.look(crowd, samples)
        finally:
            process.terminate()
            process.wait()

    @abstractmethod
    def look(self, crowd: Crowd, samples: int) -> Cost:
        """Samples what lives."""


class Ps(Onlooker):
    """`ps` started for each sample, as scripts and workflow engines do."""

    name = "ps"
    command = ("ps", "-e", "-o", "pid,ppid,pcpu,rss,vsz,nlwp,time,stat,comm")

    def missing(self) -> str | None:
        return None if shutil.which("ps") else "ps is not installed: apt-get install procps"

    def version(self) -> str:
        return first_line(["ps", "--version"])

    def look(self, crowd: Crowd, samples: int) -> Cost:
        output = crowd.directory / "ps.out"
        spent = 0
        for _ in range(samples):
            with output.open("wb") as sink:
                process = subprocess.Popen(self.command, stdout=sink)
            await_end(process.pid)
            spent += cpu_ns(process.pid)
            if process.wait() != 0:
                raise BenchmarkError(f"ps ended with {process.returncode}")
        rows = len(output.read_bytes().splitlines()) - 1
        return Cost(samples, rows, spent / samples)


PSUTIL_LOOP = """
import json, sys, time, psutil
fields = ["pid", "ppid", "name", "status", "cpu_percent", "cpu_times", "memory_info", "num_threads"]
def sample():
    return sum(1 for process in psutil.process_iter(fields))
samples = int(sys.argv[1])
sample()  # psutil keeps its process objects: only the first sample makes them
before = time.process_time_ns()
for _ in range(samples):
    rows = sample()
print(json.dumps({"rows": rows, "cpu_ns": (time.process_time_ns() - before) / samples}))
"""


class Psutil(Onlooker):
    """psutil in a process that stays, as a monitoring agent in Python does."""

    name = "psutil"

    def __init__(self, python: str) -> None:
        self.python = python

    def missing(self) -> str | None:
        if self.version() != "psutil unknown version":
            return None
        return (
            f"{self.python} cannot import psutil: python3 -m venv V && V/bin/pip install psutil, "
            "then --psutil-python V/bin/python"
        )

    def version(self) -> str:
        query = [self.python, "-c", "import psutil; print(psutil.__version__)"]
        return f"psutil {first_line(query)}"

    def look(self, crowd: Crowd, samples: int) -> Cost:
        command = [self.python, "-c", PSUTIL_LOOP, str(samples)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise BenchmarkError(f"psutil's loop failed:\n{done.stderr}")
        said = json.loads(done.stdout)
        return Cost(samples, said["rows"], said["cpu_ns"])


class SondeSampling(Sampler):
    """`sonde run` around the crowd: its CPU over so many sampling intervals, storing included."""

    name = "sonde"

    def __init__(self, binary: Path, interval: float) -> None:
        self.binary = binary
        self.interval = interval

    def missing(self) -> str | None:
        if os.access(self.binary, os.X_OK):
            return None
        return f"no program {self.binary}: swift build -c release, or name one with --sonde"

    def version(self) -> str:
        return f"sonde {first_line([str(self.binary), '--version'])}"

    def measure(self, crowd: Crowd, samples: int) -> Cost:
        for old in crowd.directory.glob("sonde.*"):
            old.unlink()
        config = crowd.directory / "sonde.toml"
        config.write_text(f"[monitoring]\ninterval = {self.interval}\n")
        errors = crowd.directory / "sonde.err"
        command = [str(self.binary), "run", "--no-report", "--config", str(config)]
        command += ["--db", str(crowd.directory / "sonde.db"), "--"]
        with errors.open("wb") as sink:
            process = subprocess.Popen(command + crowd.command(), stderr=sink, stdout=sink)
        try:
            leader = crowd.await_ready(process, errors)
            spent = self.over_intervals(process.pid, samples)
            os.kill(leader, signal.SIGTERM)
            await_end(process.pid, limit=60)
        finally:
            process.terminate()
            process.wait()
        self.require_samples(crowd, samples)
        return Cost(samples, crowd.size, spent / samples)

    def require_samples(self, crowd: Crowd, samples: int) -> None:
        """A sampler that leaves processes out is cheap: every one is to be stored every time."""
        connection = sqlite3.connect(crowd.directory / "sonde.db")
        try:
            stored = connection.execute("SELECT count(*) FROM samples").fetchone()[0]
        except sqlite3.Error as error:
            raise BenchmarkError(f"cannot read what sonde stored: {error}") from error
        finally:
            connection.close()
        if stored < crowd.size * samples:
            due = crowd.size * samples
            raise BenchmarkError(f"sonde stored {stored} samples of processes, {due} were due")

    def over_intervals(self, pid: int, samples: int) -> int:
        """CPU spent over a window of whole intervals, which holds one sample for each."""
        time.sleep(SETTLE_INTERVALS * self.interval)
        before, begin = cpu_ns(pid), time.monotonic()
        time.sleep(samples * self.interval)
        spent, took = cpu_ns(pid) - before, time.monotonic() - begin
        return round(spent * samples * self.interval / took)
