"""The peers: tracers of the whole machine that print what they see."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
from pathlib import Path

from measure import (
    BenchmarkError,
    await_end,
    await_idle,
    await_true,
    cpu_ns,
    first_line,
    tail,
)
from tracers import Sample, Tracer
from workshop import Workshop

HERE = Path(__file__).resolve().parent


class Peer(Tracer):
    """A tracer of the whole machine that prints lines and ends at SIGINT."""

    package: str
    programs: tuple[str, ...]
    arguments: tuple[str, ...] = ()
    lines_per_process: int
    pid_field = 1
    """Which word of a line is the process id."""
    events: tuple[str, ...] | None = None
    """First words (after `event_field`) of the lines that count; None for every line."""
    event_field = 0
    loss = re.compile(rb"[Ll]ost (\d+) events")

    def program(self) -> str | None:
        found = (shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin:/sbin")
                 for name in self.programs)
        return next((path for path in found if path), None)

    def missing(self) -> str | None:
        if self.program():
            return None
        return f"{self.name} is not installed: apt-get install {self.package}"

    def version(self) -> str:
        query = ["dpkg-query", "-W", "-f", "${Package} ${Version}", self.package]
        return f"{self.name} ({first_line(query)})"

    def storm(self, workshop: Workshop, count: int) -> Sample:
        output = workshop.file(f"{self.name}.out")
        errors = workshop.file(f"{self.name}.err")
        with output.open("wb") as out, errors.open("wb") as err:
            command = [str(self.program()), *self.arguments]
            process = subprocess.Popen(command, stdout=out, stderr=err)
        try:
            self.await_attached(process, workshop, output, errors)
            before = cpu_ns(process.pid)
            outcome, peak = workshop.run(count, meter=process.pid)
            await_idle(process.pid)
            process.send_signal(signal.SIGINT)
            peak = max(peak, await_end(process.pid, limit=30))
            total = cpu_ns(process.pid)
        finally:
            process.kill()  # does nothing to one that has ended
            process.wait()
        return Sample(
            count=count,
            elapsed_ns=outcome.elapsed_ns,
            cpu_ns=total - before,
            total_cpu_ns=total,
            peak_kib=peak,
            seen=self.count_lines(output, outcome.pids),
            expected=count * self.lines_per_process,
            own_losses=self.own_losses(output.read_bytes() + errors.read_bytes()),
        )

    def await_attached(
        self, process: subprocess.Popen[bytes], workshop: Workshop, output: Path, errors: Path
    ) -> None:
        """Runs marker processes until the tracer has printed one of them.

        It takes several: a tracer that writes to a file writes whole blocks.
        """

        def printed() -> bool:
            if os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
                raise BenchmarkError(f"{self.name} ended at once:\n{tail(errors)}")
            subprocess.run([workshop.marker], check=True)
            return workshop.marker.name.encode() in output.read_bytes()

        await_true(f"{self.name} printing a marker process", printed)

    def count_lines(self, output: Path, pids: frozenset[int]) -> int:
        """Counts by process id: a name may have been gone before the tracer looked it up."""
        seen = 0
        for line in output.read_bytes().splitlines():
            words = line.split(maxsplit=self.pid_field + 1)
            if len(words) <= self.pid_field or not words[self.pid_field].isdigit():
                continue
            if self.events and words[self.event_field].decode(errors="replace") not in self.events:
                continue
            seen += int(words[self.pid_field]) in pids
        return seen

    def own_losses(self, said: bytes) -> int:
        return sum(int(lost) for lost in self.loss.findall(said))


class Execsnoop(Peer):
    """libbpf-tools' execsnoop: a line for each exec, nothing of the exits."""

    name = "execsnoop"
    package = "libbpf-tools"
    programs = ("execsnoop", "execsnoop-libbpf")
    lines_per_process = 1


class Bpftrace(Peer):
    """bpftrace with a line at exec and one at exit."""

    name = "bpftrace"
    package = "bpftrace"
    programs = ("bpftrace",)
    arguments = (str(HERE / "lifecycle.bt"),)
    events = ("exec", "exit")
    lines_per_process = 2


class Forkstat(Peer):
    """forkstat, from the kernel's process connector: the child's fork, its exec, its exit."""

    name = "forkstat"
    package = "forkstat"
    programs = ("forkstat",)
    arguments = ("-e", "fork,exec,exit")
    pid_field = 2
    event_field = 1
    events = ("fork", "exec", "exit")
    lines_per_process = 3
    loss = re.compile(rb"recv -+ nobufs")

    def own_losses(self, said: bytes) -> int:
        """It tells that messages were lost, not how many: each telling counts as one."""
        return len(self.loss.findall(said))
