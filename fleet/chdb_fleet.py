#!/usr/bin/env python3
"""Asks a dataset of many hosts with ClickHouse's engine inside Python (chDB), on this machine."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping

from chdb.session import Session

import questions
from questions import Answer, FleetError

SETTINGS = {
    # As the standard has them, and the other engines.
    "cast_keep_nullable": 1,
    "join_use_nulls": 1,
    "prefer_column_name_to_alias": 1,
    "union_default_mode": "'DISTINCT'",
    # Parts may differ in their columns; those of the path are read below, as text.
    "schema_inference_mode": "'union'",
    "schema_inference_make_columns_nullable": 1,
    "use_hive_partitioning": 0,
    # 64-bit integers are numbers in what it prints.
    "output_format_json_quote_64bit_integers": 0,
}
PARTITION = "nullIf(decodeURLComponent(extract(_path, '/{0}=([^/]*)/')), '{1}') AS {0}"
EMPTY_PARTITION = "__HIVE_DEFAULT_PARTITION__"


class ClickHouse:
    def __init__(self, dataset: str) -> None:
        self.dataset = os.path.abspath(dataset)
        self.session = Session()
        for name, value in SETTINGS.items():
            self.session.query(f"SET {name} = {value}")

    def open_table(self, name: str) -> set[str]:
        parts = f"{self.dataset}/table={name}/host=*/date=*/part-*.parquet"
        source = f"file({quoted(parts)}, Parquet)"
        described = self.ask(f"DESCRIBE TABLE {source}", {})
        columns = {row[0] for row in described.rows}
        made = [PARTITION.format("host", EMPTY_PARTITION), PARTITION.format("date", "")]
        if "run_key" not in columns:
            made.append("concat(host, ':', toString(run_id)) AS run_key")
        self.session.query(
            f"CREATE VIEW {name} AS SELECT *, {', '.join(made)} FROM {source}")
        return columns

    def ask(self, sql: str, parameters: Mapping[str, str | int]) -> Answer:
        parts = questions.split_parameters(sql)
        typed = "".join(self.parameter(part, parameters) if i % 2 else part
                        for i, part in enumerate(parts))
        used = {name: parameters[name] for name in parts[1::2]}
        result = self.session.query(typed, "JSONCompact", params=used)
        answer = json.loads(result.bytes())
        return Answer([column["name"] for column in answer["meta"]], answer["data"])

    @staticmethod
    def parameter(name: str, parameters: Mapping[str, str | int]) -> str:
        kind = "UInt64" if isinstance(parameters[name], int) else "String"
        return f"{{{name}:{kind}}}"


def quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"


def main() -> None:
    chosen = questions.options(questions.arguments("chDB").parse_args())
    try:
        questions.check_dataset(chosen.dataset)
        questions.answer_question(ClickHouse(chosen.dataset), chosen)
    except RuntimeError as error:
        # Its ChdbError is one of these; the name that it exports is another.
        questions.end(FleetError(f"chDB: {error}", status=1))
    except FleetError as error:
        questions.end(error)


if __name__ == "__main__":
    main()
