"""What was measured of coverage, as tables and budgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from covering import Covered
from report import Budget, Spread, table

BARE = "bare"
DEFAULT = "5 %, the default"
KEPT = "none, probes kept"
RATIO = 1.05
SHORT_ADDS = 0.4
ATTACHING = 0.2
WORST = 1.3

Rounds = dict[str, list[Covered]]
"""The runs of each way to run a command; those of one index are of one round."""


@dataclass(frozen=True)
class Programs:
    """Rounds of the programs that were written for it."""

    few: list[Covered]
    many: list[Covered]
    functions: int
    """Of the program that has many."""
    busy: Rounds
    calls: int
    """Of the busy function, a run; a sixth of them are the first."""
    hot: Rounds


def paired(rounds: Rounds, way: str, value: Callable[[Covered, Covered], float]) -> Spread:
    """Of the run and the bare run of its round."""
    return Spread.of([value(own, bare)
                      for own, bare in zip(rounds[way], rounds[BARE], strict=True)])


def to_bare(rounds: Rounds, way: str) -> Spread:
    return paired(rounds, way, lambda own, bare: own.wall / bare.wall)


def added(rounds: Rounds, way: str) -> Spread:
    return paired(rounds, way, lambda own, bare: own.wall - bare.wall)


def show(spread: Spread, runs: Sequence[Covered], digits: int) -> str:
    """Where a run was cut off, it is more than what can be said."""
    return ("> " if any(run.cut_off for run in runs) else "") + spread.show(digits)


def middle(values: Sequence[float], digits: int) -> str:
    return f"{Spread.of(values).median:.{digits}f}"


def cost_table(loads: Mapping[str, Rounds]) -> str:
    rows = []
    for load, rounds in loads.items():
        for way, runs in rounds.items():
            wall = show(Spread.of([run.wall for run in runs]), runs, 2)
            if way == BARE:
                rows.append([load, way, wall, "1", "", "", "", ""])
                continue
            alone = paired(rounds, way, lambda own, bare: own.alone - bare.wall)
            rows.append([
                load, way, wall, show(to_bare(rounds, way), runs, 3),
                show(added(rounds, way), runs, 2), show(alone, runs, 2),
                middle([run.attach for run in runs], 2),
                middle([run.attaching for run in runs], 3)])
    return table(["program", "budget", "wall, s", "to bare", "added, s", "added to it alone, s",
                  "until it began, s", "of that attaching, s"], rows)


def sight_table(loads: Mapping[str, Rounds]) -> str:
    rows = []
    for load, rounds in loads.items():
        for way, runs in rounds.items():
            if way == BARE:
                continue
            nearly = [run.nearly_all for run in runs if run.nearly_all is not None]
            rows.append([
                load, way, middle([run.hit for run in runs], 0), str(runs[-1].in_scope),
                middle([run.not_watched for run in runs], 0),
                middle([run.deferred for run in runs], 0),
                Spread.of(nearly).show(2) if nearly else "nothing seen",
                middle([run.fired for run in runs], 0), str(sum(run.foreign for run in runs)),
                str(sum(run.lost for run in runs))])
    return table(["program", "budget", "functions seen", "in scope", "not watched in the end",
                  "put off, at most", "90 % of what was seen after, s", "probes fired",
                  "of them of others", "lost"], rows)


def attach_table(programs: Programs) -> str:
    rows = [
        [f"{count:,}", Spread.of([run.attach for run in runs]).show(3),
         Spread.of([run.attaching for run in runs]).show(3),
         Spread.of([run.wall for run in runs]).show(3), str(sum(run.lost for run in runs))]
        for count, runs in ((1, programs.few), (programs.functions, programs.many))
    ]
    rows.append(["the difference", attach_difference(programs).show(3),
                 difference(programs, lambda run: run.attaching).show(3),
                 difference(programs, lambda run: run.wall).show(3), ""])
    return table(["functions beside main", "until the program began, s", "of that attaching, s",
                  "wall, s", "lost"], rows)


def difference(programs: Programs, value: Callable[[Covered], float]) -> Spread:
    """Of many functions and one, in the same round."""
    return Spread.of([value(many) - value(few)
                      for many, few in zip(programs.many, programs.few, strict=True)])


def attach_difference(programs: Programs) -> Spread:
    return difference(programs, lambda run: run.attach)


def busy_table(programs: Programs) -> str:
    rows = []
    for way, runs in programs.busy.items():
        rate = Spread.of([programs.calls / sum(run.said.values()) / 1e6 for run in runs])
        row = [way, rate.show(1)]
        if way == BARE:
            rows.append([*row, "", "", "", ""])
            continue
        first = paired(programs.busy, way,
                       lambda own, bare: (own.said["first_s"] - bare.said["first_s"]) * 1e3)
        rest = paired(programs.busy, way,
                      lambda own, bare: own.said["rest_s"] / bare.said["rest_s"])
        rows.append([*row, first.show(1), rest.show(3), middle([run.fired for run in runs], 0),
                     str(sum(run.lost for run in runs))])
    return table(["budget", "million calls a second", "added to the first sixth, ms",
                  "the rest, to bare", "probes fired", "lost"], rows)


def hot_ratio(programs: Programs, way: str) -> Spread:
    return paired(programs.hot, way, lambda own, bare: own.said["all_s"] / bare.said["all_s"])


def hot_table(programs: Programs) -> str:
    rows = []
    for way, runs in programs.hot.items():
        row = [way, Spread.of([run.said["all_s"] for run in runs]).show(2)]
        rows.append([*row, "1", "", "", "", ""] if way == BARE else [
            *row, hot_ratio(programs, way).show(3), middle([run.fired for run in runs], 0),
            middle([run.hit for run in runs], 0), middle([run.deferred for run in runs], 0),
            str(sum(run.lost for run in runs))])
    return table(["budget", "time, s", "to bare", "probes fired", "functions seen",
                  "put off, at most", "lost"], rows)


def load_budgets(loads: Mapping[str, Rounds], long: str, short: str) -> list[Budget]:
    ratio, more = to_bare(loads[long], DEFAULT).median, added(loads[short], DEFAULT).median
    lost = sum(run.lost for rounds in loads.values() for runs in rounds.values() for run in runs)
    return [
        Budget(f"{long}: the whole command, to bare", f"≤ {RATIO:.2f}", f"{ratio:.3f}",
               ratio <= RATIO),
        Budget(f"{short}: added to the whole command", f"≤ {SHORT_ADDS:.1f} s", f"{more:.2f} s",
               more <= SHORT_ADDS),
        Budget("lost", "0", str(lost), not lost),
    ]


def program_budgets(programs: Programs) -> list[Budget]:
    attach, worst = attach_difference(programs).median, hot_ratio(programs, DEFAULT).median
    put_off = min(run.deferred for run in programs.hot[DEFAULT])
    lost = sum(run.lost for runs in (programs.few, programs.many, *programs.busy.values(),
                                     *programs.hot.values()) for run in runs)
    return [
        Budget(f"{programs.functions:,} functions attached", f"≤ {ATTACHING:.1f} s",
               f"{attach:.3f} s", attach <= ATTACHING),
        Budget("one new hot function after the other, to bare", f"≤ {WORST:.1f}, or put off",
               f"{worst:.3f}, {put_off} put off", worst <= WORST or put_off > 0),
        Budget("lost of the programs written for it", "0", str(lost), not lost),
    ]
