#!/usr/bin/env python3
"""How long an analysis of a million processes takes: Sonde, plain SQL in sqlite3, DuckDB."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from analyze_sql import BY_TOOL, LIBRARIES, RUN_BY_TOOL, duckdb_script
from machine import Machine, this_machine
from measure import BenchmarkError, first_line, positive
from report import Budget, Spread, budget_table, table, write_section

ROOT = Path(__file__).resolve().parent.parent
NAMES = ["sonde", "sqlite3", "duckdb"]
LIMIT_S = 1.0


@dataclass(frozen=True)
class Question:
    """Something asked of a database, in each candidate's words."""

    name: str
    database: str
    sonde: tuple[str, ...]
    sql: str


@dataclass(frozen=True)
class Cost:
    """One answer: the process's life, its CPU time, its greatest memory."""

    wall_s: float
    cpu_s: float
    peak_mb: float
    answer: bytes


@dataclass(frozen=True)
class Summary:
    question: str
    candidate: str
    wall_s: Spread
    cpu_s: Spread
    peak_mb: float
    times_sonde: float

    def row(self) -> list[str]:
        return [
            f"{self.question}: {self.candidate}", self.wall_s.show(2), self.cpu_s.show(2),
            f"{self.peak_mb:.0f}", f"{self.times_sonde:.1f}",
        ]


def questions(middle_run: int) -> list[Question]:
    run = str(middle_run)
    return [
        Question("all runs, by tool", "many", ("executions",), BY_TOOL),
        Question(
            "one of the runs", "many", ("executions", "--run", run),
            RUN_BY_TOOL.replace("RUN", run)),
        Question("libraries", "many", ("libraries",), LIBRARIES),
        Question("one run of all, with its path", "one", ("executions", "--run", "latest"), BY_TOOL),
    ]


def command(candidate: str, question: Question, path: Path, arguments: argparse.Namespace,
            place: Path) -> list[str]:
    if candidate == "sonde":
        return [str(arguments.sonde.resolve()), "analyze", *question.sonde, "--json", "--db",
                str(path)]
    if candidate == "sqlite3":
        return ["sqlite3", "-readonly", "-json", str(path), question.sql]
    script = place / "duckdb_question.py"
    script.write_text(duckdb_script(path, question.sql, arguments.duckdb_extension))
    return [arguments.duckdb_python, str(script)]


def measure(words: Sequence[str], place: Path) -> Cost:
    """Runs a command; it has to succeed."""
    output = place / "answer"
    with output.open("wb") as sink, (place / "errors").open("wb") as errors:
        begin = time.monotonic()
        process = subprocess.Popen(words, stdout=sink, stderr=errors)
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.monotonic() - begin
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        said = (place / "errors").read_text(errors="replace").strip()
        raise BenchmarkError(f"{' '.join(words)[:200]} failed: {said}")
    cpu = usage.ru_utime + usage.ru_stime
    return Cost(wall, cpu, usage.ru_maxrss * 1024 / 1e6, output.read_bytes())


def check_agreement(question: Question, answers: dict[str, bytes]) -> None:
    """The same tools with the same counts, sums and percentiles, or the times mean nothing."""
    if "executions" not in question.sonde or "sonde" not in answers:
        return
    sonde = {
        tool["tool"]: (
            tool["processes"], round(tool["wall_s"]["sum"], 6), round(tool["wall_s"]["p95"], 6),
            round(tool["cpu_s"]["p50"], 6), tool["peak_rss_bytes"]["p95"])
        for tool in json.loads(answers["sonde"])["tools"]
    }
    for name, answer in answers.items():
        if name == "sonde":
            continue
        other = {
            row["tool"]: (
                row["processes"], round(row["wall"] / 1e9, 6), round(row["wall_p95"] / 1e9, 6),
                round(row["cpu_p50"] / 1e9, 6), row["peak_p95"])
            for row in json.loads(answer)
        }
        if other != sonde:
            raise BenchmarkError(f"{question.name}: {name} and sonde do not agree")


def run_rounds(
    asked: Sequence[Question], databases: dict[str, Path], arguments: argparse.Namespace,
    place: Path,
) -> dict[tuple[str, str], list[Cost]]:
    """Every candidate once in every round, after one round that warms the caches."""
    results: dict[tuple[str, str], list[Cost]] = {}
    for number in range(arguments.rounds + 1):
        for question in asked:
            answers = {}
            for name in arguments.only:
                words = command(name, question, databases[question.database], arguments, place)
                cost = measure(words, place)
                answers[name] = cost.answer
                if number > 0:
                    results.setdefault((question.name, name), []).append(cost)
            check_agreement(question, answers)
        print(f"round {number} of {arguments.rounds}", file=sys.stderr)
    return results


def summarise(results: dict[tuple[str, str], list[Cost]]) -> list[Summary]:
    summaries = []
    for (question, name), costs in results.items():
        own = Spread.of([cost.wall_s for cost in results.get((question, "sonde"), costs)])
        wall = Spread.of([cost.wall_s for cost in costs])
        summaries.append(Summary(
            question, name, wall, Spread.of([cost.cpu_s for cost in costs]),
            max(cost.peak_mb for cost in costs), wall.median / own.median))
    return summaries


def budgets(summaries: Sequence[Summary]) -> list[Budget]:
    return [
        Budget(each.question, f"≤ {LIMIT_S:.0f} s", f"{each.wall_s.median:.2f} s",
               each.wall_s.median <= LIMIT_S)
        for each in summaries if each.candidate == "sonde"
    ]


def describe(
    machine: Machine, arguments: argparse.Namespace, versions: Sequence[str],
    summaries: Sequence[Summary],
) -> str:
    return "\n\n".join([
        "## Analyses of a million processes",
        f"{machine.describe()}; {', '.join(versions)}.",
        f"{arguments.runs} runs of {arguments.processes} processes, and one run of as many as all "
        f"of these; warm caches; the life of the whole program, interpreters included; medians "
        f"(least to greatest) of {arguments.rounds} rounds.",
        table(["question", "wall, s", "CPU, s", "peak memory, MB", "times Sonde's"],
              [summary.row() for summary in summaries]),
        budget_table(budgets(summaries)),
    ])


def make_databases(arguments: argparse.Namespace, place: Path) -> dict[str, Path]:
    """Those that are kept from an earlier time are used again."""
    directory = arguments.keep or place
    shapes = {
        "many": (arguments.runs, arguments.processes),
        "one": (1, arguments.runs * arguments.processes),
    }
    databases = {}
    for name, (runs, processes) in shapes.items():
        databases[name] = directory / f"{name}-{runs}-{processes}.db"
        if not databases[name].exists():
            print(f"making {databases[name].name}", file=sys.stderr)
            make_database(databases[name], arguments.sonde.resolve(), runs, processes)
    return databases


def make_database(path: Path, sonde: Path, runs: int, processes: int) -> None:
    """In a program of its own: the peak memory of what is started later counts from ours."""
    words = [sys.executable, str(Path(__file__).resolve().parent / "make_database.py"), str(path),
             "--runs", str(runs), "--processes", str(processes), "--sonde", str(sonde)]
    if subprocess.run(words, check=False).returncode != 0:
        raise BenchmarkError(f"{path.name} could not be made")


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=positive, default=10_000)
    parser.add_argument("--processes", type=positive, default=100, help="in each run")
    parser.add_argument("--rounds", type=positive, default=5)
    parser.add_argument("--only", default=",".join(NAMES), help=f"some of {','.join(NAMES)}")
    parser.add_argument("--sonde", type=Path, default=ROOT / ".build/release/sonde")
    parser.add_argument("--duckdb-python", default=sys.executable, help="one that has duckdb")
    parser.add_argument("--duckdb-extension", help="DuckDB's sqlite_scanner, when it is a file")
    parser.add_argument("--keep", type=Path, help="where databases are kept for another time")
    parser.add_argument("--directory", type=Path, help="where files are put meanwhile")
    parser.add_argument("--write", type=Path, metavar="FILE", help="put the tables in a document")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every measurement")
    parser.add_argument("--check", action="store_true", help="exit with 1 if a budget is broken")
    arguments = parser.parse_args()
    wanted = set(arguments.only.split(","))
    if unknown := wanted - set(NAMES):
        parser.error(f"--only knows {', '.join(NAMES)}; not {', '.join(sorted(unknown))}")
    arguments.only = [name for name in NAMES if name in wanted]
    return arguments


def version(name: str, arguments: argparse.Namespace) -> str:
    if name == "duckdb":
        python = [arguments.duckdb_python, "-c", "import duckdb; print(duckdb.__version__)"]
        return f"DuckDB {first_line(python)}"
    if name == "sqlite3":
        return f"sqlite3 {first_line(['sqlite3', '--version']).split()[0]}"
    return f"sonde {first_line([str(arguments.sonde.resolve()), '--version'])}"


def run(arguments: argparse.Namespace) -> bool:
    """Returns whether every budget holds."""
    with tempfile.TemporaryDirectory(prefix="sonde-bench-", dir=arguments.directory) as directory:
        place = Path(directory)
        machine = this_machine(arguments.keep or place)
        databases = make_databases(arguments, place)
        asked = questions(arguments.runs // 2)
        summaries = summarise(run_rounds(asked, databases, arguments, place))
    text = describe(
        machine, arguments, [version(name, arguments) for name in arguments.only], summaries)
    print(text)
    if arguments.write:
        write_section(arguments.write, "analyze", text)
    if arguments.json:
        everything = {
            "machine": asdict(machine), "summaries": [asdict(summary) for summary in summaries]}
        arguments.json.write_text(json.dumps(everything, indent=2) + "\n")
    return all(budget.holds for budget in budgets(summaries))


def main() -> int:
    arguments = parse_arguments()
    try:
        held = run(arguments)
    except (BenchmarkError, FileNotFoundError) as error:
        print(f"analyze: {error}", file=sys.stderr)
        return 2
    return 1 if arguments.check and not held else 0


if __name__ == "__main__":
    sys.exit(main())
