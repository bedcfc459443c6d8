#!/usr/bin/env python3
"""Asks a dataset of many hosts with DuckDB, on this machine."""

from __future__ import annotations

import os
from collections.abc import Mapping

import duckdb

import questions
from questions import Answer, FleetError


class DuckDB:
    def __init__(self, dataset: str) -> None:
        self.dataset = dataset
        self.connection = duckdb.connect()
        # Answers are small; a bar would stand among them.
        self.connection.execute("SET enable_progress_bar = false")

    def open_table(self, name: str) -> set[str]:
        parts = os.path.join(self.dataset, f"table={name}", "host=*", "date=*", "part-*.parquet")
        # Hosts and dates stay text: 007 is no number. Parts may differ in their columns.
        source = (f"read_parquet({quoted(parts)}, hive_partitioning = true, "
                  "hive_types_autocast = false, union_by_name = true)")
        described = self.connection.execute(f"DESCRIBE FROM {source}").fetchall()
        columns = {row[0] for row in described}
        made = "" if "run_key" in columns else ", host || ':' || run_id AS run_key"
        self.connection.execute(f"CREATE VIEW {name} AS SELECT *{made} FROM {source}")
        return columns

    def ask(self, sql: str, parameters: Mapping[str, str | int]) -> Answer:
        parts = questions.split_parameters(sql)
        named = "".join(f"${part}" if i % 2 else part for i, part in enumerate(parts))
        used = {name: parameters[name] for name in parts[1::2]}
        result = self.connection.execute(named, used)
        columns = [column[0] for column in result.description or []]
        return Answer(columns, result.fetchall())


def quoted(text: str) -> str:
    doubled = text.replace("'", "''")
    return f"'{doubled}'"


def main() -> None:
    chosen = questions.options(questions.arguments("DuckDB").parse_args())
    try:
        questions.check_dataset(chosen.dataset)
        questions.answer_question(DuckDB(chosen.dataset), chosen)
    except duckdb.Error as error:
        questions.end(FleetError(f"DuckDB: {error}", status=1))
    except FleetError as error:
        questions.end(error)


if __name__ == "__main__":
    main()
