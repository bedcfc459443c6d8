#!/usr/bin/env bash
# Samples processor, memory, disk and load of the host, and of processes, from /proc, as CSV.
#
# Written with bash alone, but for one df and one sleep each time: a sampler should not be what the
# samples show.
set -euo pipefail
export LC_ALL=C

readonly COLUMNS_WRITTEN=time,scope,pid,name,cpu_percent,memory_bytes,read_bytes,write_bytes,\
threads,memory_total_bytes,swap_used_bytes,load_1,load_5,load_15,disk_total_bytes,disk_used_bytes
readonly SECTOR_BYTES=512 # in /proc/diskstats, whatever the disk's own are

interval=2 root_pid="" name_pattern="" count=0 output="" disk_path=/ force=0
stopped=0 sleeper=""
# Of the processes at the latest sample, by pid.
declare -A parent=() name=() ticks=() started=() resident=() threads=()
# Of those that were seen below the given one: when they started, for a pid can be used again.
declare -A member=()
# Of the sample before: a process's ticks by `pid start`, the host's, and the time.
declare -A ticks_before=()
host_busy_before=0 host_total_before=0 at_before=0

usage() {
  cat <<'USAGE'
usage: metrics_collection.sh [OPTION...]

Samples the host, and processes if --pid or --name is given, and writes CSV until it is
interrupted, --count is reached, or no process of --pid is left.

  --interval SECONDS  between samples (2); may have decimals
  --pid PID           sample this process and all below it, also when their parents have ended
  --name REGEX        sample processes whose name (/proc/PID/comm) matches; with --pid, both
  --count N           end after N samples
  --output FILE       write there instead of to standard output
  --force             write over FILE if it exists
  --path DIR          the file system to measure (/)
  --help              print this

Each row is about the interval before it, so the first comes after one. Rows whose scope is host:
processor time in percent of all processors, memory in use, bytes that the disks have read and
written since boot, load, and space of the file system. Rows whose scope is process: processor
time in percent of one processor, resident memory, bytes that it has had read and written on
disks (empty if /proc may not tell), threads. What starts and ends between two samples is not
seen.
USAGE
}

fail() {
  local status=$1
  shift
  printf 'metrics_collection.sh: %s\n' "$*" >&2
  exit "$status"
}

wrong_usage() { fail 2 "$*; see --help"; }

is_count() { [[ $1 =~ ^[1-9][0-9]{0,8}$ ]]; }

# Sets an option, once its value is known to make sense.
set_option() {
  local option=$1 value=$2
  case $option in
    --interval)
      [[ $value =~ ^[0-9]{1,6}(\.[0-9]{1,6})?$ && $value =~ [1-9] ]] ||
        wrong_usage "--interval takes seconds above 0, not '$value'"
      interval=$value
      ;;
    --pid)
      is_count "$value" || wrong_usage "--pid takes a process id, not '$value'"
      root_pid=$value
      ;;
    --name)
      # bash would only say that nothing matches. grep says 2 to what is no expression.
      if [[ -z $value ]] || { grep -qE -e "$value" </dev/null || (($? > 1)); } 2>/dev/null; then
        wrong_usage "--name takes a regular expression, not '$value'"
      fi
      name_pattern=$value
      ;;
    --count)
      is_count "$value" || wrong_usage "--count takes a number above 0, not '$value'"
      count=$value
      ;;
    --output)
      [[ -n $value ]] || wrong_usage "--output takes a file"
      output=$value
      ;;
    --path)
      [[ -d $value ]] || wrong_usage "--path takes a directory, and '$value' is none"
      disk_path=$value
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
      --force) force=1 ;;
      --*=*) set_option "${option%%=*}" "${option#*=}" ;;
      --interval | --pid | --name | --count | --output | --path)
        (($# > 0)) || wrong_usage "$option takes a value"
        set_option "$option" "$1"
        shift
        ;;
      *) wrong_usage "unknown option: $option" ;;
    esac
  done
  [[ -z $root_pid || -d /proc/$root_pid ]] || fail 1 "there is no process $root_pid"
}

open_output() {
  [[ -n $output ]] || return 0
  ((force)) || [[ ! -e $output && ! -L $output ]] ||
    fail 2 "$output exists; --force writes over it, another --output leaves it"
  # In a group: the shell's own words about the failure would hide ours.
  { exec >"$output"; } 2>/dev/null || fail 1 "cannot write $output"
}

# Sets `text` to what a file of /proc holds; fails if there is none, for the process may be gone.
slurp() {
  text=""
  { IFS= read -r -d '' text <"$1" || [[ -n $text ]]; } 2>/dev/null
}

# A name may hold anything, spaces and brackets too: the fields begin behind the last bracket.
read_process() {
  local pid=$1 text fields
  slurp "/proc/$pid/stat" || return 0
  read -r -a fields <<<"${text##*) }"
  ((${#fields[@]} > 21)) || return 0
  text=${text#*(}
  name[$pid]=${text%)*}
  parent[$pid]=${fields[1]}
  ticks[$pid]=$((fields[11] + fields[12]))
  threads[$pid]=${fields[17]}
  started[$pid]=${fields[19]}
  resident[$pid]=$((fields[21] * PAGE_BYTES))
}

read_processes() {
  local entry
  parent=() name=() ticks=() started=() resident=() threads=()
  [[ -n $root_pid$name_pattern ]] || return 0
  for entry in /proc/[0-9]*; do
    read_process "${entry#/proc/}"
  done
}

# Whether it or one above it is a member; at most as many steps as there are processes.
is_below_member() {
  local pid=$1 steps=${#parent[@]}
  while [[ -n ${parent[$pid]:-} ]] && ((steps-- > 0)); do
    [[ ${member[$pid]:-} != "${started[$pid]}" ]] || return 0
    pid=${parent[$pid]}
  done
  return 1
}

# A child whose parent has ended is below it no more, so members stay so while they live.
follow_members() {
  local pid
  [[ -n $root_pid ]] || return 0
  for pid in "${!member[@]}"; do
    [[ ${started[$pid]:-} == "${member[$pid]}" ]] || unset "member[$pid]"
  done
  for pid in "${!parent[@]}"; do
    ! is_below_member "$pid" || member[$pid]=${started[$pid]}
  done
}

# Sets `busy` and `total`: ticks of all processors since boot.
read_host_ticks() {
  local -a fields
  read -r -a fields </proc/stat
  # user nice system idle iowait irq softirq steal; the guests' time is in user and nice already.
  busy=$((fields[1] + fields[2] + fields[3] + fields[6] + fields[7] + fields[8]))
  total=$((busy + fields[4] + fields[5]))
}

# Sets `memory_total`, `memory_used` and `swap_used`, in bytes.
read_memory() {
  local key value available=0 swap_total=0 swap_free=0
  while read -r key value _; do
    case $key in
      MemTotal:) memory_total=$((value * 1024)) ;;
      MemAvailable:) available=$((value * 1024)) ;;
      SwapTotal:) swap_total=$value ;;
      SwapFree:) swap_free=$value ;;
    esac
  done </proc/meminfo
  memory_used=$((memory_total - available))
  swap_used=$(((swap_total - swap_free) * 1024))
}

# Sets `disks_read` and `disks_written`. Only what has a device of its own: partitions, RAID and
# loops would count the same bytes again.
read_disks() {
  local disk sectors_read sectors_written
  disks_read=0 disks_written=0
  while read -r _ _ disk _ _ sectors_read _ _ _ sectors_written _; do
    [[ -e /sys/block/${disk//\//!}/device ]] || continue
    disks_read=$((disks_read + sectors_read * SECTOR_BYTES))
    disks_written=$((disks_written + sectors_written * SECTOR_BYTES))
  done </proc/diskstats
}

# Sets `percent`: 100 × part / whole with two decimals; empty if there is no whole.
set_percent() {
  local part=$1 whole=$2 hundredths
  percent=""
  ((whole > 0)) || return 0
  hundredths=$((part > 0 ? (part * 10000 + whole / 2) / whole : 0))
  printf -v percent '%d.%02d' $((hundredths / 100)) $((hundredths % 100))
}

write_host() {
  local percent memory_total=0 memory_used swap_used disks_read disks_written
  local load_1 load_5 load_15 disk_total="" disk_used=""
  set_percent $((busy - host_busy_before)) $((total - host_total_before))
  read_memory
  read_disks
  read -r load_1 load_5 load_15 _ </proc/loadavg
  { read -r _ && read -r disk_total disk_used; } \
    < <(df -B1 --output=size,used -- "$disk_path" 2>/dev/null) || true
  printf '%s,host,,,%s,%s,%s,%s,,%s,%s,%s,%s,%s,%s,%s\n' "$time" "$percent" "$memory_used" \
    "$disks_read" "$disks_written" "$memory_total" "$swap_used" "$load_1" "$load_5" "$load_15" \
    "$disk_total" "$disk_used"
}

write_process() {
  local pid=$1 text percent before key value quoted=${name[$1]} bytes_read="" bytes_written=""
  # One that is new began with none: all its ticks are of this interval.
  before=${ticks_before[$pid ${started[$pid]}]:-0}
  set_percent $(((ticks[$pid] - before) * 1000000)) $((CLOCK_TICKS * (at - at_before)))
  [[ $quoted != *[,$'"\n\r']* ]] || quoted="\"${quoted//\"/\"\"}\""
  if slurp "/proc/$pid/io"; then
    while read -r key value; do
      case $key in
        read_bytes:) bytes_read=$value ;;
        write_bytes:) bytes_written=$value ;;
      esac
    done <<<"$text"
  fi
  printf '%s,process,%s,%s,%s,%s,%s,%s,%s,,,,,,,\n' "$time" "$pid" "$quoted" "$percent" \
    "${resident[$pid]}" "$bytes_read" "$bytes_written" "${threads[$pid]}"
}

is_wanted() {
  [[ -z $root_pid || -n ${member[$1]:-} ]] && [[ -z $name_pattern || ${name[$1]} =~ $name_pattern ]]
}

write_sample() {
  local pid time
  printf -v time '%(%Y-%m-%dT%H:%M:%S)T.%06dZ' $((at / 1000000)) $((at % 1000000))
  write_host
  # By pid, without a sort of its own: bash lists the indices of a plain array in their order.
  local -a sorted=()
  for pid in "${!parent[@]}"; do sorted[pid]=1; done
  for pid in "${!sorted[@]}"; do
    ! is_wanted "$pid" || write_process "$pid"
  done
}

# Sets what is compared with at the next sample.
keep_for_comparison() {
  local pid
  ticks_before=()
  for pid in "${!parent[@]}"; do
    ticks_before["$pid ${started[$pid]}"]=${ticks[$pid]}
  done
  host_busy_before=$busy host_total_before=$total at_before=$at
}

look() {
  at=${EPOCHREALTIME/[.,]/}
  read_host_ticks
  read_processes
  follow_members
}

# shellcheck disable=SC2317 # Called by the trap.
stop() {
  stopped=1
  [[ -z $sleeper ]] || kill "$sleeper" 2>/dev/null || true
}

# Sleeps until `due`, in microseconds since 1970, so that intervals do not add up their samples'
# time. In the background, since a signal is heard only between commands.
sleep_until() {
  local rest=$(($1 - ${EPOCHREALTIME/[.,]/}))
  ((rest > 0 && !stopped)) || return 0
  sleep "$((rest / 1000000)).$(printf %06d $((rest % 1000000)))" &
  sleeper=$!
  ((!stopped)) || kill "$sleeper" 2>/dev/null || true
  wait "$sleeper" 2>/dev/null || true
  sleeper=""
}

sample() {
  local whole=${interval%.*} part=000000 step due busy total at written=0
  [[ $interval != *.* ]] || part=${interval#*.}00000
  step=$((10#$whole * 1000000 + 10#${part:0:6}))
  look
  [[ -z $root_pid ]] || member[$root_pid]=${started[$root_pid]:-}
  keep_for_comparison
  due=$((at + step))
  while sleep_until "$due" && ((!stopped)); do
    look
    [[ -z $root_pid ]] || ((${#member[@]} > 0)) || return 0
    write_sample
    ((++written != count)) || return 0
    keep_for_comparison
    # What took longer than an interval is not made up for.
    due=$((due + step > at ? due + step : at + step))
  done
}

main() {
  parse_options "$@"
  PAGE_BYTES=$(getconf PAGESIZE)
  CLOCK_TICKS=$(getconf CLK_TCK)
  readonly PAGE_BYTES CLOCK_TICKS
  TZ=UTC0
  export TZ
  open_output
  trap stop INT TERM
  printf '%s\n' "$COLUMNS_WRITTEN"
  sample
}

main "$@"
