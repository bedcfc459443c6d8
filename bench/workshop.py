"""The programs a storm is made of, and the bare storm."""

from __future__ import annotations

import array
import json
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from measure import BenchmarkError, await_end, compile_static, tail

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True)
class Outcome:
    """What the driver said of its own storm."""

    elapsed_ns: int
    pids: frozenset[int]


class Workshop:
    """A directory with the storm's programs, built afresh, and room for what tracers write."""

    def __init__(self, directory: Path, parallel: int) -> None:
        self.directory = directory
        self.parallel = parallel
        self.noop = directory / "storm-noop"
        self.marker = directory / "storm-marker"
        self.driver = directory / "storm"
        self.pids = directory / "pids"
        compile_static(HERE / "storm.c", self.driver)
        compile_static(HERE / "noop.c", self.noop)
        shutil.copy(self.noop, self.marker)

    def file(self, name: str) -> Path:
        """A file of this name that does not exist yet; a database's companions go with it."""
        for old in self.directory.glob(f"{name}*"):
            if old.is_dir():
                shutil.rmtree(old)
            else:
                old.unlink()
        return self.directory / name

    def command(self, count: int) -> list[str]:
        return [str(self.driver), str(count), str(self.parallel), str(self.noop), str(self.pids)]

    def outcome(self, count: int, output: Path) -> Outcome:
        """Reads what the driver printed, among whatever else the file holds."""
        for line in output.read_text(errors="replace").splitlines():
            if line.startswith('{"elapsed_ns"'):
                said = json.loads(line)
                pids = array.array("i", self.pids.read_bytes())
                if said["count"] != count or said["failed"]:
                    raise BenchmarkError(f"the storm went wrong: {line}")
                return Outcome(said["elapsed_ns"], frozenset(pids))
        raise BenchmarkError(f"the storm's driver said nothing:\n{tail(output)}")

    def run(self, count: int, meter: int | None = None) -> tuple[Outcome, int]:
        """Runs a bare storm; also returns the peak memory of the process `meter`."""
        output = self.file("driver.out")
        with output.open("wb") as sink:
            process = subprocess.Popen(self.command(count), stdout=sink)
        peak = await_end(process.pid, meter)
        process.wait()
        return self.outcome(count, output), peak
