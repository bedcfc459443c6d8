#!/usr/bin/env bash
# Installs the Debian packages that a part of the work needs, makes the Python environments of the
# tests, and checks the Swift toolchain. Quick when nothing is missing: it then asks the package
# database only, and compares a file.
set -euo pipefail

readonly SWIFT_MAJOR=6
readonly SWIFT_MINOR=2

# How long to wait for another package manager to finish.
readonly LOCK_SECONDS=600

declare -Ar PACKAGES=(
  [build]="libbpf-dev libelf-dev libdw-dev libiberty-dev liblzma-dev zlib1g-dev libzstd-dev \
    libsqlite3-dev"
  # ca-certificates: for wget, when the data is real and its address begins with https.
  [demo]="stress fastqc default-jre-headless seqtk bwa samtools python3-htseq wget ca-certificates"
  [test]="strace sqlite3 clang-format shellcheck jq stress binutils r-base-core python3-venv \
    bpftrace forkstat protobuf-compiler openssl prometheus docker-compose iproute2 \
    golang-go g++ xz-utils lcov libxml2-utils runc busybox-static"
  [stack]="prometheus"
  [peers]="default-jre-headless python3-venv chromium-headless-shell"
  [backends]="python3-venv"
  [crate]="python3-venv"
  [slurm]="slurm-wlm slurmctld slurmd munge"
  [bench]="bpftrace libbpf-tools forkstat procps python3-psutil python3-venv sqlite3 python3.11 gcc \
    libc6-dev libc-bin"
)

# Packages that bring a service, which Debian starts at once and at each boot. Whoever needs the
# program starts it, at a port of its own.
readonly SERVICES="prometheus munge slurmctld slurmd"
# Debian asks this whether a service may be started. One that is there already has the last word.
readonly SERVICE_POLICY=/usr/sbin/policy-rc.d

# Python packages from PyPI, by the file that has their versions, and where they go.
declare -Ar REQUIREMENTS=(
  [test]=Tests/Scripts/requirements.txt
  [peers]=Tests/Scripts/requirements-peers.txt
  [backends]=Tests/Scripts/requirements-backends.txt
  [crate]=Tests/Scripts/requirements-crate.txt
  [bench]=bench/requirements.txt
)
declare -Ar ENVIRONMENTS=(
  [test]=.build/test-python
  [peers]=.build/peers-python
  [backends]=.build/backends-python
  [crate]=.build/crate-python
  [bench]=.build/bench-python
)
# Not the first on PATH, which may be a version manager's.
readonly SYSTEM_PYTHON=/usr/bin/python3

usage() {
  cat <<'USAGE'
usage: setup.sh GROUP...

Installs what is missing of a group's Debian packages, and of its Python packages, which go into
.build/:
  build   libraries that the agent links
  demo    tools that the pipelines run
  test    tools that the tests and checks run; readers in Python (80 MB to download)
  stack   what Debian has of the local stack: Prometheus
  peers   what reads exports: Spark, chDB, Perfetto's viewer and a browser (850 MB to download)
  backends
          back ends of telemetry: otelsink, Phoenix (860 MB when installed)
  crate   the validator of RO-Crates (90 MB when installed)
  slurm   Slurm, whose jobs are followed
  bench   other tracers, and OpenTelemetry's SDK for Python, to compare with
USAGE
}

fail() {
  local status=$1
  shift
  printf 'setup.sh: %s\n' "$*" >&2
  exit "$status"
}

# Sets `wanted`: the packages of the groups, each once.
collect_packages() {
  local group package
  local -A seen=()
  wanted=()
  for group in "$@"; do
    for package in ${PACKAGES[$group]}; do
      [[ -z ${seen[$package]:-} ]] || continue
      seen[$package]=1
      wanted+=("$package")
    done
  done
}

# Sets `missing`. One dpkg-query for all; it fails when it does not know a package, which then is
# missing like one that was removed.
find_missing() {
  local package installed
  # shellcheck disable=SC2016 # dpkg-query expands these, not the shell
  local format='${db:Status-Status} ${binary:Package}\n'
  installed=$(dpkg-query -W -f="$format" "${wanted[@]}" 2>/dev/null || true)
  missing=()
  for package in "${wanted[@]}"; do
    # A package of several architectures is written name:architecture.
    grep -qE "^installed ${package//./\\.}(:|\$)" <<<"$installed" || missing+=("$package")
  done
}

# Sets `apt`: the command, as root; and `as_root`, what comes before any other.
prepare_apt() {
  as_root=()
  if ((EUID != 0)); then
    command -v sudo >/dev/null ||
      fail 2 "needs root or sudo. As root: apt-get install --no-install-recommends ${missing[*]}"
    as_root=(sudo)
  fi
  # sudo clears the environment, so the variable is set behind it.
  apt=("${as_root[@]}" env DEBIAN_FRONTEND=noninteractive
    apt-get -q -y -o "DPkg::Lock::Timeout=$LOCK_SECONDS")
}

# apt-get waits for dpkg's lock but not for that of the package lists, which another apt-get update
# may hold; only trying again tells when it is free. Any other failure may be that of a repository
# that has nothing to do with us, so the install is tried all the same.
update_lists() {
  local said
  until said=$("${apt[@]}" update 2>&1); do
    if [[ $said != */lists/lock* ]] || ((SECONDS > LOCK_SECONDS)); then
      printf '%s\nsetup.sh: apt-get update failed; going on with the lists there are\n' "$said" >&2
      return
    fi
    sleep 1
  done
}

install_missing() {
  local package
  prepare_apt
  echo "packages: installing ${missing[*]}"
  update_lists
  hold_services
  "${apt[@]}" install --no-install-recommends "${missing[@]}"
  release_services
  for package in "${missing[@]}"; do
    [[ " $SERVICES " != *" $package "* ]] || "${as_root[@]}" update-rc.d "$package" disable
  done
}

# Keeps what is installed from being started, until release_services.
hold_services() {
  [[ ! -e $SERVICE_POLICY ]] || return 0
  trap release_services EXIT
  held=yes
  printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" install -m 755 /dev/stdin "$SERVICE_POLICY"
}

release_services() {
  [[ -n ${held:-} ]] || return 0
  held=
  "${as_root[@]}" rm -f "$SERVICE_POLICY"
}

install_packages() {
  if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    fail 2 "this is not Debian. Install what your system calls: ${wanted[*]}"
  fi
  find_missing
  if ((${#missing[@]} == 0)); then
    echo "packages: all ${#wanted[@]} are installed"
    return
  fi
  install_missing
}

# What an environment was made of; pip's own version does not matter.
describe_environment() {
  "$SYSTEM_PYTHON" --version
  cat "$@"
}

# Makes the Python environment of a group, unless there is one made of the same versions. The stamp
# comes last: an environment without it was not finished.
make_environment() {
  local file=${REQUIREMENTS[$1]} place=${ENVIRONMENTS[$1]} wanted
  local files=("$file")
  # The peers' file includes that of the tests.
  ! grep -q '^-r requirements.txt$' "$file" || files=("${REQUIREMENTS[test]}" "$file")
  wanted=$(describe_environment "${files[@]}")
  if [[ -f $place/stamp && $(<"$place/stamp") == "$wanted" ]]; then
    echo "python: $place is as $file says"
    return
  fi
  echo "python: making $place"
  rm -rf "$place"
  mkdir -p "${place%/*}"
  "$SYSTEM_PYTHON" -m venv "$place"
  "$place/bin/pip" install -q --disable-pip-version-check --no-cache-dir -r "$file" ||
    fail 1 "cannot install what $file names, from PyPI"
  printf '%s\n' "$wanted" >"$place/stamp"
}

make_environments() {
  local group
  cd "$(dirname "${BASH_SOURCE[0]}")/.."
  for group in "$@"; do
    [[ -z ${ENVIRONMENTS[$group]:-} ]] || make_environment "$group"
  done
}

check_swift() {
  local mend="Sonde needs $SWIFT_MAJOR.$SWIFT_MINOR or later: https://www.swift.org/install/linux/"
  command -v swift >/dev/null || fail 1 "swift is not on PATH. $mend"
  local version major minor
  version=$(swift --version 2>/dev/null) || fail 1 "swift --version fails. $mend"
  [[ $version =~ Swift\ version\ ([0-9]+)\.([0-9]+) ]] ||
    fail 1 "cannot read a version in what swift --version says. $mend"
  major=${BASH_REMATCH[1]} minor=${BASH_REMATCH[2]}
  if ((major < SWIFT_MAJOR || (major == SWIFT_MAJOR && minor < SWIFT_MINOR))); then
    fail 1 "swift is $major.$minor. $mend"
  fi
  echo "swift: $major.$minor"
}

# The pipelines are shell scripts: only building and testing need Swift.
needs_swift() {
  [[ " $* " == *" build "* || " $* " == *" test "* ]]
}

main() {
  local group
  case ${1:-} in
    -h | --help) usage && return ;;
    "") usage >&2 && exit 2 ;;
  esac
  for group in "$@"; do
    if [[ -z ${PACKAGES[$group]:-} ]]; then
      printf 'setup.sh: unknown group: %s\n\n' "$group" >&2
      usage >&2
      exit 2
    fi
  done
  collect_packages "$@"
  install_packages
  make_environments "$@"
  if needs_swift "$@"; then
    check_swift
  fi
}

main "$@"
