# What is done to this repository by hand has a target here: `make help` lists them.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

# Where `make install` puts the program; DESTDIR is for packagers.
PREFIX ?= /usr/local
DESTDIR ?=
# The database that `make demo` writes.
DEMO_DB ?= sonde-demo.db
# Tests to run, as a regular expression; all if empty.
FILTER ?=
# A Python that has psutil, which the benchmark of sampling compares with.
PSUTIL_PYTHON ?= /usr/bin/python3

sonde := .build/release/sonde
workloads := .build/workloads-static
test_python := .build/test-python/bin/python
peers_python := .build/peers-python/bin/python
backends_python := .build/backends-python/bin/python
crate_python := .build/crate-python/bin/python
bench_python := .build/bench-python/bin/python
demo_query := SELECT comm, exit_code, duration_s, cpu_user_s + cpu_system_s AS cpu_s, \
  peak_rss_bytes FROM processes ORDER BY cpu_s DESC LIMIT 10
swift_sources := Package.swift Plugins Sources Tests

ifeq ($(shell id -u),0)
as_root :=
else
as_root := sudo -E env "PATH=$(PATH)"
endif

.PHONY: help
help: ## List these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: setup
setup: ## Install the packages that a build needs (Debian)
	scripts/setup.sh build

.PHONY: build
build: ## Build the release program, .build/release/sonde
	swift build -c release --product sonde --static-swift-stdlib

.PHONY: demo
demo: root ## Trace the bioinformatics pipeline and look at what was stored
	scripts/setup.sh build demo
	$(MAKE) build
	$(as_root) $(sonde) run --db $(DEMO_DB) -- pipelines/bioinformatics_pipeline.sh
	$(sonde) query --db $(DEMO_DB) '$(demo_query)'

.PHONY: test
test: root ## Check, build, and run the tests (FILTER=regex for some)
	scripts/setup.sh build test demo
	$(MAKE) check build $(workloads)
	PYTHONDONTWRITEBYTECODE=1 $(test_python) Tests/Scripts/stack_check.py
	swift build --build-tests
	$(as_root) env TEST_SONDE=$(CURDIR)/$(sonde) TEST_WORKLOADS=$(CURDIR)/$(workloads) \
	  TEST_PYTHON=$(CURDIR)/$(test_python) PYTHONDONTWRITEBYTECODE=1 \
	  swift test --skip-build $(if $(FILTER),--filter '$(FILTER)')

.PHONY: test-peers
test-peers: root ## Try with what is large: Spark, chDB, Perfetto, Phoenix, RO-Crate, a browser; Slurm
	scripts/setup.sh build demo peers backends crate slurm
	$(MAKE) build
	swift build -c release --product WriteParquetTables
	Tests/Scripts/parquet_fuzz.sh .build/release/WriteParquetTables $(peers_python)
	$(as_root) env PYTHONDONTWRITEBYTECODE=1 $(peers_python) Tests/Scripts/parquet_views.py --sonde $(CURDIR)/$(sonde)
	$(as_root) env PYTHONDONTWRITEBYTECODE=1 $(peers_python) Tests/Scripts/viewer_check.py --sonde $(CURDIR)/$(sonde)
	PYTHONDONTWRITEBYTECODE=1 $(peers_python) Tests/Scripts/coverage_html_check.py --sonde $(CURDIR)/$(sonde)
	$(as_root) env PYTHONDONTWRITEBYTECODE=1 $(peers_python) Tests/Scripts/report_page_check.py \
	  --sonde $(CURDIR)/$(sonde)
	$(as_root) env PYTHONDONTWRITEBYTECODE=1 $(peers_python) Tests/Scripts/slurm_check.py \
	  --sonde $(CURDIR)/$(sonde)
	$(as_root) env PYTHONDONTWRITEBYTECODE=1 $(peers_python) Tests/Scripts/fleet_check.py --writer sonde \
	  --sonde $(CURDIR)/$(sonde) chdb spark
	$(as_root) env PYTHONDONTWRITEBYTECODE=1 $(backends_python) Tests/Scripts/telemetry_peers.py \
	  --sonde $(CURDIR)/$(sonde)
	$(as_root) env PYTHONDONTWRITEBYTECODE=1 $(crate_python) Tests/Scripts/crate_check.py \
	  --sonde $(CURDIR)/$(sonde)

.PHONY: stack-local
stack-local: ## Start what the packages offer of the local stack: Prometheus, until Ctrl-C
	scripts/setup.sh stack
	stack/local.sh

.PHONY: stack-check
stack-check: ## Check the local stack: compose file, configurations, rules, dashboards
	scripts/setup.sh test
	PYTHONDONTWRITEBYTECODE=1 $(test_python) Tests/Scripts/stack_check.py

.PHONY: check
check: ## Run the checks that need no build: format, scripts, what may not be in git
	scripts/check.sh

.PHONY: proto
proto: ## Generate the OpenTelemetry messages anew, from the published definitions
	scripts/setup.sh test
	scripts/proto.sh

.PHONY: format
format: ## Format Swift and C in place
	swift format --in-place --parallel --recursive $(swift_sources)
	git ls-files -z --cached --others --exclude-standard -- '*.c' '*.h' | xargs -0 clang-format -i

.PHONY: bench
bench: root ## Measure against the budgets and the peers, into docs/benchmarks.md
	scripts/setup.sh build bench test
	$(MAKE) build
	swift build -c release --product ExportSpans --static-swift-stdlib
	$(as_root) bench/storm.py --write docs/benchmarks.md
	$(as_root) bench/files.py --write docs/benchmarks.md
	$(as_root) bench/analyze.py --only sonde,sqlite3 --write docs/benchmarks.md
	$(as_root) bench/export.py --python $(test_python) --write docs/benchmarks.md
	$(as_root) bench/sampling.py --psutil-python $(PSUTIL_PYTHON) --write docs/benchmarks.md
	$(as_root) bench/times.py --write docs/benchmarks.md
	$(as_root) bench/telemetry.py --python $(bench_python) --write docs/benchmarks.md
	$(as_root) bench/coverage.py --write docs/benchmarks.md

.PHONY: install
install: $(sonde) ## Install the program (PREFIX=/usr/local)
	install -D -m 755 $(sonde) '$(DESTDIR)$(PREFIX)/bin/sonde'

.PHONY: hooks
hooks: ## Make git run the checks before each commit
	scripts/install-hook.sh

.PHONY: clean
clean: ## Remove what was built, but not the downloaded packages
	swift package clean
	rm -f $(workloads) $(DEMO_DB) $(DEMO_DB)-shm $(DEMO_DB)-wal

# Only for `make install`, which is often run where there is no Swift, as root.
$(sonde):
	$(MAKE) build

# The tests count the processes of these programs: linked statically, so that no loader's work is
# among what they count. The Swift toolchain's clang if there is one, as for the rest.
$(workloads): $(wildcard Tests/Workloads/*.[ch])
	@mkdir -p $(@D)
	$$(command -v clang || echo cc) -static -O2 -pthread -D_GNU_SOURCE -o $@ $(filter %.c,$^)

# Says what is about to happen, before minutes of building.
.PHONY: root
root:
	@if ((EUID == 0)); then exit; fi; \
	if ! command -v sudo >/dev/null; then \
	  echo "make: loading eBPF programs takes root: run this as root, or install sudo" >&2; \
	  exit 2; \
	fi; \
	echo "make: loading eBPF programs takes root: what does it is started with sudo" >&2
