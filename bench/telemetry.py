#!/usr/bin/env python3
"""What exporting telemetry costs: spans beside OpenTelemetry's SDK for Python, and a storm of tiny
processes that is exported beside one that is only stored."""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TypeVar

from exporters import PROTOCOLS, Export, Exporter, Receiver, exporters, sdk_version
from machine import Machine, offer_tracepoints, require_root, this_machine
from measure import BenchmarkError, positive
from report import Budget, Spread, budget_table, table, write_section
from tracers import Sample, Sonde
from workshop import Workshop

ROOT = Path(__file__).resolve().parent.parent
SMALL_PART = 10
"""What costs once is told from what each costs by the same a tenth the size."""
CHEAPER = 10.0
MORE = 1.10
EVERY_PROCESS = "[telemetry]\nspan_limit = 10000000\n"
STORED = "stored"
LOST = re.compile(r"(\d+) (?:spans|metric points|log records) (?:are lost|could not be sent)")


@dataclass(frozen=True)
class ExportRound:
    """One exporter's part of a round."""

    large: Export
    small: Export

    @property
    def cpu_ns_per_span(self) -> float:
        return (self.large.cpu_ns - self.small.cpu_ns) / (self.large.count - self.small.count)

    @property
    def per_second(self) -> float:
        return self.large.count / self.large.elapsed_ns * 1e9

    @property
    def lost(self) -> int:
        return sum(each.count - each.received for each in (self.large, self.small))


@dataclass(frozen=True)
class StormRound:
    """One way to record the storm, and what came of it."""

    large: Sample
    small: Sample
    spans: int
    lost: int

    @property
    def cpu_ns_per_process(self) -> float:
        return (self.large.cpu_ns - self.small.cpu_ns) / (self.large.count - self.small.count)

    @property
    def seen(self) -> int:
        return self.large.seen + self.small.seen

    @property
    def expected(self) -> int:
        return self.large.expected + self.small.expected


Thing = TypeVar("Thing")
Exports = dict[str, list[ExportRound]]
Storms = dict[str, list[StormRound]]


def in_turn(things: Sequence[Thing], number: int) -> list[Thing]:
    """Each round begins with another."""
    start = number % len(things)
    return [*things[start:], *things[:start]]


def measure_exports(
    named: Sequence[Exporter], receiver: Receiver, directory: Path, count: int, rounds: int
) -> Exports:
    results: Exports = {exporter.name: [] for exporter in named}
    for number in range(rounds):
        for exporter in in_turn(named, number):
            results[exporter.name].append(ExportRound(
                exporter.export(receiver, directory, count),
                exporter.export(receiver, directory, max(1, count // SMALL_PART))))
        said = [f"{name} {done[-1].cpu_ns_per_span / 1e3:.2f} µs" for name, done in results.items()]
        print(f"round {number + 1} of {rounds}: {', '.join(said)}", file=sys.stderr)
    return results


def storm_once(sonde: Sonde, receiver: Receiver, workshop: Workshop, count: int) -> StormRound:
    samples, spans, lost = [], 0, 0
    for size in (count, max(1, count // SMALL_PART)):
        os.sync()
        receiver.take()
        samples.append(sonde.storm(workshop, size))
        spans += receiver.take()["traces"]
        said = (workshop.directory / "sonde.err").read_text(errors="replace")
        lost += samples[-1].own_losses + sum(int(number) for number in LOST.findall(said))
    return StormRound(*samples, spans, lost)


def measure_storms(
    binary: Path, receiver: Receiver, workshop: Workshop, count: int, rounds: int
) -> Storms:
    everything = workshop.directory / "every-process.toml"
    everything.write_text(EVERY_PROCESS)
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": receiver.places["http/protobuf"]}
    ways = {
        STORED: Sonde(binary),
        "exported": Sonde(binary, environment=environment),
        "exported, every process": Sonde(binary, ["--config", str(everything)], environment),
    }
    ways[STORED].storm(workshop, count // SMALL_PART)  # the caches are warm for whoever is first
    results: Storms = {name: [] for name in ways}
    for number in range(rounds):
        for name, sonde in in_turn(list(ways.items()), number):
            results[name].append(storm_once(sonde, receiver, workshop, count))
        said = [f"{name} {done[-1].cpu_ns_per_process / 1e3:.1f} µs"
                for name, done in results.items()]
        print(f"round {number + 1} of {rounds}: {', '.join(said)}", file=sys.stderr)
    return results


def times_cheaper(exports: Exports, name: str) -> Spread:
    """How many times what it costs the SDK costs, by the same protocol in the same round."""
    protocol = name.rpartition(": ")[2]
    peer = exports[f"SDK for Python: {protocol}"]
    return Spread.of([other.cpu_ns_per_span / own.cpu_ns_per_span
                      for own, other in zip(exports[name], peer, strict=True)])


def to_stored(storms: Storms, name: str) -> Spread:
    return Spread.of([own.cpu_ns_per_process / other.cpu_ns_per_process
                      for own, other in zip(storms[name], storms[STORED], strict=True)])


def export_table(exports: Exports) -> str:
    rows = [
        [
            name, Spread.of([each.per_second / 1e3 for each in rounds]).show(1),
            Spread.of([each.cpu_ns_per_span / 1e3 for each in rounds]).show(2),
            times_cheaper(exports, name).show(1),
            f"{max(each.large.peak_kib for each in rounds) * 1024 / 1e6:.0f}",
            str(sum(each.lost for each in rounds)),
        ]
        for name, rounds in exports.items()
    ]
    return table(["exporter", "thousand spans a second", "CPU per span, µs",
                  "times cheaper than the SDK", "peak memory, MB", "lost"], rows)


def storm_table(storms: Storms) -> str:
    rows = [
        [
            name, Spread.of([each.cpu_ns_per_process / 1e3 for each in rounds]).show(1),
            to_stored(storms, name).show(3),
            f"{max(each.large.peak_kib for each in rounds) * 1024 / 1e6:.0f}",
            f"{sum(each.seen for each in rounds)} of {sum(each.expected for each in rounds)}",
            str(sum(each.spans for each in rounds)), str(sum(each.lost for each in rounds)),
        ]
        for name, rounds in storms.items()
    ]
    return table(["storm", "CPU per process, µs", "of storing alone", "peak memory, MB", "stored",
                  "spans received", "lost"], rows)


def budgets(exports: Exports, storms: Storms) -> list[Budget]:
    found = []
    for name in exports:
        if name.startswith("sonde"):
            times = times_cheaper(exports, name).median
            found.append(Budget(f"cheaper than the SDK: {name}", f"≥ {CHEAPER:.0f} times",
                                f"{times:.1f} times", times >= CHEAPER))
    if storms:
        share = to_stored(storms, "exported").median
        found.append(Budget("the storm exported, to stored alone", f"< {MORE:.2f}",
                            f"{share:.3f}", 0 < share < MORE))
    lost = sum(each.lost for rounds in (*exports.values(), *storms.values()) for each in rounds)
    found.append(Budget("lost", "0", str(lost), not lost))
    if storms:
        every = storms["exported, every process"]
        # And one for each run.
        spans, due = sum(each.spans for each in every), sum(each.seen + 2 for each in every)
        found.append(Budget("every process a span", "as many as stored", f"{spans} of {due}",
                            spans == due))
    return found


def describe(
    machine: Machine, arguments: argparse.Namespace, versions: str, exports: Exports, storms: Storms
) -> str:
    parts = ["## Exporting telemetry", f"{machine.describe()}; {versions}."]
    if exports:
        parts += [
            f"{arguments.spans} spans of ten attributes in batches of 512, made and sent, to a "
            f"receiver in Python; medians (least to greatest) of {arguments.rounds} rounds, ratios "
            "against the same protocol in the same round.", export_table(exports)]
    if storms:
        parts += [
            f"A storm of {arguments.processes} processes, two at a time, over "
            f"{PROTOCOLS['http/protobuf']} to the same receiver; all three signals; medians (least "
            f"to greatest) of {arguments.storm_rounds} rounds, ratios against the same round.",
            storm_table(storms)]
    return "\n\n".join([*parts, budget_table(budgets(exports, storms))])


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--spans", type=positive, default=50_000)
    parser.add_argument("--rounds", type=positive, default=7, help="of exports")
    parser.add_argument("--processes", type=positive, default=50_000, help="of a storm")
    parser.add_argument("--storm-rounds", type=positive, default=7)
    parser.add_argument("--only", choices=["exports", "storms"])
    parser.add_argument("--sonde", type=Path, default=ROOT / ".build/release/sonde")
    parser.add_argument("--program", type=Path, default=ROOT / ".build/release/ExportSpans")
    parser.add_argument("--python", default=str(ROOT / ".build/bench-python/bin/python"),
                        help="one that has OpenTelemetry's SDK")
    parser.add_argument("--directory", type=Path, help="where programs and records are put")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables in a document")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measurement")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a budget is broken")
    return parser.parse_args()


def versions(arguments: argparse.Namespace) -> str:
    sonde = Sonde(arguments.sonde.resolve())
    if reason := sonde.missing():
        raise BenchmarkError(reason)
    if arguments.only != "storms" and not os.access(arguments.program, os.X_OK):
        raise BenchmarkError(f"no program {arguments.program}: swift build -c release --product "
                             "ExportSpans, or name one with --program")
    return f"{sonde.version()}, {sdk_version(arguments.python)}"


def measure(arguments: argparse.Namespace, place: Path) -> tuple[Exports, Storms]:
    exports, storms = {}, {}
    with Receiver(arguments.python, place) as receiver:
        if arguments.only != "storms":
            named = exporters(arguments.program.resolve(), arguments.python)
            exports = measure_exports(named, receiver, place, arguments.spans, arguments.rounds)
        if arguments.only != "exports":
            workshop = Workshop(place, parallel=2)
            storms = measure_storms(arguments.sonde.resolve(), receiver, workshop,
                                    arguments.processes, arguments.storm_rounds)
    return exports, storms


def run(arguments: argparse.Namespace) -> bool:
    """Returns whether every budget holds."""
    require_root()
    said = versions(arguments)
    offer_tracepoints()
    with tempfile.TemporaryDirectory(prefix="sonde-bench-", dir=arguments.directory) as name:
        machine = this_machine(Path(name))
        exports, storms = measure(arguments, Path(name))
    text = describe(machine, arguments, said, exports, storms)
    print(text)
    if arguments.write:
        write_section(arguments.write, "telemetry", text)
    if arguments.json:
        everything = {
            "machine": asdict(machine), "versions": said,
            "rounds": {name: [asdict(each) for each in rounds]
                       for name, rounds in (exports | storms).items()},
        }
        arguments.json.write_text(json.dumps(everything, indent=2) + "\n")
    return all(budget.holds for budget in budgets(exports, storms))


def main() -> int:
    arguments = parse_arguments()
    try:
        held = run(arguments)
    except BenchmarkError as error:
        print(f"telemetry: {error}", file=sys.stderr)
        return 2
    return 1 if arguments.check and not held else 0


if __name__ == "__main__":
    sys.exit(main())
