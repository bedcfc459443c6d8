#!/usr/bin/env python3
"""A C project compiled bare, under Sonde with and without its following of files, and under peers."""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from machine import offer_tracepoints, require_root, this_machine
from measure import BenchmarkError, positive
from report import Budget, Spread, budget_table, table, write_section

ROOT = Path(__file__).resolve().parent.parent
HEADERS = [
    "stdio.h", "stdlib.h", "string.h", "math.h", "pthread.h", "signal.h", "errno.h", "unistd.h",
    "sys/stat.h", "sys/socket.h", "netinet/in.h", "sys/mman.h", "time.h", "locale.h", "wchar.h",
]


@dataclass(frozen=True)
class Variant:
    """One way of running the compiler; `budgeted` is the one that the budget is about."""

    name: str
    command: Sequence[str]
    environment: dict[str, str]
    is_beside: bool = False
    """It is started beside the compilation rather than around it."""


def write_project(directory: Path, files: int) -> None:
    """A makefile and sources: each with many headers and a little work for the optimizer."""
    directory.mkdir(parents=True)
    includes = "".join(f"#include <{name}>\n" for name in HEADERS)
    body = "".join(
        f"double f{{0}}_{n}(double x) {{{{ for (int i = 0; i < {n + 3}; i++) x += sin(x) * {n}.5; "
        "return x; }}\n"
        for n in range(12)
    )
    for number in range(files):
        (directory / f"part{number}.c").write_text(includes + body.format(number))
    objects = " ".join(f"part{number}.o" for number in range(files))
    (directory / "Makefile").write_text(
        f"all: {objects}\n%.o: %.c\n\t$(CC) -O1 -c -o $@ $<\nclean:\n\trm -f *.o\n"
    )


@dataclass(frozen=True)
class Cost:
    """Of one compilation, in seconds: its wall time; the CPU of it and of a tracer around it; what
    such a tracer takes before it and after."""

    wall: float
    cpu: float
    around: float


def compile_once(variant: Variant, project: Path, parallel: int) -> Cost:
    subprocess.run(["make", "-s", "clean"], cwd=project, check=True)
    for old in project.parent.glob("trace*"):
        old.unlink()
    os.sync()
    clock = project.parent / "clock"
    script = f'begin=$EPOCHREALTIME; make -s -j{parallel} && echo $begin $EPOCHREALTIME >"$0"'
    make = ["bash", "-c", script, str(clock)]
    environment = dict(os.environ, **variant.environment)
    beside = None
    if variant.is_beside:
        beside = subprocess.Popen(variant.command, stdout=subprocess.DEVNULL)
        time.sleep(2)
    around = [] if variant.is_beside else [*variant.command]
    begin = time.monotonic()
    done = subprocess.Popen(
        [*around, *make], cwd=project, env=environment, stderr=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(done.pid, 0)
    elapsed = time.monotonic() - begin
    done.returncode = os.waitstatus_to_exitcode(status)
    if beside:
        beside.send_signal(signal.SIGINT)
        beside.wait(30)
    if done.returncode != 0:
        raise BenchmarkError(f"{variant.name}: the compilation ended with {done.returncode}")
    before, after = map(float, clock.read_text().split())
    wall = after - before
    return Cost(wall, usage.ru_utime + usage.ru_stime, elapsed - wall)


def variants(sonde: Path, place: Path, with_strace: bool) -> list[Variant]:
    run = [str(sonde), "run", "--db", str(place / "trace.db"), "--"]
    found = [
        Variant("untraced", [], {}),
        Variant("sonde, processes only", run, {"SONDE_CAPTURE_FILES": "false"}),
        Variant("sonde, files", run, {"SONDE_CAPTURE_FILE_BYTES": "false"}),
        Variant("sonde, files and bytes", run, {"SONDE_CAPTURE_FILE_BYTES": "true"}),
    ]
    if opensnoop := shutil.which("opensnoop") or shutil.which("opensnoop-bpfcc"):
        found.append(Variant("opensnoop", [opensnoop], {}, is_beside=True))
    if with_strace and (strace := shutil.which("strace")):
        log = str(place / "trace.log")
        found.append(Variant("strace", [strace, "-f", "-e", "trace=%file", "-o", log], {}))
    return found


def run_rounds(chosen: Sequence[Variant], project: Path, arguments: argparse.Namespace):
    """The costs of each variant in each round; each round begins with another one."""
    costs: dict[str, list[Cost]] = {variant.name: [] for variant in chosen}
    compile_once(chosen[0], project, arguments.parallel)
    for number in range(arguments.rounds):
        start = number % len(chosen)
        for variant in [*chosen[start:], *chosen[:start]]:
            costs[variant.name].append(compile_once(variant, project, arguments.parallel))
        shown = ", ".join(
            f"{name} {done[-1].wall:.2f}/{done[-1].cpu:.2f}" for name, done in costs.items()
        )
        print(f"round {number + 1} of {arguments.rounds}: {shown}", file=sys.stderr)
    return costs


def ratios(costs: dict[str, list[Cost]], what: str, name: str, base: str) -> Spread:
    return Spread.of([
        getattr(one, what) / getattr(other, what) for one, other in zip(costs[name], costs[base])
    ])


def describe(costs: dict[str, list[Cost]], arguments: argparse.Namespace, machine) -> str:
    bare, processes = "untraced", "sonde, processes only"
    rows = [
        [name, f"{Spread.of([each.wall for each in done]).median:.2f}",
         ratios(costs, "wall", name, bare).show(3), ratios(costs, "cpu", name, bare).show(3),
         "" if name in (bare, processes) else ratios(costs, "wall", name, processes).show(3),
         f"{Spread.of([each.around for each in done]).median:.2f}"]
        for name, done in costs.items()
    ]
    added = ratios(costs, "wall", "sonde, files", processes)
    followed = ratios(costs, "wall", "sonde, files", bare)
    counted = ratios(costs, "wall", "sonde, files and bytes", bare)
    return "\n\n".join([
        "## Following the files of a compilation",
        f"{machine.describe()}. {arguments.files} C files with {len(HEADERS)} headers each, "
        f"{arguments.parallel} at a time; medians (least to greatest) of {arguments.rounds} "
        "rounds, ratios against the same round.",
        table(
            ["tracer", "wall, s", "wall, to untraced", "CPU, to untraced",
             "wall, to processes only", "start and end, s"], rows,
        ),
        budget_table([
            Budget("a compilation's wall time: what following files adds", "< 1.05",
                   f"{added.median:.3f}", added.median < 1.05),
            Budget("all of tracing, files followed (the default)", "< 1.05",
                   f"{followed.median:.3f}", followed.median < 1.05),
            Budget("all of tracing, bytes counted too (on request)", "< 1.05",
                   f"{counted.median:.3f}", counted.median < 1.05),
        ]),
    ])


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strace", action="store_true", help="also under strace: takes long")
    parser.add_argument("--files", type=positive, default=120, help="C files to compile")
    parser.add_argument("--parallel", type=positive, default=2)
    parser.add_argument("--rounds", type=positive, default=7)
    parser.add_argument("--sonde", type=Path, default=ROOT / ".build/release/sonde")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table in a document")
    return parser.parse_args()


def main() -> int:
    arguments = parse_arguments()
    try:
        require_root()
        offer_tracepoints()
        with tempfile.TemporaryDirectory(prefix="sonde-bench-") as place:
            project = Path(place) / "project"
            write_project(project, arguments.files)
            chosen = variants(arguments.sonde.resolve(), Path(place), arguments.strace)
            costs = run_rounds(chosen, project, arguments)
            text = describe(costs, arguments, this_machine(Path(place)))
    except BenchmarkError as error:
        print(f"files: {error}", file=sys.stderr)
        return 2
    print(text)
    if arguments.write:
        write_section(arguments.write, "files", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
