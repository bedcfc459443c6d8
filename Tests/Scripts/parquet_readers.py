"""The readers of Parquet files: each is given a description and compares its file with it."""

from __future__ import annotations

import argparse
import struct
from collections.abc import Callable
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from parquet_expected import (
    Description,
    Difference,
    Question,
    check_statistics,
    compare_table,
    compare_types,
    questions,
    show,
)

ARROW_TYPES = {
    "int64": pa.int64(),
    "double": pa.float64(),
    "boolean": pa.bool_(),
    "string": pa.string(),
    "bytes": pa.binary(),
    "timestampMicros": pa.timestamp("us", tz="UTC"),
}
DUCKDB_TYPES = {
    "int64": "BIGINT",
    "double": "DOUBLE",
    "boolean": "BOOLEAN",
    "string": "VARCHAR",
    "bytes": "BLOB",
    "timestampMicros": "TIMESTAMP WITH TIME ZONE",
}
CLICKHOUSE_TYPES = {
    "int64": "Int64",
    "double": "Float64",
    "boolean": "Bool",
    "string": "String",
    "bytes": "String",
    "timestampMicros": "DateTime64(6, 'UTC')",
}
SPARK_TYPES = {
    "int64": "bigint",
    "double": "double",
    "boolean": "boolean",
    "string": "string",
    "bytes": "binary",
    "timestampMicros": "timestamp",
}


def read_pyarrow(description: Description) -> None:
    file = pq.ParquetFile(description.path)
    metadata = file.metadata
    if metadata.num_rows != description.rows:
        raise Difference(f"{metadata.num_rows} rows told of, {description.rows} written")
    schema = file.schema_arrow
    for column, field in zip(description.columns, schema, strict=True):
        if field.type != ARROW_TYPES[column.kind] or field.nullable != column.optional:
            raise Difference(f'column "{column.name}" is {field}')
    pairs = [(key.decode(), value.decode()) for key, value in (metadata.metadata or {}).items()]
    if sorted(pairs) != sorted(description.metadata):
        raise Difference(f"metadata {pairs}, written {description.metadata}")
    start = 0
    for index in range(metadata.num_row_groups):
        group = metadata.row_group(index)
        for number, column in enumerate(description.columns):
            check_statistics(column, start, group.num_rows, group.column(number))
        start += group.num_rows
    compare_table(description, file.read())


def duckdb_reader() -> Callable[[Description], None]:
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET TimeZone = 'UTC'")

    def read(description: Description) -> None:
        path = [str(description.path)]
        types = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", path).fetchall()
        compare_types(description, [row[1] for row in types], DUCKDB_TYPES)
        relation = connection.sql("SELECT * FROM read_parquet(?)", params=path)
        compare_table(description, relation.to_arrow_table())
        for question in questions(description):
            value = question.value
            text = value.decode() if question.column.kind == "string" else value
            name = question.column.name.replace('"', '""')
            query = f'SELECT count(*) FROM read_parquet(?) WHERE "{name}" = ?'
            count = connection.execute(query, [*path, text]).fetchone()
            check_answer(question, count[0] if count else None)

    return read


def check_answer(question: Question, seen: Any) -> None:
    if seen != question.answer():
        column = question.column
        raise Difference(
            f'column "{column.name}" ({column.kind}): {seen} rows found to be '
            f"{show(column.kind, question.value)}, not {question.answer()}"
        )


def chdb_reader() -> Callable[[Description], None]:
    import chdb

    settings = (
        " SETTINGS output_format_arrow_string_as_string = 0, "
        "output_format_arrow_low_cardinality_as_dictionary = 0, "
        "input_format_parquet_preserve_order = 1, max_threads = 1"
    )

    def ask(query: str) -> pa.Table:
        answer = chdb.query(query + settings, "Arrow").bytes()
        return pa.ipc.open_file(pa.BufferReader(answer)).read_all() if answer else pa.table({})

    def read(description: Description) -> None:
        source = f"file('{description.path}', Parquet)"
        kinds = ask(f"DESCRIBE TABLE {source}").column("type").to_pylist()
        expected = [
            f"Nullable({CLICKHOUSE_TYPES[c.kind]})" if c.optional else CLICKHOUSE_TYPES[c.kind]
            for c in description.columns
        ]
        if [kind.decode() for kind in kinds] != expected:
            raise Difference(f"types {kinds}, not {expected}")
        if description.rows > 0:
            compare_table(description, ask(f"SELECT * FROM {source}"))
        for question in questions(description):
            query = f"SELECT count() FROM {source} WHERE {clickhouse_equals(question)}"
            check_answer(question, ask(query).column(0).to_pylist()[0])

    return read


def clickhouse_equals(question: Question) -> str:
    name = question.column.name.replace("`", "\\`")
    value = question.value
    if isinstance(value, bytes):
        return f"`{name}` = unhex('{value.hex()}')"
    if isinstance(value, float):
        number = int.from_bytes(struct.pack(">d", value), "big")
        return f"`{name}` = reinterpretAsFloat64(toUInt64({number}))"
    return f"`{name}` = toInt64('{value}')"


def spark_reader() -> Callable[[Description], None]:
    from pyspark.sql import SparkSession
    from pyspark.sql import functions

    builder = SparkSession.builder.master("local[1]").appName("readback")
    builder = builder.config("spark.sql.session.timeZone", "UTC")
    builder = builder.config("spark.ui.enabled", "false")
    builder = builder.config("spark.sql.files.openCostInBytes", "0")
    builder = builder.config("spark.driver.memory", "2g")
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")

    def read(description: Description) -> None:
        frame = session.read.parquet(str(description.path))
        compare_types(description, [kind for _, kind in frame.dtypes], SPARK_TYPES)
        for vectorized in ("true", "false"):
            session.conf.set("spark.sql.parquet.enableVectorizedReader", vectorized)
            frame = session.read.parquet(str(description.path))
            compare_table(description, frame.toArrow())
        session.conf.set("spark.sql.parquet.enableVectorizedReader", "true")
        for question in questions(description):
            name = question.column.name.replace("`", "``")
            kind = question.column.kind
            value = question.value.decode() if kind == "string" else question.value
            if kind == "bytes":
                value = bytearray(value)
            found = frame.where(functions.col(f"`{name}`") == functions.lit(value))
            check_answer(question, found.count())

    return read


READERS: dict[str, Callable[[], Callable[[Description], None]]] = {
    "pyarrow": lambda: read_pyarrow,
    "duckdb": duckdb_reader,
    "chdb": chdb_reader,
    "spark": spark_reader,
}


def reader_names(text: str) -> list[str]:
    names = text.split(",")
    for name in names:
        if name not in READERS:
            known = ", ".join(READERS)
            raise argparse.ArgumentTypeError(f'no reader is named "{name}"; there are {known}')
    return names
