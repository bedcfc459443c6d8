"""The machine a benchmark runs on: what it is, and what it must offer."""

from __future__ import annotations

import ctypes
import os
import platform
import subprocess
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from measure import BenchmarkError

CLONE_NEWNS = 0x00020000
DEBUGFS = Path("/sys/kernel/debug")
TRACEFS = Path("/sys/kernel/tracing")


@dataclass(frozen=True)
class Machine:
    """What the numbers depend on."""

    date: str
    kernel: str
    processor: str
    cores: int
    memory_gib: float
    filesystem: str

    def describe(self) -> str:
        return (
            f"{self.date}, Linux {self.kernel}, {self.processor}, {self.cores} cores, "
            f"{self.memory_gib:.0f} GiB of memory, files on {self.filesystem}"
        )


def this_machine(directory: Path) -> Machine:
    """`directory` is where the tracers write."""
    pages = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    return Machine(
        date=datetime.now(UTC).strftime("%Y-%m-%d"),
        kernel=f"{platform.release()} {platform.machine()}",
        processor=processor(),
        cores=len(os.sched_getaffinity(0)),
        memory_gib=pages / 2**30,
        filesystem=filesystem(directory),
    )


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return "unknown processor"


def filesystem(directory: Path) -> str:
    """Type of the file system a directory is on: the longest mount point above it decides."""
    place = directory.resolve()
    best = ("", "unknown file system")
    for line in Path("/proc/self/mounts").read_text().splitlines():
        _, point, kind, *_ = line.split()
        if place.is_relative_to(point) and len(point) >= len(best[0]):
            best = (point, kind)
    return best[1]


def require_root() -> None:
    if os.geteuid() != 0:
        raise BenchmarkError("tracing needs root: run this with sudo")


def offer_tracepoints() -> None:
    """Sees to it that tracers find the kernel's tracepoints.

    The peers look them up in tracefs, some only by its old place below debugfs. What is not mounted
    is mounted for this process and its children only, in a mount namespace of their own.
    """
    offered = {
        DEBUGFS: ("debugfs", DEBUGFS / "tracing"),
        TRACEFS: ("tracefs", TRACEFS / "events"),
    }
    lacking = {place: kind for place, (kind, proof) in offered.items() if not proof.exists()}
    if not lacking:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNS) != 0:
        raise BenchmarkError(f"cannot mount tracefs: {os.strerror(ctypes.get_errno())}")
    run_mount("--make-rprivate", "/")
    for place, kind in lacking.items():
        run_mount("-t", kind, kind, str(place))


def run_mount(*arguments: str) -> None:
    done = subprocess.run(["mount", *arguments], capture_output=True, text=True, check=False)
    if done.returncode != 0:
        raise BenchmarkError(f"cannot mount tracefs, which the peers need: {done.stderr.strip()}")
