#!/bin/bash
# Counts reads per gene: wget, fastqc, seqtk, bwa, samtools and htseq-count.
set -euo pipefail

# shellcheck source=steps.sh
source "${BASH_SOURCE[0]%/*}/steps.sh"
pipelines=$(cd "${BASH_SOURCE[0]%/*}" && pwd -P)
readonly pipelines

# Both fixed: another seed or share would give other counts.
readonly SAMPLE_SEED=11
readonly SAMPLE_SHARE=0.8

server_pid=

# The system's Python before the first one on PATH, which may be a version manager's shim: a shell
# script that runs dozens of programs of its own, and they would show in the trace.
python=/usr/bin/python3
[[ -x $python ]] || python=python3
readonly python

usage() {
  cat <<'USAGE'
usage: bioinformatics_pipeline.sh [DIRECTORY]

Works in DIRECTORY (a new temporary one if none is given) and leaves the results there.

The reads, the genome and its annotation are generated, always the same, and fetched from a web
server on the loopback. READS sets how many reads (60000).

Real data is used instead when all three of these are set (each may end in .gz):
  READS_URL       FASTQ, single-end
  REFERENCE_URL   FASTA
  ANNOTATION_URL  GTF with exon rows and a gene_id
USAGE
}

# Generated data and results have no place among the sources.
refuse_source_tree() {
  local directory tree=${pipelines%/*}
  directory=$(cd "$1" && pwd -P)
  case $directory/ in
    "${tree:-$pipelines}"/*)
      fail "$EXIT_USAGE" "$1 is inside the source tree; name another directory"
      ;;
  esac
}

# Sets `directory`; makes it if it is not there.
choose_directory() {
  if (($# == 0)); then
    refuse_source_tree "${TMPDIR:-/tmp}"
    directory=$(mktemp -d)
    return
  fi
  # The name is judged by its nearest existing parent, before anything is made.
  local existing=$1
  while [[ ! -d $existing ]]; do
    [[ $existing == */* ]] && existing=${existing%/*} || existing=.
    existing=${existing:-/}
  done
  refuse_source_tree "$existing"
  mkdir -p "$1"
  directory=$(cd "$1" && pwd -P)
}

stop_server() {
  [[ -n $server_pid ]] || return 0
  kill "$server_pid" 2>/dev/null || true
  wait "$server_pid" 2>/dev/null || true
  server_pid=
}

# The server prints its line once it listens: reading that line is the wait for it, and port 0
# lets the kernel choose a free one.
start_server() {
  local line
  coproc SERVER {
    exec "$python" -u -m http.server 0 --bind 127.0.0.1 --directory served 2>server.log
  }
  # shellcheck disable=SC2153 # coproc sets SERVER_PID
  server_pid=$SERVER_PID
  if ! read -r -t 30 line <&"${SERVER[0]}" || [[ ! $line =~ port\ ([0-9]+) ]]; then
    fail 1 "the local web server did not start; see $directory/server.log"
  fi
  base_url=http://127.0.0.1:${BASH_REMATCH[1]}
}

# fetch NAME URL [WGET-OPTION...]: sets `fetched` to the file. A .gz stays one, for the tools look
# at the name.
fetch() {
  fetched=$1
  [[ $2 != *.gz ]] || fetched+=.gz
  wget --no-verbose --tries=3 --timeout=60 "${@:3}" -O "$fetched" "$2" ||
    fail 1 "cannot fetch $2; see the line above"
}

# fetch_all READS-URL REFERENCE-URL ANNOTATION-URL [WGET-OPTION...]
fetch_all() {
  step "wget: reads, reference, annotation"
  fetch reads.fastq "$1" "${@:4}"
  reads=$fetched
  fetch reference.fa "$2" "${@:4}"
  reference=$fetched
  fetch annotation.gtf "$3" "${@:4}"
  annotation=$fetched
}

fetch_generated() {
  step "generate: $1 reads"
  mkdir -p served
  "$python" "$pipelines/generate_reference.py" served "$1"
  start_server
  # A proxy that the environment names cannot reach this machine's loopback.
  fetch_all "$base_url/reads.fastq" "$base_url/reference.fa" "$base_url/annotation.gtf" --no-proxy
  stop_server
}

align() {
  step "fastqc: quality of the reads"
  fastqc --quiet --outdir . "$reads"
  step "seqtk: sample $SAMPLE_SHARE of the reads and trim them"
  seqtk sample -s "$SAMPLE_SEED" "$reads" "$SAMPLE_SHARE" | seqtk trimfq - >trimmed.fastq
  step "bwa: index and align"
  bwa index "$reference" 2>bwa_index.log || fail 1 "bwa index failed; see $directory/bwa_index.log"
  # -K fixes the batch, so that the alignments do not depend on the number of threads.
  bwa mem -t 2 -K 10000000 -o aligned.sam "$reference" trimmed.fastq 2>bwa_mem.log ||
    fail 1 "bwa mem failed; see $directory/bwa_mem.log"
  step "samtools: sort, index, flagstat"
  samtools sort -@ 1 -o aligned.bam aligned.sam
  samtools index aligned.bam
  samtools flagstat aligned.bam >flagstat.txt
}

count() {
  step "htseq-count: reads per gene"
  htseq-count --format bam --order pos --stranded no --type exon --idattr gene_id --quiet \
    aligned.bam "$annotation" >counts.tsv
}

# htseq-count's rows that start with __ say why a read was not assigned.
summarize() {
  awk -v directory="$directory" '
    /^__/ { unassigned += $2; next }
    { genes++; assigned += $2; seen += $2 > 0 }
    END {
      printf "assigned %d of %d reads to %d of %d genes\n",
        assigned, assigned + unassigned, seen, genes
      print "results in " directory
    }' counts.tsv
}

main() {
  local read_count=${READS:-60000} given=${READS_URL:+x}${REFERENCE_URL:+x}${ANNOTATION_URL:+x}
  if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    usage
    return
  fi
  if (($# > 1)) || [[ ${1:-} == -* ]]; then
    usage >&2
    exit "$EXIT_USAGE"
  fi
  [[ -z $given || $given == xxx ]] ||
    fail "$EXIT_USAGE" "set READS_URL, REFERENCE_URL and ANNOTATION_URL together, or none of them"
  require_count READS "$read_count"
  require_tools awk bwa fastqc htseq-count "$python" samtools seqtk wget

  choose_directory "$@"
  cd "$directory"
  if [[ -n $given ]]; then
    fetch_all "$READS_URL" "$REFERENCE_URL" "$ANNOTATION_URL"
  else
    fetch_generated "$read_count"
  fi
  align
  count
  summarize
}

# The signals end the script by way of EXIT, so the server never outlives it.
trap stop_server EXIT
trap 'exit 130' INT
trap 'exit 143' TERM
main "$@"
