#!/usr/bin/env python3
"""Reads a dataset as others would, by pyarrow and its Hive partitions, and prints what is in it.

Usage: check_dataset.py DIRECTORY
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.dataset as ds

PARTITIONS = ds.partitioning(
    pa.schema([("host", pa.string()), ("date", pa.date32())]), flavor="hive")


def main() -> int:
    root = Path(sys.argv[1])
    found: dict[str, object] = {}
    for place in sorted(root.iterdir()):
        name = place.name.removeprefix("table=")
        table = ds.dataset(place, format="parquet", partitioning=PARTITIONS).to_table()
        table.validate(full=True)
        key = "run_key" if "run_key" in table.schema.names else "session_key"
        found[name] = {
            "rows": table.num_rows,
            "hosts": sorted(set(table.column("host").to_pylist())),
            "dates": sorted({day.isoformat() for day in table.column("date").to_pylist()}),
            "keys": sorted(set(table.column(key).to_pylist())),
        }
    # A dataset as a whole must be readable too: partitions of the outermost directory included.
    whole = ds.dataset(root, format="parquet", partitioning="hive")
    assert {"table", "host", "date"} <= set(whole.schema.names)
    hidden = [str(path) for path in root.rglob(".*")]
    print(json.dumps({"tables": found, "hidden": hidden}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
