"""promtool, a Prometheus of our own, and what one answers."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import yaml

from stack_conventions import COMMON_LABELS, Metric, label
from stack_dashboards import Dashboard
from stack_report import STACK, Check, listed
from stack_standin import plain_text

# PromQL's words that are no names of metrics.
WORDS = frozenset({
    "and", "bool", "by", "group_left", "group_right", "ignoring", "offset", "on", "or", "unless",
    "without", "inf", "nan"})
# Series that Prometheus makes, that carry the resource, or that the collector has of itself.
OTHER_SERIES = frozenset({"up", "ALERTS", "target_info"})
# The linter's rule is younger than the name, which is kept.
KNOWN_REMARK = "ebpf_bot_decision_latency_ms metric names should not contain abbreviated units"
OTHER_LABELS = frozenset({
    "__name__", "alertname", "alertstate", "severity", "exporter", "error_type"})


class Prometheus:
    """A server's HTTP interface."""

    def __init__(self, url: str) -> None:
        self.url = url.rstrip("/")

    def get(self, path: str, **parameters: Any) -> Any:
        """The `data` of an answer; raises RuntimeError with what the server said."""
        address = f"{self.url}{path}?{urllib.parse.urlencode(parameters, doseq=True)}"
        try:
            with urllib.request.urlopen(address, timeout=30) as response:
                return json.load(response)["data"]
        except urllib.error.HTTPError as error:
            said = error.read().decode(errors="replace")[:500]
            raise RuntimeError(f"{said} ({parameters.get('query', path)})") from error
        except (OSError, ValueError) as error:
            raise RuntimeError(f"{self.url}: {error}") from error

    def series(self, expression: str, instant: bool, seconds: float) -> int:
        """How many series have a sample: now, or anywhere in the last `seconds`."""
        now = time.time()
        if instant:
            answer = self.get("/api/v1/query", query=expression, time=now)
        else:
            answer = self.get("/api/v1/query_range", query=expression, start=now - seconds,
                              end=now, step=max(1, int(seconds / 200)))
        if answer["resultType"] == "scalar":
            return 1
        return len(answer["result"])

    def label_values(self, name: str, match: str, seconds: float) -> list[str]:
        now = time.time()
        parameters: dict[str, Any] = {"start": now - seconds, "end": now}
        if match:
            parameters["match[]"] = match
        return self.get(f"/api/v1/label/{name}/values", **parameters)


class OwnPrometheus(Prometheus):
    """One that reads the stack's own configuration, with targets of the caller's, on a port of
    its own; a context manager."""

    def __init__(self, agents: Sequence[str], exporters: Sequence[str]) -> None:
        self.port = free_port()
        super().__init__(f"http://127.0.0.1:{self.port}")
        self.targets = {"agents": list(agents), "exporter": list(exporters), "collector": [],
                        "prometheus": [f"127.0.0.1:{self.port}"]}

    def __enter__(self) -> OwnPrometheus:
        self.directory = tempfile.TemporaryDirectory(prefix="sonde-stack-")
        place = Path(self.directory.name)
        (place / "prometheus.yml").symlink_to(STACK / "prometheus.yml")
        (place / "rules").symlink_to(STACK / "rules")
        (place / "targets").mkdir()
        for name, addresses in self.targets.items():
            groups = [{"targets": addresses}] if addresses else []
            (place / "targets" / f"{name}.yml").write_text(yaml.safe_dump(groups))
        with (place / "log").open("w", encoding="utf-8") as log:
            self.process = subprocess.Popen(
                ["prometheus", f"--config.file={place / 'prometheus.yml'}",
                 f"--storage.tsdb.path={place / 'data'}", "--enable-feature=exemplar-storage",
                 f"--web.listen-address=127.0.0.1:{self.port}"], stdout=log, stderr=log)
        self.await_ready()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(timeout=30)
        self.directory.cleanup()

    def await_ready(self) -> None:
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                self.get("/api/v1/status/buildinfo")
                return
            except RuntimeError:
                time.sleep(0.1)
        log = (Path(self.directory.name) / "log").read_text(encoding="utf-8")
        self.process.kill()
        raise RuntimeError(f"prometheus does not start: {log[-2000:]}")


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def check_prometheus(check: Check, dashboards: list[Dashboard], metrics: list[Metric]) -> None:
    if shutil.which("promtool") is None:
        check.expect("promtool checks the stack", "there is none: scripts/setup.sh test")
        return
    promtool(check, "promtool check config", "check", "config", str(STACK / "prometheus.yml"))
    rules = [str(path) for path in sorted((STACK / "rules").glob("*.yml"))]
    promtool(check, "promtool check rules", "check", "rules", "--lint=all", "--lint-fatal", *rules)
    tests = [str(path) for path in sorted((STACK / "rules" / "tests").glob("*.yml"))]
    promtool(check, "promtool test rules", "test", "rules", *tests)
    lint_names(check, metrics)
    check_expressions(check, dashboards)
    check_names(check, dashboards, metrics)


def promtool(check: Check, what: str, *arguments: str) -> None:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False,
                          timeout=120)
    check.expect(what, None if done.returncode == 0 else (done.stdout + done.stderr).strip())


def lint_names(check: Check, metrics: list[Metric]) -> None:
    done = subprocess.run(["promtool", "check", "metrics"], input=plain_text(metrics),
                          capture_output=True, text=True, check=False, timeout=60)
    remarks = [line for line in (done.stdout + done.stderr).splitlines()
               if line and line != KNOWN_REMARK]
    check.expect("promtool check metrics finds fault with one old name alone", listed(remarks))


def check_expressions(check: Check, dashboards: list[Dashboard]) -> None:
    """All that dashboards ask, as rules, for promtool to parse."""
    asked = [(str(query), query.expression) for board in dashboards for query in board.queries]
    asked += [(f"{board.uid}, annotation {i}", expression)
              for board in dashboards for i, expression in enumerate(board.annotations)]
    rules = [{"record": f"stack:query:{number}", "expr": plain(expression)}
             for number, (_, expression) in enumerate(asked)]
    with tempfile.TemporaryDirectory(prefix="sonde-stack-") as directory:
        file = Path(directory) / "queries.yml"
        file.write_text(yaml.safe_dump({"groups": [{"name": "queries", "rules": rules}]}))
        done = subprocess.run(["promtool", "check", "rules", str(file)], capture_output=True,
                              text=True, check=False, timeout=60)
    said = re.sub(r'"stack:query:(\d+)"', lambda found: f"({asked[int(found[1])][0]})",
                  done.stderr.strip())
    check.expect(f"promtool parses the {len(asked)} queries of the dashboards",
                 None if done.returncode == 0 and asked else said or "there are none")


def plain(expression: str) -> str:
    """An expression with something in place of Grafana's variables."""
    expression = re.sub(r"\$__(rate_)?interval|\$__range", "1m", expression)
    return re.sub(r"\$\{?\w+(:\w+)?\}?", "x", expression)


def check_names(check: Check, dashboards: list[Dashboard], metrics: list[Metric]) -> None:
    """Whether each metric and label that is asked for is promised by conventions.md."""
    groups = [group for path in sorted((STACK / "rules").glob("*.yml"))
              for group in yaml.safe_load(path.read_text(encoding="utf-8"))["groups"]]
    rules = [rule for group in groups for rule in group["rules"]]
    known = {name for metric in metrics for name in metric.series} | OTHER_SERIES
    known |= {rule["record"] for rule in rules if "record" in rule}
    labels = {name for metric in metrics for name in metric.labels}
    labels |= COMMON_LABELS | OTHER_LABELS
    asked = [(str(query), query.expression) for board in dashboards for query in board.queries]
    asked += [(str(variable), selector(variable.query))
              for board in dashboards for variable in board.variables]
    asked += [(f"rule {rule.get('alert', rule.get('record'))}", rule["expr"]) for rule in rules]
    wrong = [f"{name} ({where})" for where, expression in asked
             for name in sorted(names(expression, known) | labels_in(expression) - labels)
             if name not in known]
    check.expect("dashboards and rules ask for metrics and labels of conventions.md alone",
                 listed(wrong))


def selector(query: str) -> str:
    """What label_values(SELECTOR, LABEL) looks at, with the label as one that it sums by."""
    found = re.fullmatch(r"label_values\((.*),\s*(\w+)\)", query)
    return f"sum by ({found[2]}) ({found[1]})" if found else query


def names(expression: str, known: Iterable[str]) -> set[str]:
    """The metrics of an expression: the words that are none of PromQL's, no function, no label."""
    bare = re.sub(r"\{[^{}]*\}", "", re.sub(r'"[^"]*"', "", expression))
    bare = re.sub(r"\[[^\]]*\]|\b\d+(\.\d+)?([eE][+-]?\d+)?[smhdwy]*\b", "", bare)
    bare = re.sub(r"\b(by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)", "", bare)
    words = re.findall(r"[a-zA-Z_:][a-zA-Z0-9_:]*(?!\s*\(|[a-zA-Z0-9_:])", bare)
    return {word for word in words if word not in WORDS and word not in known}


def labels_in(expression: str) -> set[str]:
    """Those it selects by and those it groups by."""
    selected = {name for matchers in re.findall(r"\{([^{}]*)\}", expression)
                for name in re.findall(r"(\w+)\s*(?:=~|!~|!=|=)\s*\"", matchers)}
    grouped = {label(name.strip()) for found in re.findall(
        r"\b(?:by|without|on|ignoring|group_left|group_right)\s*\(([^)]*)\)", expression)
        for name in found.split(",") if name.strip()}
    return selected | grouped
