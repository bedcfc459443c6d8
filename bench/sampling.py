#!/usr/bin/env python3
"""What it costs to sample a thousand living processes: ps, psutil, Sonde."""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from machine import Machine, require_root, this_machine
from measure import BenchmarkError, positive
from report import Budget, Spread, budget_table, table, write_section
from samplers import Cost, Crowd, Ps, Psutil, Sampler, SondeSampling

ROOT = Path(__file__).resolve().parent.parent
NAMES = ["sonde", "ps", "psutil"]
BUDGETS = {"psutil": 10.0, "ps": 20.0}
"""How many times cheaper than each Sonde has to be."""


@dataclass(frozen=True)
class Summary:
    """All rounds of one sampler."""

    name: str
    rows: int
    cpu_ms: Spread
    times_sonde: Spread | None
    """Its cost as a multiple of Sonde's in the same round; None if Sonde was left out."""

    def row(self) -> list[str]:
        ratio = self.times_sonde.show(1) if self.times_sonde else ""
        return [self.name, str(self.rows), self.cpu_ms.show(2), ratio]


def summarise(results: dict[str, list[Cost]]) -> list[Summary]:
    sonde = results.get(SondeSampling.name)
    summaries = []
    for name, costs in results.items():
        ratios = [
            cost.cpu_ns_per_sample / own.cpu_ns_per_sample
            for cost, own in zip(costs, sonde or costs, strict=True)
        ]
        summaries.append(
            Summary(
                name=name,
                rows=costs[-1].rows,
                cpu_ms=Spread.of([cost.cpu_ns_per_sample / 1e6 for cost in costs]),
                times_sonde=Spread.of(ratios) if sonde else None,
            )
        )
    return summaries


def budgets(summaries: Sequence[Summary]) -> list[Budget]:
    return [
        Budget(
            f"cheaper than {summary.name}",
            f"≥ {BUDGETS[summary.name]:.0f} times",
            f"{summary.times_sonde.median:.1f} times",
            summary.times_sonde.median >= BUDGETS[summary.name],
        )
        for summary in summaries
        if summary.name in BUDGETS and summary.times_sonde
    ]


def run_rounds(
    samplers: Sequence[Sampler], crowd: Crowd, samples: int, rounds: int
) -> dict[str, list[Cost]]:
    """Every sampler once in every round, each round beginning with another one."""
    results: dict[str, list[Cost]] = {sampler.name: [] for sampler in samplers}
    for number in range(rounds):
        start = number % len(samplers)
        for sampler in [*samplers[start:], *samplers[:start]]:
            results[sampler.name].append(sampler.measure(crowd, samples))
        parts = [f"{name} {done[-1].cpu_ns_per_sample / 1e6:.2f} ms"
                 for name, done in results.items()]
        print(f"round {number + 1} of {rounds}: {', '.join(parts)}", file=sys.stderr)
    return results


def describe(
    machine: Machine, arguments: argparse.Namespace, versions: Sequence[str],
    summaries: Sequence[Summary],
) -> str:
    parts = [
        "## Sampling living processes",
        f"{machine.describe()}; {', '.join(versions)}.",
        f"{arguments.processes} processes that do nothing; CPU of one sample of all of them, over "
        f"{arguments.samples} samples; medians (least to greatest) of {arguments.rounds} rounds.",
        table(
            ["sampler", "rows in a sample", "CPU per sample, ms", "times Sonde's"],
            [summary.row() for summary in summaries],
        ),
    ]
    if promises := budgets(summaries):
        parts.append(budget_table(promises))
    return "\n\n".join(parts)


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--processes", type=positive, default=1000)
    parser.add_argument("--samples", type=positive, default=20, help="in each round")
    parser.add_argument("--rounds", type=positive, default=5)
    parser.add_argument("--interval", type=float, default=0.5, help="Sonde's, in seconds")
    parser.add_argument("--only", default=",".join(NAMES), help=f"some of {','.join(NAMES)}")
    parser.add_argument("--sonde", type=Path, default=ROOT / ".build/release/sonde")
    parser.add_argument("--psutil-python", default=sys.executable, help="one that has psutil")
    parser.add_argument("--directory", type=Path, help="where programs and records are put")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables in a document")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measurement")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a budget is broken")
    arguments = parser.parse_args()
    arguments.only = arguments.only.split(",")
    if unknown := set(arguments.only) - set(NAMES):
        parser.error(f"--only knows {', '.join(NAMES)}; not {', '.join(sorted(unknown))}")
    return arguments


def choose(arguments: argparse.Namespace) -> list[Sampler]:
    """The samplers asked for; raises if one of them is not there."""
    sonde = SondeSampling(arguments.sonde.resolve(), arguments.interval)
    every: list[Sampler] = [sonde, Ps(), Psutil(arguments.psutil_python)]
    samplers = [sampler for sampler in every if sampler.name in arguments.only]
    lacking = [sampler for sampler in samplers if sampler.missing()]
    if lacking:
        have = ",".join(sampler.name for sampler in samplers if sampler not in lacking)
        reasons = "\n".join(str(sampler.missing()) for sampler in lacking)
        raise BenchmarkError(f"{reasons}\nor leave it out: --only {have}")
    return samplers


def run(arguments: argparse.Namespace) -> bool:
    """Returns whether every budget holds."""
    require_root()
    samplers = choose(arguments)
    with tempfile.TemporaryDirectory(prefix="sonde-bench-", dir=arguments.directory) as place:
        machine = this_machine(Path(place))
        crowd = Crowd(Path(place), arguments.processes)
        results = run_rounds(samplers, crowd, arguments.samples, arguments.rounds)
    versions = [sampler.version() for sampler in samplers]
    summaries = summarise(results)
    text = describe(machine, arguments, versions, summaries)
    print(text)
    if arguments.write:
        write_section(arguments.write, "sampling", text)
    if arguments.json:
        everything = {
            "machine": asdict(machine),
            "versions": versions,
            "summaries": [asdict(summary) for summary in summaries],
            "rounds": {name: [asdict(cost) for cost in costs] for name, costs in results.items()},
        }
        arguments.json.write_text(json.dumps(everything, indent=2) + "\n")
    return all(budget.holds for budget in budgets(summaries))


def main() -> int:
    arguments = parse_arguments()
    try:
        held = run(arguments)
    except BenchmarkError as error:
        print(f"sampling: {error}", file=sys.stderr)
        return 2
    return 1 if arguments.check and not held else 0


if __name__ == "__main__":
    sys.exit(main())
