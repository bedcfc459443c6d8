#!/bin/sh
# Runs a command in a control group of a given path, made for it and removed after it, and exits as the
# command did.
#
#   in-cgroup.sh 1|2 PATH CMD ARG...
#
# Needs root. The version is the hierarchy that is wanted: of version 1 the memory controller's. Where
# only one version is mounted, that one is taken.
set -eu

if [ $# -lt 3 ]; then
  echo "usage: $0 1|2 PATH CMD ARG..." >&2
  exit 125
fi
version=$1
path=$2
shift 2

version2=$(awk '$3 == "cgroup2" { print $2; exit }' /proc/mounts)
version1=$(awk '$3 == "cgroup" && $4 ~ /(^|,)memory(,|$)/ { print $2; exit }' /proc/mounts)
if [ -z "$version2$version1" ]; then
  echo "$0: no control groups are mounted" >&2
  exit 125
fi
root=$version2
if [ -z "$root" ] || { [ "$version" = 1 ] && [ -n "$version1" ]; }; then root=$version1; fi

# What is there already stays.
there=$root/${path#/}
while [ ! -d "$there" ]; do there=${there%/*}; done
mkdir -p "$root/${path#/}"

# A dying process leaves the group a moment after it was reaped, so removing may need patience.
# shellcheck disable=SC2317 # Called by the trap.
remove() {
  group=$root/${path#/}
  tries=0
  while [ "$group" != "$there" ]; do
    if rmdir "$group" 2>/dev/null; then
      group=${group%/*}
    elif [ "$tries" -lt 20 ]; then
      tries=$((tries + 1))
      sleep 0.05
    else
      echo "$0: could not remove $group" >&2
      return
    fi
  done
}
trap remove EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# The shell that joins the group becomes the command. In a hybrid system a group of version 1 tells
# only where that of version 2 is the root.
status=0
# shellcheck disable=SC2016 # Expanded by the inner shell.
sh -c '[ -z "$1" ] || echo $$ >"$1/cgroup.procs"; echo $$ >"$0/cgroup.procs"; shift; exec "$@"' \
  "$root/${path#/}" "$([ "$root" = "$version2" ] || echo "$version2")" "$@" || status=$?
exit "$status"
