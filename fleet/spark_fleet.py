#!/usr/bin/env python3
"""Asks a dataset of many hosts with Spark: on this machine, or on a cluster.

python3 spark_fleet.py QUESTION DATASET [--master spark://HOST:7077]
spark-submit --master spark://HOST:7077 spark_fleet.py QUESTION DATASET
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Mapping

from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

import questions
from questions import Answer, FleetError


class Spark:
    def __init__(self, dataset: str, master: str | None) -> None:
        self.dataset = dataset if questions.is_remote(dataset) else os.path.abspath(dataset)
        builder = (
            SparkSession.builder.appName("sonde fleet")
            # Hosts and dates stay text: 007 is no number.
            .config("spark.sql.sources.partitionColumnTypeInference.enabled", "false")
            # Parts may differ in their columns.
            .config("spark.sql.parquet.mergeSchema", "true")
            .config("spark.ui.showConsoleProgress", "false"))
        if master:
            builder = builder.master(master)
        self.session = builder.getOrCreate()
        self.session.sparkContext.setLogLevel("ERROR")

    def open_table(self, name: str) -> set[str]:
        try:
            frame = self.session.read.parquet(f"{self.dataset}/table={name}")
        except PySparkException as error:
            if error.getCondition() == "PATH_NOT_FOUND":
                raise questions.missing_table(self.dataset, name) from error
            raise
        columns = set(frame.columns)
        if "run_key" not in columns:
            frame = frame.selectExpr("*", "concat(host, ':', run_id) AS run_key")
        frame.createOrReplaceTempView(name)
        return columns

    def ask(self, sql: str, parameters: Mapping[str, str | int]) -> Answer:
        names = questions.split_parameters(sql)[1::2]
        frame = self.session.sql(sql, args={name: parameters[name] for name in names})
        return Answer(frame.columns, [tuple(row) for row in frame.collect()])

    def stop(self) -> None:
        self.session.stop()


def check_java() -> None:
    home = os.environ.get("JAVA_HOME")
    if not home and not shutil.which("java"):
        raise FleetError("Spark needs Java 17 or later: apt-get install default-jre-headless",
                         status=1)


def main() -> None:
    parser = questions.arguments("Spark")
    parser.add_argument("--master", help="where to run: local[*] (as it is by default), or "
                        "spark://HOST:PORT; with spark-submit, say it there")
    parsed = parser.parse_args()
    chosen = questions.options(parsed)
    try:
        questions.check_dataset(chosen.dataset)
        check_java()
        engine = Spark(chosen.dataset, parsed.master)
        try:
            questions.answer_question(engine, chosen)
        finally:
            engine.stop()
    except PySparkException as error:
        questions.end(FleetError(f"Spark: {error}", status=1))
    except FleetError as error:
        questions.end(error)


if __name__ == "__main__":
    main()
