#!/usr/bin/env python3
"""Checks the local stack in stack/ (`make stack-check`).

Without an option, everything that needs no container engine: docker-compose and promtool read the
files, Grafana's own model reads the dashboards, every query is parsed, and a Prometheus of our own
with the stack's configuration scrapes a stand-in for the agent and is asked every query.

With --live URL, only this: every query of every dashboard is asked of the Prometheus at URL, with
the dashboards' variables filled in as Grafana does, and must return data. With --exposition, only
this: what an agent exposes is compared with docs/telemetry/conventions.md.

Prints a line for each check, a line `N passed, N failed` at the end, and exits with 1 if any
failed.
"""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import sys
import urllib.request
from pathlib import Path

from stack_conventions import Metric, check_document, check_exposition, read_metrics
from stack_dashboards import Dashboard, check_dashboards, read_dashboards
from stack_files import check_files
from stack_live import Live, Options
from stack_prometheus import OwnPrometheus, Prometheus, check_prometheus
from stack_report import Check
from stack_standin import StandIn


def check_stand_in(check: Check, dashboards: list[Dashboard], metrics: list[Metric]) -> None:
    if shutil.which("prometheus") is None:
        check.expect("a Prometheus scrapes a stand-in", "there is none: scripts/setup.sh test")
        return
    with (StandIn(metrics) as agent, StandIn(metrics, pushed=True) as exporter,
          OwnPrometheus([agent.address], [exporter.address]) as server):
        check_exposition(check, metrics, agent.exposition())
        for via in ("agent", "collector"):
            options = Options(seconds=300, wait=60, strict=True, exemplars=True, via=via)
            check.under = f"via {via}: "
            Live(server, options).check(check, dashboards)
        check.under = ""
        check_misspelt(check, server, dashboards)


def check_misspelt(check: Check, server: Prometheus, dashboards: list[Dashboard]) -> None:
    """The check itself: a query for a metric that is not there must be found out."""
    live = Live(server, Options(seconds=300, wait=0, strict=True))
    for board in dashboards:
        values: dict[str, str] = {}
        for variable in board.variables:
            live.choose(variable, values)
        query = board.queries[0]
        misspelt = dataclasses.replace(query, expression=query.expression.replace("{", "_x{", 1))
        told = live.fault(misspelt, values)
        check.expect(f"{query} is found out when misspelt",
                     None if told and "no data" in told else f"it says {told}")


def read_exposition(source: str) -> str:
    """From a file, from an address, or, as -, from standard input."""
    if source == "-":
        return sys.stdin.read()
    if source.startswith(("http://", "https://")):
        with urllib.request.urlopen(source, timeout=30) as response:
            return response.read().decode()
    return Path(source).read_text(encoding="utf-8")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--live", metavar="URL", help="a Prometheus, as http://localhost:9090")
    mode.add_argument("--exposition", metavar="SOURCE",
                      help="a file, an address, or - for standard input")
    parser.add_argument("--range", type=float, default=900, metavar="SECONDS",
                        help="the dashboards' time range, back from now (default %(default)s)")
    parser.add_argument("--wait", type=float, default=0, metavar="SECONDS",
                        help="how long in all data may take to arrive (default %(default)s)")
    parser.add_argument("--strict", action="store_true",
                        help="also what a panel shows as 0 where nothing happened must be there")
    parser.add_argument("--exemplars", action="store_true",
                        help="the histograms of processes and runs must lead to traces")
    parser.add_argument("--via", default="", choices=["agent", "collector"],
                        help="which way of two the metrics came (default: the first there is)")
    parser.add_argument("--dashboard", action="append", metavar="UID",
                        help="only this one; may be given several times")
    return parser.parse_args()


def main() -> int:
    parsed = arguments()
    check = Check()
    metrics, dashboards = read_metrics(), read_dashboards()
    if parsed.exposition:
        check_exposition(check, metrics, read_exposition(parsed.exposition))
    elif parsed.live:
        wanted = [board for board in dashboards
                  if not parsed.dashboard or board.uid in parsed.dashboard]
        options = Options(parsed.range, parsed.wait, parsed.strict, parsed.exemplars,
                          parsed.via)
        Live(Prometheus(parsed.live), options).check(check, wanted)
    else:
        check_document(check, metrics)
        check_files(check)
        check_dashboards(check, dashboards)
        check_prometheus(check, dashboards, metrics)
        check_stand_in(check, dashboards, metrics)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
