#!/usr/bin/env bash
# Random tables and tables at the ends of what is possible, read back by four engines, value for
# value: `parquet_fuzz.sh WRITER PYTHON`, a WriteParquetTables and a Python that has the engines.
set -euo pipefail

readonly WRITER=$1 PYTHON=$2
readonly TABLES=300 SEED=20261123

place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
mkdir "$place/random" "$place/edges"
"$WRITER" tables "$place/random" "$TABLES" "$SEED"
"$WRITER" edges "$place/edges"
for directory in random edges; do
  "$PYTHON" "$(dirname "${BASH_SOURCE[0]}")/parquet_readback.py" "$place/$directory" \
    --readers pyarrow,duckdb,chdb,spark
done
