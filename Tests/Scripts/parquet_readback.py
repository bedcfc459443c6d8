#!/usr/bin/env python3
"""Reads Parquet files in several readers and compares each value with a description.

A directory holds NAME.parquet and NAME.jsonl. The first line of a description is an object with
"columns" (name, kind, optional), "rows" and "metadata"; each further line is a row: integers,
booleans and text as JSON has them, doubles as sixteen hexadecimal digits of their bits, bytes in
hexadecimal. Ends with status 1 and a message at the first difference.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from parquet_expected import Difference, load
from parquet_readers import READERS, reader_names


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--readers", type=reader_names, default=["pyarrow", "duckdb", "chdb"])
    arguments = parser.parse_args()
    readers = {name: READERS[name]() for name in arguments.readers}
    files = values = 0
    for path in sorted(arguments.directory.glob("*.parquet")):
        reader = "description"
        try:
            description = load(path)
            for reader, read in readers.items():
                read(description)
        except Exception as error:  # whatever a reader throws is a finding
            kind = "" if isinstance(error, Difference) else f"{type(error).__name__}: "
            print(f"{path}: {reader}: {kind}{error}", file=sys.stderr)
            return 1
        files += 1
        values += description.rows * len(description.columns)
    if files == 0:
        print(f"{arguments.directory}: no Parquet files", file=sys.stderr)
        return 1
    print(f"{files} files with {values} values read back by {', '.join(readers)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
