"""Measuring one process from outside: its CPU, its memory, its end."""

from __future__ import annotations

import os
import select
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

LOOK_EVERY_MS = 50
"""How often the memory of a running process is looked at."""


class BenchmarkError(Exception):
    """Something that keeps a measurement from being made, said to the user as it is."""


def cpu_ns(pid: int) -> int:
    """CPU time of a process, all its threads, without its children, in nanoseconds.

    This is the process's CPU-time clock (`clock_getcpuclockid`). It counts nanoseconds, where
    `/proc/PID/stat` counts ticks of 10 ms, and it still answers for a zombie: a process that has
    ended and has not been reaped can be read to its very last instruction.
    """
    return time.clock_gettime_ns((~pid << 3) | 2)


def peak_kib(pid: int) -> int:
    """Greatest resident memory so far (VmHWM), or 0 once the process has let go of it."""
    try:
        status = Path(f"/proc/{pid}/status").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    return status_kib(status, "VmHWM")


def status_kib(status: str, field: str) -> int:
    """A field of `/proc/PID/status` that is an amount of memory; 0 if it is not there."""
    for line in status.splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1])
    return 0


def resident_kib(pid: int) -> int:
    """Resident memory now (VmRSS), or 0 once the process has let go of it."""
    try:
        return status_kib(Path(f"/proc/{pid}/status").read_text(), "VmRSS")
    except (FileNotFoundError, ProcessLookupError):
        return 0


def await_end(
    pid: int, meter: int | None = None, limit: float = 600.0, looks: list[int] | None = None
) -> int:
    """Waits until the child `pid` has ended, without reaping it.

    `looks` is given what is resident at each look, in KiB. Returns the greatest resident memory of `meter` (default: `pid`) seen while waiting. A zombie
    has no memory to ask about, so what grows in the last look interval stays unseen.
    """
    meter = pid if meter is None else meter
    deadline = time.monotonic() + limit
    peak = 0
    descriptor = os.pidfd_open(pid)
    try:
        poll = select.poll()
        poll.register(descriptor, select.POLLIN)
        while not poll.poll(LOOK_EVERY_MS):
            peak = max(peak, peak_kib(meter))
            if looks is not None and (now := resident_kib(meter)):
                looks.append(now)
            if time.monotonic() > deadline:
                raise BenchmarkError(f"process {pid} did not end within {limit:.0f} s")
    finally:
        os.close(descriptor)
    return max(peak, peak_kib(meter))


def await_idle(pid: int, quiet_looks: int = 4, limit: float = 10.0) -> None:
    """Waits until a process has worked off its backlog: under 1 % of a core for 200 ms.

    Gives up after `limit` seconds; a tracer may be kept busy by the rest of the machine.
    """
    deadline = time.monotonic() + limit
    quiet = 0
    before = cpu_ns(pid)
    while quiet < quiet_looks and time.monotonic() < deadline:
        time.sleep(LOOK_EVERY_MS / 1e3)
        now = cpu_ns(pid)
        quiet = quiet + 1 if now - before < LOOK_EVERY_MS * 1e6 / 100 else 0
        before = now


def await_true(what: str, condition: Callable[[], bool], limit: float = 30.0) -> None:
    """Asks `condition` again and again until it holds; `what` is what did not happen if not."""
    deadline = time.monotonic() + limit
    while not condition():
        if time.monotonic() > deadline:
            raise BenchmarkError(f"{what}: not within {limit:.0f} s")
        time.sleep(0.005)


def compile_static(source: Path, program: Path) -> None:
    """Builds one C file into a static program."""
    command = ["cc", "-static", "-O2", "-Wall", "-Wextra", "-o", str(program), str(source)]
    try:
        built = subprocess.run(command, capture_output=True, text=True, check=False)
    except FileNotFoundError:
        raise BenchmarkError("no C compiler: apt-get install gcc libc6-dev") from None
    if built.returncode != 0:
        raise BenchmarkError(f"cannot build {source.name}:\n{built.stderr}")


def tail(path: Path, lines: int = 8) -> str:
    """The last lines of a program's output, and how many came before them."""
    text = path.read_text(errors="replace").splitlines() if path.exists() else []
    omitted = [f"({len(text) - lines} lines omitted)"] if len(text) > lines else []
    return "\n".join(omitted + text[-lines:])


def first_line(command: list[str]) -> str:
    """The first line a command prints, or "unknown version"."""
    try:
        said = subprocess.run(command, capture_output=True, text=True, check=False, timeout=10)
    except (OSError, subprocess.TimeoutExpired):
        return "unknown version"
    lines = said.stdout.splitlines()
    return lines[0] if said.returncode == 0 and lines else "unknown version"


def positive(text: str) -> int:
    """A count given on the command line."""
    if (number := int(text)) < 1:
        raise ValueError(text)
    return number
