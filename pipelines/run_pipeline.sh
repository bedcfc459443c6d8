#!/bin/bash
# Runs one pipeline, as often and as many at once as asked.
set -euo pipefail

# shellcheck source=steps.sh
source "${BASH_SOURCE[0]%/*}/steps.sh"
pipelines=$(cd "${BASH_SOURCE[0]%/*}" && pwd -P)
readonly pipelines

running=()

usage() {
  cat <<'USAGE'
usage: run_pipeline.sh [--repeat N] [--parallel N] PIPELINE

PIPELINE is pipeline_1, pipeline_2, bioinformatics, or the path of a script.

  --repeat N     N rounds, one after the other (1)
  --parallel N   N copies at once in each round (1)

Exits with 0 if every copy did, with 1 if one failed, with 2 if it could not start.
USAGE
}

refuse() {
  printf '%s: %s\n\n' "${0##*/}" "$*" >&2
  usage >&2
  exit "$EXIT_USAGE"
}

# Sets `script`. A name without a slash is never looked for on PATH.
find_script() {
  case $1 in
    pipeline_1 | pipeline_2) script=$pipelines/$1.sh ;;
    bioinformatics | bioinformatics_pipeline) script=$pipelines/bioinformatics_pipeline.sh ;;
    */*) script=$1 ;;
    *) script=./$1 ;;
  esac
  [[ -f $script ]] || refuse "no such pipeline: $1"
  [[ -x $script ]] || refuse "not executable: $script"
}

# Each copy leads a process group of its own (`set -m`): a signal to it reaches its tools too.
stop_running() {
  local pid
  for pid in "${running[@]}"; do
    kill -TERM -- "-$pid" 2>/dev/null || true
  done
  # They remove their scratch directories first.
  ((${#running[@]} == 0)) || wait "${running[@]}" 2>/dev/null || true
}

# run_round ROUND COPIES: adds to `failed`.
run_round() {
  local copy status
  running=()
  for ((copy = 1; copy <= $2; copy++)); do
    "$script" </dev/null &
    running+=($!)
  done
  for ((copy = 1; copy <= $2; copy++)); do
    status=0
    wait "${running[copy - 1]}" || status=$?
    if ((status != 0)); then
      failed=$((failed + 1))
      printf '%s: %s failed with status %d (round %d, copy %d)\n' \
        "${0##*/}" "$name" "$status" "$1" "$copy" >&2
    fi
  done
  running=()
}

main() {
  local repeat=1 parallel=1 round
  name=
  failed=0
  while (($# > 0)); do
    case $1 in
      -h | --help) usage && return ;;
      --repeat | --parallel)
        [[ ${2:-} =~ ^[1-9][0-9]{0,5}$ ]] || refuse "$1 needs a whole number above 0"
        printf -v "${1#--}" '%s' "$2"
        shift 2
        ;;
      -*) refuse "unknown option: $1" ;;
      *)
        [[ -z $name ]] || refuse "one pipeline at a time: $name or $1"
        name=$1
        shift
        ;;
    esac
  done
  [[ -n $name ]] || refuse "no pipeline named"
  find_script "$name"

  for ((round = 1; round <= repeat; round++)); do
    run_round "$round" "$parallel"
  done
  ((failed == 0)) || fail 1 "$name: $failed of $((repeat * parallel)) runs failed"
}

set -m
trap stop_running EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
main "$@"
