#!/usr/bin/env python3
"""What coverage of functions costs: programs of others under `sonde coverage run` at several
budgets, and programs written to be hard on it."""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path

from coverage_loads import Load, loads
from coverage_programs import busy, many_functions, one_after_the_other
from coverage_tables import (
    BARE, DEFAULT, KEPT, Programs, Rounds, attach_table, busy_table, cost_table, hot_table,
    load_budgets, program_budgets, sight_table,
)
from covering import Covered, Covering
from machine import Machine, require_root, this_machine
from measure import BenchmarkError, first_line, positive
from report import Budget, budget_table, write_section

ROOT = Path(__file__).resolve().parent.parent
BUDGETS = {"1 %": "1%", DEFAULT: "5%", "none": "none"}
BUSY_CALLS = 30_000_000
BUSY_STEPS = 85
"""About 100 ns: the function is called 10,000,000 times a second."""
HOT_CALLS = 262_144
HOT_STEPS = 10
"""About 12 ns."""

Way = Callable[[], Covered]


def in_rounds(what: str, ways: Mapping[str, Way], rounds: int) -> Rounds:
    """Each round begins with another way; what is in no round warms the caches."""
    order = list(ways)
    ways[order[0]]()
    results: Rounds = {name: [] for name in order}
    for number in range(rounds):
        start = number % len(order)
        for name in [*order[start:], *order[:start]]:
            results[name].append(ways[name]())
        said = [f"{name} {'> ' if runs[-1].cut_off else ''}{runs[-1].wall:.2f} s"
                for name, runs in results.items()]
        print(f"{what}, round {number + 1} of {rounds}: {', '.join(said)}", file=sys.stderr)
    return results


def ways(
    covering: Covering, command: Sequence[str], scope: Sequence[str], budgets: Sequence[str]
) -> dict[str, Way]:
    return {BARE: partial(covering.bare, command)} | {
        name: partial(covering.cover, command, [*scope, "--budget", BUDGETS[name]])
        for name in budgets
    }


def measure_load(covering: Covering, load: Load, arguments: argparse.Namespace) -> Rounds:
    chosen = ways(covering, load.command, load.scope, list(BUDGETS))
    if arguments.keep_limit:
        options = [*load.scope, "--budget", "none", "--keep-probes"]
        chosen[KEPT] = partial(covering.cover, load.command, options, arguments.keep_limit)
    return in_rounds(load.name, chosen, arguments.rounds)


def measure_programs(covering: Covering, place: Path, arguments: argparse.Namespace) -> Programs:
    few, many = (many_functions(place, count) for count in (1, arguments.functions))
    attached = in_rounds("attaching", {
        "few": partial(covering.cover, [str(few)], []),
        "many": partial(covering.cover, [str(many)], []),
    }, arguments.rounds)
    often = busy(place, BUSY_CALLS, BUSY_CALLS // 6, BUSY_STEPS)
    worst = one_after_the_other(place, arguments.hot_functions, HOT_CALLS, HOT_STEPS)
    return Programs(
        few=attached["few"], many=attached["many"], functions=arguments.functions,
        busy=in_rounds("busy", ways(covering, [str(often)], [], [DEFAULT]), arguments.rounds),
        calls=BUSY_CALLS,
        hot=in_rounds("hot", ways(covering, [str(worst)], [], [DEFAULT, "none"]),
                      arguments.rounds))


def describe_loads(results: Mapping[str, Rounds], arguments: argparse.Namespace) -> list[str]:
    kept = (
        f" Probes that are kept were looked at for {arguments.keep_limit:.0f} s at most; what was "
        "cut off then is at least (>) what it says." if arguments.keep_limit else "")
    return [
        "Programs as Debian ships them, every function of theirs in scope; of the whole command "
        f"unless it says alone; medians (least to greatest) of {arguments.rounds} rounds, ratios "
        f"and differences against the bare run of the same round.{kept}",
        cost_table(results), sight_table(results)]


def describe_programs(programs: Programs, arguments: argparse.Namespace) -> list[str]:
    return [
        "How long attaching takes: programs that call nothing but `main`; the difference is that "
        "of the same round.",
        attach_table(programs),
        "A function of some 100 ns that is called all the time, by its own clock; it is called "
        f"{BUSY_CALLS:,} times.",
        busy_table(programs),
        f"The worst case, made on purpose: {arguments.hot_functions} functions of some 12 ns, each "
        f"called {HOT_CALLS:,} times in a row and never again; by the program's own clock.",
        hot_table(programs)]


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=positive, default=5)
    parser.add_argument("--only", choices=["loads", "programs"])
    parser.add_argument("--passes", type=positive, default=130, help="of the interpreter's load")
    parser.add_argument("--compiled", type=positive, default=300, help="functions to compile")
    parser.add_argument("--keep-limit", type=float, default=30.0, metavar="SECONDS",
                        help="of runs that keep their probes; 0 leaves them out (default: 30)")
    parser.add_argument("--functions", type=positive, default=10_000, help="to attach")
    parser.add_argument("--hot-functions", type=positive, default=400, help="of the worst case")
    parser.add_argument("--sonde", type=Path, default=ROOT / ".build/release/sonde")
    parser.add_argument("--directory", type=Path, help="where programs and records are put")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables in a document")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measurement")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a budget is broken")
    return parser.parse_args()


def versions(arguments: argparse.Namespace, named: Sequence[Load]) -> str:
    sonde = f"sonde {first_line([str(arguments.sonde.resolve()), '--version'])}"
    return ", ".join(dict.fromkeys([sonde, *(load.version for load in named)]))


def write_out(
    arguments: argparse.Namespace, machine: Machine, said: str, loaded: Mapping[str, Rounds],
    programs: Programs | None, text: str
) -> None:
    print(text)
    if arguments.write:
        write_section(arguments.write, "coverage", text)
    if arguments.json:
        everything = {
            "machine": asdict(machine), "versions": said,
            "loads": {name: {way: [asdict(run) for run in runs] for way, runs in rounds.items()}
                      for name, rounds in loaded.items()},
            "programs": asdict(programs) if programs else None,
        }
        arguments.json.write_text(json.dumps(everything, indent=2) + "\n")


def run(arguments: argparse.Namespace) -> bool:
    """Returns whether every budget holds."""
    require_root()
    if not os.access(arguments.sonde, os.X_OK):
        raise BenchmarkError(f"no program {arguments.sonde}: swift build -c release, or name one "
                             "with --sonde")
    loaded: dict[str, Rounds] = {}
    programs, named = None, []
    with tempfile.TemporaryDirectory(prefix="sonde-bench-", dir=arguments.directory) as name:
        place = Path(name)
        machine = this_machine(place)
        covering = Covering(arguments.sonde.resolve(), place)
        if arguments.only != "programs":
            named = loads(place, arguments.passes, arguments.compiled)
            loaded = {load.name: measure_load(covering, load, arguments) for load in named}
        if arguments.only != "loads":
            programs = measure_programs(covering, place, arguments)
    said = versions(arguments, named)
    parts = ["## Coverage of functions", f"{machine.describe()}; {said}."]
    budgets: list[Budget] = []
    if loaded:
        parts += describe_loads(loaded, arguments)
        budgets += load_budgets(loaded, named[0].name, named[1].name)
    if programs:
        parts += describe_programs(programs, arguments)
        budgets += program_budgets(programs)
    text = "\n\n".join([*parts, budget_table(budgets)])
    write_out(arguments, machine, said, loaded, programs, text)
    return all(budget.holds for budget in budgets)


def main() -> int:
    arguments = parse_arguments()
    try:
        held = run(arguments)
    except BenchmarkError as error:
        print(f"coverage: {error}", file=sys.stderr)
        return 2
    return 1 if arguments.check and not held else 0


if __name__ == "__main__":
    sys.exit(main())
