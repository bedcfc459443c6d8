#!/usr/bin/env bash
# The checks that need no build of the project. All of them run, whatever the first ones find; exits
# with 1 if any failed. They look at the files that are in git or would be after `git add .`.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

# Of each failed check's output; the rest is counted.
readonly SHOWN_LINES=40
# Lines from which on a source file must be argued for.
readonly LONG_FILE=400
readonly LINTER=.build/test-python/bin/oxlint

scratch=$(mktemp -d)
readonly scratch
trap 'rm -rf "$scratch"' EXIT
failed=0

need() {
  command -v "$1" >/dev/null || {
    echo "$1 is not installed: scripts/setup.sh test"
    return 1
  }
}

# Sets `files` to those that match git's patterns. A deleted file is in git until the commit.
list_files() {
  local file
  files=()
  while IFS= read -r -d '' file; do
    [[ ! -f $file ]] || files+=("$file")
  done < <(git ls-files -z --cached --others --exclude-standard -- "$@")
  ((${#files[@]} > 0)) || {
    echo "nothing to look at: $*"
    return 1
  }
}

# git grep over the same files: prints what it finds, and fails if that is anything.
forbid() {
  local status=0
  git grep --untracked -nI "$@" || status=$?
  # 1 is git grep's word for nothing found; more is trouble of its own.
  ((status == 1))
}

check_swift() {
  need swift &&
    swift format lint --strict --parallel --recursive Package.swift Plugins Sources Tests
}

check_c() {
  need clang-format && list_files '*.c' '*.h' && clang-format --dry-run -Werror "${files[@]}"
}

check_shell() {
  need shellcheck && list_files '*.sh' .ci/run && shellcheck "${files[@]}"
}

check_python() {
  need python3 && list_files '*.py' &&
    PYTHONPYCACHEPREFIX=$scratch python3 -m py_compile "${files[@]}"
}

# The tests' Python environment has the linter; what it minds is in .oxlintrc.json.
check_javascript() {
  need "$LINTER" && "$LINTER" --config .oxlintrc.json --deny-warnings Sources/Page/Browser
}

# Builds protoc's plugin, the first time.
check_messages() {
  need protoc && scripts/proto.sh --check
}

# git grep -I passes over files that hold a NUL, and so over databases and objects.
check_binaries() {
  local binaries
  git grep --untracked -l -e '' | sort >"$scratch/all"
  git grep --untracked -lI -e '' | sort >"$scratch/text"
  binaries=$(comm -23 "$scratch/all" "$scratch/text")
  [[ -z $binaries ]] || {
    echo "$binaries"
    return 1
  }
}

# Where this checkout is, and homes, unless inside a longer path. Examples may live in /home/alice.
check_paths() {
  local status=0
  forbid -F -e "$PWD/" || status=1
  forbid -P -e '(?<![\w.)}-])/(home|Users)/(?!alice/)[\w.-]+/' -e '(?<![\w.)}-])/root/' || status=1
  return "$status"
}

# Only told: there may be reasons. Nobody reads what is generated.
note_long_files() {
  list_files Sources/'*.swift' Sources/'*.c' Sources/'*.h' Sources/'*.js' ':!*.pb.swift' || return 0
  wc -l "${files[@]}" | awk -v most="$LONG_FILE" '
    $1 > most && $2 != "total" { printf "note    over %d lines: %s (%d)\n", most, $2, $1 }'
}

# check NAME FUNCTION MEND
check() {
  local output
  if output=$("$2" 2>&1); then
    printf 'ok      %s\n' "$1"
    return
  fi
  failed=$((failed + 1))
  printf 'failed  %s: %s\n' "$1" "$3"
  awk -v most="$SHOWN_LINES" '
    NR <= most { print "        " $0 }
    END { if (NR > most) printf "        (%d lines omitted)\n", NR - most }' <<<"$output"
}

main() {
  git rev-parse --is-inside-work-tree >/dev/null || exit 2
  check "Swift format" check_swift "make format mends the layout; the rest is by hand"
  check "C format" check_c "make format, with clang-format 14"
  check "shell scripts" check_shell "follow what shellcheck says"
  check "Python syntax" check_python "mend the line that it names"
  check "JavaScript" check_javascript "follow what oxlint says"
  check "generated messages" check_messages "make proto, and commit what it writes"
  check "no binaries" check_binaries "remove them, or list them in .gitignore"
  check "no machine's paths" check_paths "make them relative, or examples in /home/alice"
  note_long_files
  ((failed == 0)) || exit 1
}

main
