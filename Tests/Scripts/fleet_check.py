#!/usr/bin/env python3
"""Compares what the fleet's queries say with what SQLite says of the source databases.

Several hosts are recorded with sonde, exported to a dataset, and every question is asked of every
engine named, with and without options. All numbers must be the same. Needs root.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

import fleet_dataset
import fleet_hosts
from checks import Check
from fleet_hosts import Database
from fleet_witness import Row, Witness

ROOT = Path(__file__).resolve().parent.parent.parent
FLEET = ROOT / "fleet"
HOSTILE = "lab/3 %é"
NEVER = "2999-01-01"

CASES: Sequence[tuple[str, Mapping[str, str]]] = (
    ("executions", {}),
    ("executions", {"pipeline": "alignment", "host": "007"}),
    ("executions", {"since": NEVER}),
    ("executions", {"since": "2020-02-29", "top": "2"}),
    ("libraries", {}),
    ("libraries", {"by": "runs", "pipeline": "quality"}),
    ("libraries", {"by": "hosts", "top": "3"}),
    ("failures", {}),
    ("failures", {"host": HOSTILE}),
)
MISTAKES: Sequence[tuple[Sequence[str], str]] = (
    (["executions", "{missing}"], "is not a directory"),
    (["libraries", "{partial}"], "has no table=libraries"),
    (["executions", "{partial}"], "has no column tool"),
    (["executions", "{dataset}", "--since", "2026-02-30"], "'2026-02-30' is not a date"),
    (["executions", "{dataset}", "--since", "yesterday"], "'yesterday' is not a date"),
    (["executions", "{dataset}", "--top", "0"], "'0' is not a number above 0"),
    (["executions", "{dataset}", "--pipeline", ""], "must not be empty"),
    (["guess", "{dataset}"], "guess"),
    (["executions"], "dataset"),
)


def run(
    command: Sequence[str], environment: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=180,
                          env=environment)


def compare(
    done: subprocess.CompletedProcess[str], expected: Sequence[Row]
) -> str | None:
    if done.returncode != 0:
        return f"ended with {done.returncode}: {done.stderr[-2000:]}"
    return difference([tuple(record.values()) for record in json.loads(done.stdout)], expected)


def difference(rows: Sequence[Row], expected: Sequence[Row]) -> str | None:
    """The first difference, value by value: floating-point numbers too must be the same."""
    for i, (row, wanted) in enumerate(zip(rows, expected)):
        if row != wanted:
            return f"row {i} is {row}, and in SQLite {wanted}"
    if len(rows) != len(expected):
        return f"{len(rows)} rows, and in SQLite {len(expected)}"
    return None


def written(options: Mapping[str, str]) -> list[str]:
    return [word for name, value in options.items() for word in (f"--{name}", value)]


def check_engine(
    check: Check, name: str, command: Sequence[str], dataset: Path, witness: Witness
) -> None:
    for question, options in CASES:
        words = [question, str(dataset), *written(options), "--output", "json"]
        check.expect(called(name, question, options),
                     compare(run([*command, *words]), witness.answer(question, options)))


def called(engine: str, question: str, options: Mapping[str, str]) -> str:
    return " ".join([engine, question, *written(options)])


def check_mistakes(check: Check, name: str, command: Sequence[str], dataset: Path) -> None:
    partial = make_partial(dataset)
    places = {"missing": dataset / "missing", "partial": partial, "dataset": dataset}
    for words, said in MISTAKES:
        done = run([*command, *(word.format_map(places) for word in words)])
        told = done.returncode == 2 and said in done.stderr and "Traceback" not in done.stderr
        check.expect(f"{name} {' '.join(words)} ends with 2",
                     None if told else f"ended with {done.returncode}: {done.stderr}")


def make_partial(dataset: Path) -> Path:
    """A dataset without libraries, whose processes have no tool."""
    partial = dataset.parent / "partial"
    if not partial.exists():
        import pyarrow.parquet as pq
        for part in dataset.glob("table=processes/**/part-*.parquet"):
            place = partial / part.relative_to(dataset)
            place.parent.mkdir(parents=True)
            pq.write_table(pq.ParquetFile(part).read().drop_columns(["tool"]), place)
            break
    return partial


def check_forms(check: Check, command: Sequence[str], dataset: Path) -> None:
    """The other two ways to print, once: they know no engine."""
    table = run([*command, "failures", str(dataset)])
    check.expect("a table has a line for each failure", None if table.returncode == 0 and all(
        word in table.stdout for word in ("of_processes", "SIGKILL", HOSTILE)) else table.stdout)
    as_csv = run([*command, "failures", str(dataset), "--output", "csv"])
    check.expect("CSV has the columns' names first", None if as_csv.stdout.startswith(
        "host,tool,exit_code,") else as_csv.stdout)


def check_spark(check: Check, directory: Path, dataset: Path, witness: Witness) -> None:
    """On a cluster: one question as users ask it, and all in one application, for each that is
    started takes seconds."""
    from spark_cluster import HOME, Cluster
    script = str(FLEET / "spark_fleet.py")
    work = directory / "spark"
    work.mkdir()
    with Cluster(work) as cluster:
        file = work / "answer.json"
        done = run([str(HOME / "bin" / "spark-submit"), "--master", cluster.address, script,
                    "executions", str(dataset), "--output", "json", "--to", str(file)],
                   {**cluster.environment, "PYSPARK_PYTHON": sys.executable})
        if done.returncode == 0:
            done.stdout = file.read_text(encoding="utf-8")
        check.expect("spark-submit executions", compare(done, witness.answer("executions", {})))
        os.environ.update(cluster.environment)
        ask_spark(check, cluster.address, dataset, witness)
        ran = cluster.applications_on_every_worker()
        check.expect("spark ran on both workers, twice", None if ran == 2 else f"{ran} of 2 did")
    check_mistakes(check, "spark", [sys.executable, script], dataset)


def ask_spark(check: Check, master: str, dataset: Path, witness: Witness) -> None:
    sys.path.insert(0, str(FLEET))
    import questions
    from spark_fleet import Spark
    engine = Spark(str(dataset), master)
    try:
        for name, options in CASES:
            words = [name, str(dataset), *written(options)]
            chosen = questions.options(questions.arguments("Spark").parse_args(words))
            questions.open_tables(engine, chosen.dataset, chosen.question)
            answer = engine.ask(questions.statement(name), chosen.parameters)
            check.expect(called("spark", name, options),
                         difference(answer.rows, witness.answer(name, options)))
    finally:
        engine.stop()


def export(writer: str, sonde: str, databases: Sequence[Database], dataset: Path) -> None:
    if writer == "pyarrow":
        fleet_dataset.write_dataset(databases, dataset)
        return
    for database in databases:
        done = run([sonde, "export", "--dataset", str(dataset), "--db", str(database.path)])
        if done.returncode != 0:
            raise RuntimeError(f"sonde export ended with {done.returncode}: {done.stderr}")


def lack(witness: Witness) -> str | None:
    """Answers that are alike since they are empty would prove nothing."""
    failures = witness.answer("failures", {})
    seen = {"codes": {row[2] for row in failures} >= {1, 2, 3, None},
            "signals": {row[3] for row in failures} >= {9, 15, None},
            "out of memory": any(row[5] for row in failures),
            "hosts": {row[0] for row in failures} == {"alpha", "007", HOSTILE},
            "no pipeline": any(row[1] is None for row in witness.answer("executions", {})),
            "versions": any(row[5] > 1 for row in witness.answer("libraries", {})),
            "answers": all(witness.answer(question, options) for question, options in CASES
                           if options.get("since") != NEVER)}
    lacking = [name for name, is_there in seen.items() if not is_there]
    return f"lacking: {', '.join(lacking)}" if lacking else None


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("engines", nargs="+", choices=["duckdb", "chdb", "spark"])
    parser.add_argument("--sonde", default=os.environ.get(
        "TEST_SONDE", str(ROOT / ".build/release/sonde")), help="the program under test")
    parser.add_argument("--writer", choices=["sonde", "pyarrow"], default="pyarrow",
                        help="who writes the dataset")
    return parser.parse_args()


def main() -> int:
    parsed = arguments()
    check = Check()
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="sonde-fleet-")))
        databases = fleet_hosts.record(parsed.sonde, directory)
        dataset = directory / "dataset"
        export(parsed.writer, parsed.sonde, databases, dataset)
        witness = Witness(databases)
        check.expect("the databases have what is asked about", lack(witness))
        for engine in parsed.engines:
            if engine == "spark":
                check_spark(check, directory, dataset, witness)
                continue
            command = [sys.executable, str(FLEET / f"{engine}_fleet.py")]
            check_engine(check, engine, command, dataset, witness)
            check_mistakes(check, engine, command, dataset)
            check_forms(check, command, dataset)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
