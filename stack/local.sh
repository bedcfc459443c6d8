#!/usr/bin/env bash
# The part of the stack that needs no container engine: Debian's Prometheus, in the foreground, with
# the stack's own configuration and rules. Everything is on loopback; data is in .build/stack-local.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

port=9090
agent=localhost:9464
place=.build/stack-local

usage() {
  cat <<'USAGE'
usage: local.sh [--port PORT] [--agent HOST:PORT] [--data DIRECTORY]

Starts Prometheus with stack/prometheus.yml, its rules and targets. Ctrl-C ends it.
  --port PORT         where Prometheus listens (9090)
  --agent HOST:PORT   the agent that it scrapes (localhost:9464)
  --data DIRECTORY    where its data goes (.build/stack-local)
USAGE
}

fail() {
  printf 'local.sh: %s\n' "$*" >&2
  exit 2
}

parse() {
  while (($# > 0)); do
    case $1 in
      -h | --help) usage && exit ;;
      --port | --agent | --data) (($# > 1)) || fail "$1 wants a value" ;;&
      --port) port=$2 ;;
      --agent) agent=$2 ;;
      --data) place=$2 ;;
      *) usage >&2 && fail "what is $1?" ;;
    esac
    shift 2
  done
  if [[ ! $port =~ ^[0-9]{1,5}$ ]] || ((10#$port < 1 || 10#$port > 65535)); then
    fail "$port is not a port: a number from 1 to 65535"
  fi
  [[ $agent =~ ^[][A-Za-z0-9.:-]+:[0-9]+$ ]] || fail "$agent is not HOST:PORT"
}

# Prometheus itself says `address already in use` only after a page of lines.
check_port() {
  ! (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null ||
    fail "something listens at port $port: ss -ltnp 'sport = :$port' says what.
Debian's own service: sudo systemctl disable --now prometheus. Another port: --port 9190"
}

# The configuration names its rules and targets relative to itself, so that this copy of a directory
# is the same configuration with targets of its own.
lay_out() {
  mkdir -p "$place/targets"
  ln -sfnr stack/prometheus.yml "$place/prometheus.yml"
  ln -sfnr stack/rules "$place/rules"
  cp stack/targets/*.yml "$place/targets/"
  printf -- '- targets: ["%s"]\n' "$agent" >"$place/targets/agents.yml"
  printf -- '- targets: ["localhost:%s"]\n' "$port" >"$place/targets/prometheus.yml"
}

say() {
  cat <<SAY
Prometheus is at http://localhost:$port/classic/graph
  targets  http://localhost:$port/classic/targets
  alerts   http://localhost:$port/classic/alerts
It scrapes an agent at http://$agent/metrics, which has it with
  [telemetry] prometheus = "$agent"
Data is in $place. Grafana and Jaeger are in no package of Debian: docs/telemetry/local.md.
Ctrl-C ends it.
SAY
}

main() {
  parse "$@"
  command -v prometheus >/dev/null || fail "prometheus is not installed: scripts/setup.sh test"
  check_port
  lay_out
  say
  exec prometheus --config.file="$place/prometheus.yml" --storage.tsdb.path="$place/data" \
    --storage.tsdb.retention.time=15d --enable-feature=exemplar-storage \
    --web.listen-address="127.0.0.1:$port" --log.level=warn
}

main "$@"
