#!/bin/sh
# Runs a command in a control group that may use only part of a CPU, exits as the command did, and
# prints how long the kernel held the group up, in nanoseconds.
#
#   cpu-in-cgroup.sh PERCENT CMD ARG...
#
# Needs root. Works with cgroup v2 and v1, whichever has the CPU controller.
set -eu

if [ $# -lt 2 ]; then
  echo "usage: $0 PERCENT CMD ARG..." >&2
  exit 125
fi
quota=$(($1 * 1000))
shift

# Both versions can be mounted at once; a controller then belongs to only one of them.
version2=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
version1=$(awk '$3 == "cgroup" && $4 ~ /(^|,)cpu(,|$)/ { print $2; exit }' /proc/mounts)
name=sonde-cpu-$$
if [ -n "$version2" ] && grep -qw cpu "$version2/cgroup.controllers"; then
  grep -qw cpu "$version2/cgroup.subtree_control" || echo +cpu >"$version2/cgroup.subtree_control"
  group=$version2/$name
elif [ -n "$version1" ]; then
  group=$version1/$name
else
  echo "$0: no CPU controller is mounted" >&2
  exit 125
fi

mkdir "$group"
# A dying process leaves the group a moment after it was reaped, so removing may need patience.
# shellcheck disable=SC2317 # Called by the trap.
remove() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    rmdir "$group" 2>/dev/null && return
    sleep 0.1
  done
  echo "$0: could not remove $group" >&2
}
trap remove EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

if [ -f "$group/cpu.max" ]; then
  echo "$quota 100000" >"$group/cpu.max"
else
  echo 100000 >"$group/cpu.cfs_period_us"
  echo "$quota" >"$group/cpu.cfs_quota_us"
fi

# The shell that joins the group becomes the command, so that the command alone is held up.
status=0
sh -c 'echo $$ >"$0/cgroup.procs" && exec "$@"' "$group" "$@" || status=$?
awk '$1 == "throttled_usec" { print $2 "000" } $1 == "throttled_time" { print $2 }' \
  "$group/cpu.stat"
exit "$status"
