#!/usr/bin/env python3
"""Writes the same rows as Parquet with this package, pyarrow and DuckDB, and prints a table.

Each writer runs on one thread in a process of its own. Times are of the processor, and of the
writing alone; the best of some rounds counts. The others hold the whole table in memory before
they begin, which is told apart from what the writing adds to the peak.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

WRITERS = {
    "pyarrow, snappy (default)": ("pyarrow", "snappy"),
    "pyarrow, zstd": ("pyarrow", "zstd"),
    "DuckDB, zstd": ("duckdb", "zstd"),
}


def peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss


def prepare(library: str, codec: str, source: str, target: str) -> Callable[[], object]:
    if library == "pyarrow":
        import pyarrow as pa
        import pyarrow.parquet as pq

        pa.set_cpu_count(1)
        table = pq.read_table(source)
        return lambda: pq.write_table(table, target, compression=codec)
    import duckdb

    connection = duckdb.connect()
    connection.execute("SET threads = 1")
    connection.execute(f"CREATE TABLE t AS SELECT * FROM '{source}'")
    return lambda: connection.execute(f"COPY t TO '{target}' (FORMAT parquet, COMPRESSION {codec})")


def write_once(library: str, codec: str, source: str, target: str) -> None:
    """Runs in a child process."""
    write = prepare(library, codec, source, target)
    before = peak()
    began = time.process_time()
    write()
    seconds = time.process_time() - began
    print(json.dumps({"seconds": seconds, "before_kb": before, "peak_kb": peak()}))


def run(command: list[str]) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def show(name: str, rows: int, seconds: float, path: Path, memory: str) -> None:
    size = path.stat().st_size
    print(f"| {name} | {rows / seconds / 1e6:.2f} M | {size / 1e6:.2f} MB | {memory} |")


def ours(program: str, rows: int, target: Path) -> tuple[float, int]:
    words = run([program, "benchmark", str(target), str(rows)]).split()
    fields = dict(word.split("=") for word in words if "=" in word)
    return float(fields["seconds"]), int(fields["peak_rss_kb"])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program", help="WriteParquetTables, built for release")
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    print("| writer | rows/s | size | peak RSS |\n|---|---|---|---|")
    with tempfile.TemporaryDirectory() as directory:
        source = Path(directory) / "ours.parquet"
        rounds = range(arguments.rounds)
        best = min(ours(arguments.program, arguments.rows, source) for _ in rounds)
        show("this package", arguments.rows, best[0], source, f"{best[1] / 1024:.0f} MB")
        for name, (library, codec) in WRITERS.items():
            target = Path(directory) / "theirs.parquet"
            command = [sys.executable, __file__, "--child", library, codec]
            results = [json.loads(run([*command, str(source), str(target)])) for _ in rounds]
            fastest = min(results, key=lambda result: result["seconds"])
            added = (fastest["peak_kb"] - fastest["before_kb"]) / 1024
            memory = f"{fastest['peak_kb'] / 1024:.0f} MB, {added:.0f} of it by writing"
            show(name, arguments.rows, fastest["seconds"], target, memory)


if __name__ == "__main__":
    if len(sys.argv) == 6 and sys.argv[1] == "--child":
        write_once(*sys.argv[2:])
    else:
        main()
