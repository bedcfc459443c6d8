#!/bin/bash
# A pipeline of two stages: processors alone, then memory, sync and disk side by side.
#
# PIPELINE_SECONDS sets how long the whole takes (8). stress counts in whole seconds, so each of
# the two stages lasts at least one.
set -euo pipefail

# shellcheck source=steps.sh
source "${BASH_SOURCE[0]%/*}/steps.sh"

# In the background every step gets its own stress, and each must be asked for its status:
# a bare `wait` would forget a failure.
run_together() {
  local pid
  local -a pids=()
  stress --quiet --vm 1 --vm-bytes 128M --vm-keep --timeout "$1" &
  pids+=($!)
  stress --quiet --io 1 --timeout "$1" &
  pids+=($!)
  stress --quiet --hdd 1 --hdd-bytes 32M --timeout "$1" &
  pids+=($!)
  for pid in "${pids[@]}"; do
    wait "$pid"
  done
}

main() {
  local total=${PIPELINE_SECONDS:-8}
  require_count PIPELINE_SECONDS "$total"
  require_tools stress
  local stage=$((total > 1 ? total / 2 : 1))

  # stress --hdd writes where it stands, which may be a source tree.
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  cd "$scratch"

  step "stage 1 of 2: processors, ${stage} s"
  stress --quiet --cpu 2 --timeout "$stage"
  step "stage 2 of 2: memory, sync and disk at once, ${stage} s"
  run_together "$stage"
}

main
