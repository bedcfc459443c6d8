# shellcheck shell=bash
# What the pipelines share; sourced, never run. It sticks to shell builtins, so that what a tracer
# sees of a pipeline is the pipeline's own tools. For the same reason the scripts name /bin/bash
# in their first line: env would be one program more, and would try each directory on PATH.

# Exit status for a call that cannot work: bad usage, or a tool that is not installed.
readonly EXIT_USAGE=2

# The Debian package that brings a command, where the two have different names.
declare -Ar PACKAGE_OF=(["htseq-count"]=python3-htseq ["awk"]=mawk)

# fail STATUS MESSAGE...
fail() {
  local status=$1
  shift
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit "$status"
}

# Says what the next command does; on stderr, so that stdout holds results only.
step() {
  printf '==> %s\n' "$*" >&2
}

# Names every missing command at once, so that one install mends them all.
require_tools() {
  local tool
  local -a missing=() packages=()
  for tool in "$@"; do
    if ! command -v "$tool" >/dev/null; then
      missing+=("$tool")
      packages+=("${PACKAGE_OF[$tool]:-$tool}")
    fi
  done
  ((${#missing[@]} == 0)) && return
  fail "$EXIT_USAGE" "not installed: ${missing[*]}. On Debian: apt-get install ${packages[*]}" \
    "(or scripts/setup.sh demo)"
}

# require_count NAME VALUE: VALUE must be a whole number from 1 to 999999999.
require_count() {
  [[ $2 =~ ^[1-9][0-9]{0,8}$ ]] && return
  fail "$EXIT_USAGE" "$1 must be a whole number above 0, not '$2'"
}
