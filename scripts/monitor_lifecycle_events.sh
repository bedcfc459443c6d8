#!/usr/bin/env bash
# Prints the start, the executions and the end of processes as they happen, until SIGINT.
#
# What traces is bpftrace with lifecycle.bt, or forkstat; this starts it, filters, and adds up.
set -euo pipefail
export LC_ALL=C

readonly TRACEFS=/sys/kernel/tracing
# Of bpftrace's buffer for each processor; its own 64 are little for a storm of processes.
readonly BUFFER_PAGES=512

here=$(cd "${BASH_SOURCE[0]%/*}" && pwd -P)
readonly here
root_pid=0 name_pattern="" user_id="" tool=""
tracer=0 stopped=0

usage() {
  cat <<'USAGE'
usage: monitor_lifecycle_events.sh [OPTION...]

Prints a line when a process starts, executes a program, and ends, until it is interrupted
(SIGINT or SIGTERM); then a summary, on standard error.

  --pid PID      only this process and those below it
  --name REGEX   only processes of this name: the base name of the program they run (awk's syntax)
  --user USER    only processes of this user, a name or a number
  --tool TOOL    bpftrace or forkstat; bpftrace if it is installed, else forkstat
  --help         print this

  TIME EVENT PID PPID USER NAME ...

EVENT is start, with the name of the process that forked; exec, with the arguments; or end, with
the exit code or the signal, and how long the process lived. Needs root.
USAGE
}

fail() {
  local status=$1
  shift
  printf 'monitor_lifecycle_events.sh: %s\n' "$*" >&2
  exit "$status"
}

wrong_usage() { fail 2 "$*; see --help"; }

set_option() {
  local option=$1 value=$2
  case $option in
    --pid)
      [[ $value =~ ^[1-9][0-9]{0,8}$ ]] || wrong_usage "--pid takes a process id, not '$value'"
      root_pid=$value
      ;;
    --name)
      if [[ -z $value ]] || ! awk -v name="$value" 'BEGIN { "" ~ name }' 2>/dev/null; then
        wrong_usage "--name takes a regular expression, not '$value'"
      fi
      name_pattern=$value
      ;;
    --user)
      user_id=$value
      [[ $value =~ ^[0-9]{1,10}$ ]] || user_id=$(id -u -- "$value" 2>/dev/null) ||
        wrong_usage "there is no user '$value'"
      ;;
    --tool)
      [[ $value == bpftrace || $value == forkstat ]] ||
        wrong_usage "--tool takes bpftrace or forkstat, not '$value'"
      tool=$value
      ;;
    *) wrong_usage "unknown option: $option" ;;
  esac
}

parse_options() {
  local option
  while (($# > 0)); do
    option=$1
    shift
    case $option in
      -h | --help) usage && exit 0 ;;
      --*=*) set_option "${option%%=*}" "${option#*=}" ;;
      --pid | --name | --user | --tool)
        (($# > 0)) || wrong_usage "$option takes a value"
        set_option "$option" "$1"
        shift
        ;;
      *) wrong_usage "unknown option: $option" ;;
    esac
  done
}

choose_tool() {
  local candidate
  if [[ -n $tool ]]; then
    command -v "$tool" >/dev/null || fail 1 "$tool is not installed: apt-get install $tool"
    return
  fi
  for candidate in bpftrace forkstat; do
    if command -v "$candidate" >/dev/null; then
      tool=$candidate
      return
    fi
  done
  fail 1 "needs bpftrace or forkstat: apt-get install bpftrace"
}

# Becomes the tracer, in a session of its own: an interrupt from the keyboard reaches only this
# script, which passes it on once. Where tracefs is not mounted, it is for the tracer alone.
become_tracer() {
  case $tool in
    bpftrace)
      export BPFTRACE_PERF_RB_PAGES=$BUFFER_PAGES
      local -a trace=(bpftrace -q -B line -f json "$here/lifecycle.bt" "$root_pid")
      if [[ -d $TRACEFS/events ]]; then
        exec setsid "${trace[@]}"
      fi
      # shellcheck disable=SC2016 # The inner shell expands these.
      exec setsid unshare --mount sh -c 'mount -t tracefs tracefs "$0" && exec "$@"' \
        "$TRACEFS" "${trace[@]}"
      ;;
    forkstat) exec setsid forkstat -l -x -e fork,exec,exit ;;
  esac
}

# Prints what the tracer says. mawk waits for a whole block of input unless told otherwise.
print_events() {
  local -a interactive=()
  # An interrupt ends the tracer; that is when there is nothing left to print.
  trap '' INT TERM
  if [[ $(awk -W version 2>&1 </dev/null) == mawk* ]]; then
    interactive=(-W interactive)
  fi
  exec awk "${interactive[@]}" -v tool="$tool" -v root="$root_pid" -v name_pattern="$name_pattern" \
    -v user_id="$user_id" -f "$here/lifecycle_events.awk"
}

# shellcheck disable=SC2317 # Called by the trap.
stop() {
  stopped=1
  kill -INT "$tracer" 2>/dev/null || true
}

# Waits for the end of a process. The tracer is interrupted again from time to time: while it was
# starting it may not have heard.
await_end() {
  local polls=0
  while kill -0 "$1" 2>/dev/null; do
    sleep 0.1
    ((++polls % 20)) || kill -INT "$tracer" 2>/dev/null || true
  done
}

main() {
  local events status=0
  parse_options "$@"
  choose_tool
  ((EUID == 0)) || fail 1 "$tool takes root: run this with sudo"
  ((root_pid == 0)) || [[ -d /proc/$root_pid ]] || fail 1 "there is no process $root_pid"
  trap stop INT TERM
  exec {events}< <(become_tracer)
  tracer=$!
  ((!stopped)) || stop
  print_events <&"$events" &
  local printer=$!
  exec {events}<&-
  # Until it ends, or a trapped signal ends the wait.
  wait "$printer" || status=$?
  if ((!stopped && status == 0)); then
    fail 1 "$tool ended by itself; what it said is above"
  fi
  # Without a signal it is our reader that has gone.
  ((stopped)) || stop
  await_end "$printer"
  await_end "$tracer"
}

main "$@"
