#!/bin/sh
# Runs a command in a memory cgroup of its own, without swap, and exits as the command did: 137
# when the kernel's OOM killer took it.
#
#   oom-in-cgroup.sh [--below] LIMIT_MB CMD ARG...
#
# With --below, in a group with twice the limit below the one that has it.
#
# Needs root. Works with cgroup v2 and v1, whichever has the memory controller.
set -eu

below=
if [ "${1-}" = --below ]; then
  below=/inner
  shift
fi
if [ $# -lt 2 ]; then
  echo "usage: $0 [--below] LIMIT_MB CMD ARG..." >&2
  exit 125
fi
limit=$(($1 * 1024 * 1024))
shift

# Both versions can be mounted at once; a controller then belongs to only one of them.
version2=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
version1=$(awk '$3 == "cgroup" && $4 ~ /(^|,)memory(,|$)/ { print $2; exit }' /proc/mounts)
name=sonde-oom-$$
if [ -n "$version2" ] && grep -qw memory "$version2/cgroup.controllers"; then
  grep -qw memory "$version2/cgroup.subtree_control" ||
    echo +memory >"$version2/cgroup.subtree_control"
  group=$version2/$name
  limit_file=memory.max
elif [ -n "$version1" ]; then
  group=$version1/$name
  limit_file=memory.limit_in_bytes
else
  echo "$0: no memory cgroup is mounted" >&2
  exit 125
fi

mkdir "$group"
# A dying process leaves the group a moment after it was reaped, so removing may need patience.
# shellcheck disable=SC2317 # Called by the trap.
remove() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    [ -z "$below" ] || rmdir "$group$below" 2>/dev/null || true
    rmdir "$group" 2>/dev/null && return
    sleep 0.1
  done
  echo "$0: could not remove $group" >&2
}
trap remove EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

echo "$limit" >"$group/$limit_file"
# Swap would let the command outgrow its limit. These files are missing where there is no swap
# accounting.
[ ! -f "$group/memory.swap.max" ] || echo 0 >"$group/memory.swap.max"
[ ! -f "$group/memory.memsw.limit_in_bytes" ] || echo "$limit" >"$group/memory.memsw.limit_in_bytes"
if [ -n "$below" ]; then
  [ "$limit_file" != memory.max ] || echo +memory >"$group/cgroup.subtree_control"
  mkdir "$group$below"
  echo $((limit * 2)) >"$group$below/$limit_file"
fi

# The shell that joins the group becomes the command, so that the command alone is charged.
status=0
sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group$below" "$@" || status=$?
exit "$status"
