#!/usr/bin/env python3
"""What it costs to follow where time goes: a storm of tiny processes, and nothing but switches."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from machine import require_root, this_machine
from measure import BenchmarkError, compile_static, positive
from report import Budget, Spread, budget_table, table, write_section
from tracers import Sonde, Tracer, Untraced
from workshop import Workshop

ROOT = Path(__file__).resolve().parent.parent
HERE = Path(__file__).resolve().parent
OFF, ON = "sonde, without times", "sonde, times (the default)"


class Variant:
    """One way of running both loads."""

    def __init__(self, name: str, tracer: Tracer, command: Sequence[str],
                 environment: Mapping[str, str]) -> None:
        self.name = name
        self.tracer = tracer
        self.command = command
        self.environment = environment

    def switches_ns(self, program: Path, count: int) -> float:
        """Of one switch."""
        done = subprocess.run(
            [*self.command, str(program), str(count)], capture_output=True, text=True,
            env={**os.environ, **self.environment}, check=False)
        if done.returncode != 0:
            raise BenchmarkError(f"{self.name}: the switches ended with {done.returncode}")
        return int(done.stdout.split()[0]) / (2 * count)


def variants(sonde: Path, place: Path) -> list[Variant]:
    run = [str(sonde), "run", "--no-report", "--db", str(place / "switches.db"), "--"]
    found = [Variant("untraced", Untraced(), [], {})]
    for name, value in ((OFF, "false"), (ON, "true")):
        environment = {"SONDE_CAPTURE_TIMES": value}
        tracer = Sonde(sonde, environment=environment)
        if reason := tracer.missing():
            raise BenchmarkError(reason)
        found.append(Variant(name, tracer, run, environment))
    return found


def run_rounds(chosen: Sequence[Variant], workshop: Workshop, program: Path,
               arguments: argparse.Namespace) -> dict[str, list[tuple[float, float]]]:
    """Of each variant in each round: seconds of the storm, nanoseconds of a switch."""
    results: dict[str, list[tuple[float, float]]] = {each.name: [] for each in chosen}
    chosen[0].tracer.storm(workshop, arguments.count // 10)
    for number in range(arguments.rounds):
        start = number % len(chosen)
        for each in [*chosen[start:], *chosen[:start]]:
            os.sync()
            storm = each.tracer.storm(workshop, arguments.count)
            if storm.missing or storm.own_losses or not storm.complete:
                raise BenchmarkError(f"{each.name}: the record of the storm is not complete")
            switch = each.switches_ns(program, arguments.switches)
            results[each.name].append((storm.elapsed_ns / 1e9, switch))
        shown = ", ".join(f"{n} {r[-1][0]:.2f} s {r[-1][1]:.0f} ns" for n, r in results.items())
        print(f"round {number + 1} of {arguments.rounds}: {shown}", file=sys.stderr)
    return results


def ratios(results: dict[str, list[tuple[float, float]]], what: int, name: str,
           base: str) -> Spread:
    return Spread.of([one[what] / other[what]
                      for one, other in zip(results[name], results[base])])


def describe(results: dict[str, list[tuple[float, float]]], arguments: argparse.Namespace,
             machine) -> str:
    rows = [
        [name, f"{Spread.of([each[0] for each in done]).median:.2f}",
         ratios(results, 0, name, "untraced").show(3), ratios(results, 0, name, OFF).show(3),
         f"{Spread.of([each[1] for each in done]).median:.0f}",
         ratios(results, 1, name, OFF).show(3)]
        for name, done in results.items()
    ]
    added = ratios(results, 0, ON, OFF)
    return "\n\n".join([
        "## Following where time goes",
        f"{machine.describe()}. {arguments.count} processes, {arguments.parallel} at a time, and "
        f"{2 * arguments.switches} switches between two processes on one processor that do "
        f"nothing else; medians (least to greatest) of {arguments.rounds} rounds, ratios within "
        "the round.",
        table(["tracer", "storm, s", "storm, to untraced", "storm, to without", "a switch, ns",
               "a switch, to without"], rows),
        budget_table([Budget("the storm's wall time: what following time adds", "≤ 1.05",
                             f"{added.median:.3f}", added.median <= 1.05)]),
    ])


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=positive, default=10_000, help="processes in a storm")
    parser.add_argument("--parallel", type=positive, default=2, help="how many at a time")
    parser.add_argument("--switches", type=positive, default=200_000, help="times to and fro")
    parser.add_argument("--rounds", type=positive, default=7)
    parser.add_argument("--sonde", type=Path, default=ROOT / ".build/release/sonde")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the table in a document")
    return parser.parse_args()


def main() -> int:
    arguments = parse_arguments()
    try:
        require_root()
        with tempfile.TemporaryDirectory(prefix="sonde-bench-") as place:
            program = Path(place) / "switches"
            compile_static(HERE / "switches.c", program)
            workshop = Workshop(Path(place), arguments.parallel)
            chosen = variants(arguments.sonde.resolve(), Path(place))
            results = run_rounds(chosen, workshop, program, arguments)
            text = describe(results, arguments, this_machine(Path(place)))
    except BenchmarkError as error:
        print(f"times: {error}", file=sys.stderr)
        return 2
    print(text)
    if arguments.write:
        write_section(arguments.write, "times", text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
