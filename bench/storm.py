#!/usr/bin/env python3
"""A storm of tiny processes, bare, under Sonde and under its peers."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from machine import Machine, offer_tracepoints, require_root, this_machine
from measure import BenchmarkError, positive
from peers import Bpftrace, Execsnoop, Forkstat
from report import Budget, Spread, budget_table, table, write_section
from tracers import Sample, Sonde, Tracer, Untraced
from workshop import Workshop

ROOT = Path(__file__).resolve().parent.parent
NAMES = ["untraced", "sonde", "execsnoop", "bpftrace", "forkstat"]
SMALL_PART = 10
"""The small storm, which tells a tracer's start from its cost per process, is a tenth."""


@dataclass(frozen=True)
class Round:
    """One tracer's part of a round: the storm, the small storm, and the bare storm's time."""

    large: Sample
    small: Sample
    bare_ns: int

    @property
    def slowdown(self) -> float:
        return self.large.elapsed_ns / self.bare_ns

    @property
    def cpu_ns_per_process(self) -> float:
        more = self.large.count - self.small.count
        return (self.large.cpu_ns - self.small.cpu_ns) / more

    @property
    def fixed_ns(self) -> float:
        """What the tracer costs before and after, however long the storm."""
        return self.large.total_cpu_ns - self.cpu_ns_per_process * self.large.count


@dataclass(frozen=True)
class Summary:
    """All rounds of one tracer."""

    name: str
    elapsed_s: Spread
    slowdown: Spread
    cpu_us: Spread
    fixed_ms: Spread
    peak_mb: float
    steady_mb: float
    seen: int
    expected: int
    missing: int
    own_losses: int
    complete: bool

    @classmethod
    def of(cls, name: str, rounds: Sequence[Round]) -> Summary:
        storms = [storm for each in rounds for storm in (each.large, each.small)]
        return cls(
            name=name,
            elapsed_s=Spread.of([each.large.elapsed_ns / 1e9 for each in rounds]),
            slowdown=Spread.of([each.slowdown for each in rounds]),
            cpu_us=Spread.of([each.cpu_ns_per_process / 1e3 for each in rounds]),
            fixed_ms=Spread.of([each.fixed_ns / 1e6 for each in rounds]),
            peak_mb=max(storm.peak_kib for storm in storms) * 1024 / 1e6,
            steady_mb=max(each.large.steady_kib for each in rounds) * 1024 / 1e6,
            seen=sum(storm.seen for storm in storms),
            expected=sum(storm.expected for storm in storms),
            missing=sum(storm.missing for storm in storms),
            own_losses=sum(storm.own_losses for storm in storms),
            complete=all(storm.complete for storm in storms),
        )

    def row(self) -> list[str]:
        if self.name == Untraced.name:
            return [self.name, f"{self.elapsed_s.median:.2f}", "1"] + [""] * 6
        return [
            self.name,
            f"{self.elapsed_s.median:.2f}",
            self.slowdown.show(3),
            self.cpu_us.show(1),
            f"{self.fixed_ms.median:.0f}",
            f"{self.peak_mb:.0f}",
            f"{self.seen} of {self.expected}",
            str(self.missing),
            str(self.own_losses),
        ]


def budgets(sonde: Summary) -> list[Budget]:
    lost = sonde.missing or sonde.own_losses or not sonde.complete
    stored = f"{sonde.seen} of {sonde.expected} stored, {sonde.own_losses} told lost"
    return [
        Budget("lost", "0, and stored = forked", stored, not lost),
        Budget(
            "storm slowdown", "≤ 1.04", f"{sonde.slowdown.median:.3f}",
            sonde.slowdown.median <= 1.04,
        ),
        Budget(
            "CPU per process", "≤ 4 µs", f"{sonde.cpu_us.median:.2f} µs",
            0 < sonde.cpu_us.median <= 4,  # below zero it is noise, no measurement
        ),
        Budget(
            "resident memory, steady", "≤ 40 MB",
            f"{sonde.steady_mb:.1f} MB in the storm, {sonde.peak_mb:.1f} to start",
            sonde.steady_mb <= 40,
        ),
    ]


def run_rounds(
    tracers: Sequence[Tracer], workshop: Workshop, count: int, rounds: int
) -> dict[str, list[Round]]:
    """Every tracer once in every round, each round beginning with another one."""
    small = max(1, count // SMALL_PART)
    Untraced().storm(workshop, small)  # the caches are warm for whoever comes first
    results: dict[str, list[Round]] = {tracer.name: [] for tracer in tracers}
    for number in range(rounds):
        start = number % len(tracers)
        samples: dict[str, tuple[Sample, Sample]] = {}
        for tracer in [*tracers[start:], *tracers[:start]]:
            samples[tracer.name] = (
                settled_storm(tracer, workshop, count), settled_storm(tracer, workshop, small)
            )
        bare = samples[Untraced.name][0].elapsed_ns
        for name, (large, little) in samples.items():
            results[name].append(Round(large, little, bare))
        say_round(number, rounds, results)
    return results


def settled_storm(tracer: Tracer, workshop: Workshop, count: int) -> Sample:
    """A storm that does not pay for writing out what the one before it left."""
    os.sync()
    return tracer.storm(workshop, count)


def say_round(number: int, rounds: int, results: dict[str, list[Round]]) -> None:
    parts = [
        f"{name} ×{done[-1].slowdown:.3f} {done[-1].cpu_ns_per_process / 1e3:.1f} µs"
        for name, done in results.items()
    ]
    print(f"round {number + 1} of {rounds}: {', '.join(parts)}", file=sys.stderr)


def describe(
    machine: Machine, arguments: argparse.Namespace, versions: Sequence[str],
    summaries: Sequence[Summary],
) -> str:
    """The section of the document: where, what, the table, the budgets."""
    head = [
        "tracer", "storm, s", "slowdown", "CPU per process, µs", "fixed CPU, ms",
        "peak memory, MB", "records", "missing", "lost by its own word",
    ]
    parts = [
        "## A storm of tiny processes",
        f"{machine.describe()}; {', '.join(versions)}.",
        f"{arguments.count} processes, {arguments.parallel} at a time; medians (least to "
        f"greatest) of {arguments.rounds} rounds, ratios against the bare storm of the same "
        "round.",
        table(head, [summary.row() for summary in summaries]),
    ]
    for summary in summaries:
        if summary.name == Sonde.name:
            parts.append(budget_table(budgets(summary)))
    return "\n\n".join(parts)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=positive, default=10_000, help="processes in a storm")
    parser.add_argument("--parallel", type=positive, default=2, help="how many at a time")
    parser.add_argument("--rounds", type=positive, default=7)
    parser.add_argument("--only", default=",".join(NAMES), help=f"some of {','.join(NAMES)}")
    parser.add_argument("--sonde", type=Path, default=ROOT / ".build/release/sonde")
    parser.add_argument("--directory", type=Path, help="where programs and records are put")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables in a document")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measurement")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a budget is broken")
    arguments = parser.parse_args()
    wanted = set(arguments.only.split(",")) | {Untraced.name}
    if unknown := wanted - set(NAMES):
        parser.error(f"--only knows {', '.join(NAMES)}; not {', '.join(sorted(unknown))}")
    arguments.only = [name for name in NAMES if name in wanted]
    return arguments


def choose(arguments: argparse.Namespace) -> list[Tracer]:
    """The tracers asked for; raises if one of them is not there."""
    every: list[Tracer] = [
        Untraced(), Sonde(arguments.sonde.resolve()), Execsnoop(), Bpftrace(), Forkstat()
    ]
    tracers = [tracer for tracer in every if tracer.name in arguments.only]
    lacking = [tracer for tracer in tracers if tracer.missing()]
    if lacking:
        have = ",".join(tracer.name for tracer in tracers if tracer not in lacking)
        reasons = "\n".join(str(tracer.missing()) for tracer in lacking)
        raise BenchmarkError(f"{reasons}\nor leave it out: --only {have}")
    return tracers


def run(arguments: argparse.Namespace) -> bool:
    """Returns whether every budget holds."""
    require_root()
    tracers = choose(arguments)
    offer_tracepoints()
    with tempfile.TemporaryDirectory(prefix="sonde-bench-", dir=arguments.directory) as place:
        machine = this_machine(Path(place))
        workshop = Workshop(Path(place), arguments.parallel)
        results = run_rounds(tracers, workshop, arguments.count, arguments.rounds)
    versions = [tracer.version() for tracer in tracers if tracer.version()]
    summaries = [Summary.of(name, rounds) for name, rounds in results.items()]
    text = describe(machine, arguments, versions, summaries)
    print(text)
    if arguments.write:
        write_section(arguments.write, "storm", text)
    if arguments.json:
        everything = {
            "machine": asdict(machine),
            "versions": versions,
            "parallel": arguments.parallel,
            "summaries": [asdict(summary) for summary in summaries],
            "rounds": {name: [asdict(each) for each in done] for name, done in results.items()},
        }
        arguments.json.write_text(json.dumps(everything, indent=2) + "\n")
    return all(
        budget.holds for each in summaries if each.name == Sonde.name for budget in budgets(each)
    )


def main() -> int:
    arguments = parse_arguments()
    try:
        held = run(arguments)
    except BenchmarkError as error:
        print(f"storm: {error}", file=sys.stderr)
        return 2
    return 1 if arguments.check and not held else 0


if __name__ == "__main__":
    sys.exit(main())
