"""The questions: their options, their SQL, and how answers are printed. Knows no engine."""

from __future__ import annotations

import argparse
import csv
import json
import os
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, Protocol, TextIO

QUERIES = Path(__file__).resolve().parent / "queries"
EVERYTHING = 2_000_000_000
"""Rows, where --top is not given. Spark's limits are of 32 bits."""
ANY_DATE = "0000-00-00"
PATTERN_CHARACTERS = set("*?[]{}\\")

PROCESS_COLUMNS = {"run_id", "tool", "pipeline", "execs", "exit_code", "signal", "signal_name",
                   "oom_killed", "duration_s", "cpu_user_s", "cpu_system_s", "peak_rss_bytes",
                   "read_bytes", "write_bytes"}
RUN_COLUMNS = {"run_id", "pipeline", "complete", "lost_events"}
LIBRARY_COLUMNS = {"run_id", "process_id", "kind", "name", "version"}

Row = Sequence[Any]


class FleetError(Exception):
    """What went wrong, for the user. Wrong use ends with 2, as a wrong dataset does."""

    def __init__(self, message: str, status: int = 2) -> None:
        super().__init__(message)
        self.status = status


@dataclass(frozen=True)
class Answer:
    columns: list[str]
    rows: list[Row]


@dataclass(frozen=True)
class Question:
    name: str
    meaning: str
    tables: Mapping[str, set[str]]
    """Which tables it reads, and the columns that they must have."""


QUESTIONS = {
    question.name: question
    for question in (
        Question("executions", "what each tool of each pipeline has cost",
                 {"processes": PROCESS_COLUMNS, "runs": RUN_COLUMNS}),
        Question("libraries", "the libraries used most",
                 {"libraries": LIBRARY_COLUMNS, "runs": RUN_COLUMNS}),
        Question("failures", "exit codes, signals and lack of memory, by tool and host",
                 {"processes": PROCESS_COLUMNS, "runs": RUN_COLUMNS}),
    )
}


class Engine(Protocol):
    """What a runner provides."""

    def open_table(self, name: str) -> set[str]:
        """Makes a table of the dataset known as a view; returns the columns of its files.

        The view has the columns host and date, both text, and run_key.
        """

    def ask(self, sql: str, parameters: Mapping[str, str | int]) -> Answer:
        """Runs a statement whose parameters are written :name."""


@dataclass(frozen=True)
class Options:
    question: Question
    dataset: str
    parameters: dict[str, str | int]
    output: str
    file: str | None


def arguments(engine: str) -> argparse.ArgumentParser:
    """The options that all runners have."""
    parser = argparse.ArgumentParser(
        description=f"Asks a dataset of many hosts with {engine}.",
        epilog="questions: " + "; ".join(f"{q.name}: {q.meaning}" for q in QUESTIONS.values()))
    parser.add_argument("question", choices=QUESTIONS, metavar="QUESTION",
                        help=", ".join(QUESTIONS))
    parser.add_argument("dataset", help="a directory that `sonde export --dataset` wrote")
    parser.add_argument("--since", type=day, metavar="YYYY-MM-DD",
                        help="only runs that began on this day (UTC) or later")
    parser.add_argument("--pipeline", type=filled, help="only this pipeline")
    parser.add_argument("--host", type=filled, help="only this host")
    parser.add_argument("--top", type=positive, metavar="N",
                        help="only the first N rows")
    parser.add_argument("--by", choices=["processes", "runs", "hosts"], default="processes",
                        help="the order of libraries")
    parser.add_argument("--output", choices=["table", "csv", "json"], default="table")
    parser.add_argument("--to", metavar="FILE", help="write there, not to standard output, where "
                        "spark-submit mixes in what is said to standard error")
    return parser


def day(text: str) -> str:
    """A date, as the directories of a dataset are named."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as error:
        message = f"'{text}' is not a date; write it like 2026-01-31"
        raise argparse.ArgumentTypeError(message) from error


def filled(text: str) -> str:
    """Nothing stands for no filter, so it cannot be asked for."""
    if not text:
        raise argparse.ArgumentTypeError("must not be empty")
    return text


def positive(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,9}", text) or int(text) == 0:
        raise argparse.ArgumentTypeError(f"'{text}' is not a number above 0")
    return int(text)


def options(parsed: argparse.Namespace) -> Options:
    parameters = {
        "since": parsed.since or ANY_DATE, "pipeline": parsed.pipeline or "",
        "host": parsed.host or "", "top": parsed.top or EVERYTHING, "by": parsed.by}
    return Options(QUESTIONS[parsed.question], parsed.dataset, parameters, parsed.output, parsed.to)


def is_remote(dataset: str) -> bool:
    return re.match(r"[a-z][a-z0-9+.-]*://", dataset) is not None


def check_dataset(dataset: str) -> None:
    """Finds what an engine would say less plainly, or not at all."""
    if is_remote(dataset):
        return
    if PATTERN_CHARACTERS & set(os.path.abspath(dataset)):
        raise FleetError(f"{dataset}: the path has characters that engines take for patterns "
                         "(*?[]{}\\); name a link to it that has none")
    if not os.path.isdir(dataset):
        raise FleetError(f"{dataset} is not a directory; `sonde export --dataset {dataset}` "
                         "makes one")


def missing_table(dataset: str, table: str) -> FleetError:
    return FleetError(f"{dataset} has no table={table}: nothing was exported that has {table}")


def has_parts(dataset: str, table: str) -> bool:
    return any(Path(dataset, f"table={table}").glob("host=*/date=*/part-*.parquet"))


def open_tables(engine: Engine, dataset: str, question: Question) -> None:
    for table, wanted in question.tables.items():
        if not is_remote(dataset) and not has_parts(dataset, table):
            raise missing_table(dataset, table)
        missing = sorted(wanted - engine.open_table(table))
        if missing:
            raise FleetError(f"{dataset}/table={table} has no column {', '.join(missing)}: "
                             "it was exported by another version of sonde")


def split_parameters(sql: str) -> list[str]:
    """Splits a statement so that every second part is a parameter's name.

    Comments are taken out first: they may hold colons and quotes.
    """
    bare = re.sub(r"--[^\n]*", "", sql)
    return re.split(r"(?<![:\w]):([a-z_]+)\b", bare)


def statement(name: str) -> str:
    return (QUERIES / f"{name}.sql").read_text(encoding="utf-8")


def write(answer: Answer, form: str, out: TextIO) -> None:
    if form == "json":
        records = [dict(zip(answer.columns, row, strict=True)) for row in answer.rows]
        json.dump(records, out, ensure_ascii=False, indent=1, allow_nan=False)
        out.write("\n")
    elif form == "csv":
        # csv writes None as nothing, which is what an empty text is as well.
        writer = csv.writer(out, lineterminator="\r\n")
        writer.writerow(answer.columns)
        writer.writerows(answer.rows)
    else:
        write_table(answer, out)


def write_table(answer: Answer, out: TextIO) -> None:
    texts = [answer.columns] + [[cell(value) for value in row] for row in answer.rows]
    widths = [max(len(row[i]) for row in texts) for i in range(len(answer.columns))]
    right = [all(isinstance(row[i], (int, float, type(None))) for row in answer.rows)
             for i in range(len(answer.columns))]
    for row in texts:
        padded = [text.rjust(width) if is_right else text.ljust(width)
                  for text, width, is_right in zip(row, widths, right, strict=True)]
        out.write("  ".join(padded).rstrip() + "\n")


def cell(value: Any) -> str:
    """For people: three decimals, and nothing that a terminal would obey."""
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:.3f}"
    return "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in str(value))


def tell_completeness(answer: Answer) -> None:
    """Totals are too small where events were lost: that must not go unsaid."""
    runs, incomplete, lost = (value or 0 for value in answer.rows[0])
    if incomplete or lost:
        print(f"note: {incomplete} of {runs} runs are incomplete, {lost} events were lost: "
              "these numbers can be too small", file=sys.stderr)


def answer_question(engine: Engine, chosen: Options) -> None:
    open_tables(engine, chosen.dataset, chosen.question)
    answer = engine.ask(statement(chosen.question.name), chosen.parameters)
    tell_completeness(engine.ask(statement("completeness"), chosen.parameters))
    if chosen.file is None:
        write(answer, chosen.output, sys.stdout)
        sys.stdout.flush()
        return
    try:
        with open(chosen.file, "w", encoding="utf-8", newline="") as out:
            write(answer, chosen.output, out)
    except OSError as error:
        raise FleetError(f"cannot write {chosen.file}: {error.strerror}", status=1) from error


def end(error: FleetError) -> NoReturn:
    print(f"{Path(sys.argv[0]).name}: {error}", file=sys.stderr)
    sys.exit(error.status)
