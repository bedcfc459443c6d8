#!/bin/bash
# A pipeline of four stages, one after the other: three short ones around one heavy on memory.
#
# PIPELINE_SECONDS sets how long the whole takes (9). stress counts in whole seconds, so each of
# the four stages lasts at least one. PIPELINE_MEMORY_MB is what the heavy stage holds (512).
set -euo pipefail

# shellcheck source=steps.sh
source "${BASH_SOURCE[0]%/*}/steps.sh"

readonly MEMORY_WORKERS=2

# stage NUMBER NAME SECONDS STRESS-OPTION...
stage() {
  local number=$1 name=$2 seconds=$3
  shift 3
  step "stage $number of 4: $name, $seconds s"
  stress --quiet "$@" --timeout "$seconds"
}

main() {
  local total=${PIPELINE_SECONDS:-9} memory=${PIPELINE_MEMORY_MB:-512}
  require_count PIPELINE_SECONDS "$total"
  require_count PIPELINE_MEMORY_MB "$memory"
  require_tools stress
  local short=$((total >= 12 ? total / 6 : 1))
  local long=$((total > 4 ? total - 3 * short : 1))
  local share=$(((memory + MEMORY_WORKERS - 1) / MEMORY_WORKERS))

  # stress --hdd writes where it stands, which may be a source tree.
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  cd "$scratch"

  stage 1 "one processor" "$short" --cpu 1
  stage 2 "disk" "$short" --hdd 1 --hdd-bytes 32M
  # --vm-keep holds the memory and dirties it again; without it stress frees it each round, and a
  # sampler sees the size of the moment.
  stage 3 "$memory MB of memory" "$long" --vm "$MEMORY_WORKERS" --vm-bytes "${share}M" --vm-keep
  stage 4 "two processors" "$short" --cpu 2
}

main
