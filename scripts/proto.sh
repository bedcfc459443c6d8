#!/usr/bin/env bash
# Generates the OpenTelemetry messages in Swift from the published definitions.
#
# The definitions are those inside the PyPI package opentelemetry-proto, protoc is Debian's, its
# plugin is built from the swift-protobuf that the project depends on. The plugin is built once, in
# a package of its own below .build/, so that nothing else of the project has to be built for it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly OUTPUT=Sources/OpenTelemetryProto
readonly TOOLS=.build/proto-tools
readonly PYTHON=${TEST_PYTHON:-.build/test-python/bin/python}
readonly PLUGIN_OPTIONS=Visibility=Public,UseAccessLevelOnImports=true,FileNaming=DropPath

scratch=""

usage() {
  cat <<'USAGE'
usage: proto.sh [--check]

Writes Sources/OpenTelemetryProto/*.pb.swift. With --check, writes nothing and fails when they are
not what would be written.
USAGE
}

fail() {
  printf 'proto.sh: %s\n' "$*" >&2
  exit 1
}

need() {
  command -v "$1" >/dev/null || fail "$1 is not installed: scripts/setup.sh test"
}

# The oldest version that the project builds with: the same code whatever else is resolved.
plugin_version() {
  local version
  version=$(sed -n 's|.*apple/swift-protobuf", from: "\([0-9.]*\)".*|\1|p' Package.swift)
  [[ -n $version ]] || fail "Package.swift does not say which swift-protobuf"
  echo "$version"
}

# Sets `plugin`. Its own folder for each version: there is nothing to find out when it is there.
build_plugin() {
  local version place
  version=$(plugin_version)
  place=$TOOLS/$version
  plugin=$place/.build/debug/protoc-gen-swift
  [[ ! -x $plugin ]] || return 0
  echo "proto.sh: building protoc-gen-swift $version, once" >&2
  mkdir -p "$place"
  cat >"$place/Package.swift" <<MANIFEST
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
  name: "proto-tools",
  dependencies: [
    .package(url: "https://github.com/apple/swift-protobuf", exact: "$version", traits: [])
  ]
)
MANIFEST
  # A git hook's variables are about this repository, not those that are fetched.
  (
    # shellcheck disable=SC2046 # names without spaces
    unset $(git rev-parse --local-env-vars)
    swift build --package-path "$place" --product protoc-gen-swift
  ) >"$place/log" 2>&1 || {
    tail -n 20 "$place/log" >&2
    fail "protoc-gen-swift cannot be built; all that was said is in $place/log"
  }
}

# Fills $scratch/generated.
generate() {
  local -a names
  "$PYTHON" -B scripts/proto_descriptors.py "$scratch/descriptors" >"$scratch/names" ||
    fail "the definitions cannot be read: scripts/setup.sh test"
  mapfile -t names <"$scratch/names"
  mkdir "$scratch/generated"
  protoc --plugin="$plugin" --descriptor_set_in="$scratch/descriptors" \
    --swift_opt="$PLUGIN_OPTIONS" --swift_out="$scratch/generated" "${names[@]}"
}

# One file too many is a difference as well.
compare() {
  diff -r --brief "$scratch/generated" "$OUTPUT" ||
    fail "the committed messages are not those that are generated: make proto"
}

write() {
  rm -f "$OUTPUT"/*.pb.swift
  mkdir -p "$OUTPUT"
  cp "$scratch/generated"/*.pb.swift "$OUTPUT/"
}

main() {
  case ${1:-} in
    -h | --help) usage && return ;;
    "" | --check) ;;
    *) usage >&2 && exit 2 ;;
  esac
  need protoc
  need swift
  [[ -x $PYTHON ]] || fail "there is no $PYTHON: scripts/setup.sh test"
  scratch=$(mktemp -d)
  trap 'rm -rf "$scratch"' EXIT
  build_plugin
  generate
  if [[ ${1:-} == --check ]]; then
    compare
  else
    write
  fi
}

main "$@"
