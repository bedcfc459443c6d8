"""Asks a running Prometheus all that the dashboards ask, as Grafana would."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

import yaml

from stack_dashboards import Dashboard, Query, Variable
from stack_prometheus import Prometheus
from stack_report import STACK, Check, listed

# What stands for nothing having happened: a panel then shows 0.
NOTHING = " or vector(0)"
# Histograms whose samples are to lead to a trace.
WITH_EXEMPLARS = ("sonde_process_duration_seconds_bucket",
                  "cicd_pipeline_run_duration_seconds_bucket")


@dataclass(frozen=True)
class Options:
    """`seconds` is the dashboards' time range; `wait` how long data may take to arrive; `strict`
    asks that also what stands before `or vector(0)` returns something; `via` is chosen where a
    variable of that name has it, and else the first value."""

    seconds: float
    wait: float
    strict: bool = False
    exemplars: bool = False
    via: str = ""


class Live:
    def __init__(self, server: Prometheus, options: Options) -> None:
        self.server = server
        self.options = options
        self.deadline = time.monotonic() + options.wait
        source = yaml.safe_load((STACK / "grafana/provisioning/datasources/sonde.yaml").read_text(
            encoding="utf-8"))["datasources"][0]
        self.scrape = float(source["jsonData"]["timeInterval"].removesuffix("s"))

    def check(self, check: Check, dashboards: list[Dashboard]) -> None:
        if not check.expect(f"{self.server.url} answers", self.settled(self.answer_fault)):
            return
        for board in dashboards:
            values = self.check_variables(check, board)
            for query in board.queries:
                check.expect(f"{query} returns data", self.fault(query, values))
        check.expect("no rule fails", self.settled(self.rule_faults))
        if self.options.exemplars:
            for name in WITH_EXEMPLARS:
                check.expect(f"{name} has exemplars with a trace_id",
                             self.settled(lambda name=name: self.exemplar_fault(name)))

    def settled(self, fault: Callable[[], str | None]) -> str | None:
        """What is wrong when the time to wait is over; nothing as soon as nothing is."""
        while True:
            try:
                wrong = fault()
            except RuntimeError as error:
                wrong = str(error)
            if wrong is None or time.monotonic() >= self.deadline:
                return wrong
            time.sleep(0.5)

    def check_variables(self, check: Check, board: Dashboard) -> dict[str, str]:
        values: dict[str, str] = {}
        for variable in board.variables:
            check.expect(f"{variable} has values",
                         self.settled(lambda v=variable: self.choose(v, values)))
        return values

    def choose(self, variable: Variable, values: dict[str, str]) -> str | None:
        """Gives a variable all its values, or one of them where it can have but one."""
        found = self.values_of(variable, values)
        if self.options.via in found and not variable.multiple:
            found = [self.options.via]
        values[variable.name] = chosen(variable, found)
        return None if found else f"none by {filled(variable.query, values)}"

    def values_of(self, variable: Variable, values: dict[str, str]) -> list[str]:
        parts = re.fullmatch(r"label_values\((?:(.*),\s*)?(\w+)\)", variable.query)
        if parts is None:
            raise ValueError(f"{variable} is not label_values: {variable.query}")
        return sorted(self.server.label_values(parts[2], filled(parts[1] or "", values),
                                               self.options.seconds))

    def fault(self, query: Query, values: dict[str, str]) -> str | None:
        return self.settled(lambda: self.fault_now(query, values))

    def fault_now(self, query: Query, values: dict[str, str]) -> str | None:
        expression = self.complete(query.expression, values)
        if self.options.strict:
            expression = expression.replace(NOTHING, "")
        count = self.server.series(expression, query.instant, self.options.seconds)
        return None if count else f"no data: {expression}"

    def answer_fault(self) -> str | None:
        return None if self.server.get("/api/v1/status/buildinfo") else "no version"

    def complete(self, expression: str, values: dict[str, str]) -> str:
        """With Grafana's own variables too. It takes the longer of four scrapes, and the step of
        the picture and one scrape; the former where the range is short."""
        seconds = max(4 * self.scrape, self.options.seconds / 1000 + self.scrape)
        for name, value in (("$__rate_interval", f"{seconds:.0f}s"),
                            ("$__range", f"{self.options.seconds:.0f}s"),
                            ("$__interval", f"{self.scrape:.0f}s")):
            expression = expression.replace(name, value)
        return filled(expression, values)

    def rule_faults(self) -> str | None:
        """Rules that the server could not evaluate, or has not yet."""
        groups = self.server.get("/api/v1/rules")["groups"]
        wrong = [f"{rule['name']}: {rule.get('lastError', '') or rule['health']}"
                 for group in groups for rule in group["rules"] if rule["health"] != "ok"]
        return listed(wrong) if groups else "there are none"

    def exemplar_fault(self, name: str) -> str | None:
        now = time.time()
        found = self.server.get("/api/v1/query_exemplars", query=name,
                                start=now - self.options.seconds, end=now)
        has = any(len(exemplar["labels"].get("trace_id", "")) == 32
                  for series in found for exemplar in series["exemplars"])
        return None if has else f"{len(found)} series have exemplars, none with a trace_id"


def chosen(variable: Variable, found: list[str]) -> str:
    """How Grafana puts values into a query of Prometheus."""
    if not variable.multiple:
        return found[0].replace("\\", r"\\").replace('"', r"\"") if found else ""
    quoted = [re.sub(r"[$^*{}\[\]'+?.()|\\]", lambda special: "\\\\" + special[0], value)
              for value in found]
    return quoted[0] if len(quoted) == 1 else f"({'|'.join(quoted)})"


def filled(text: str, values: dict[str, str]) -> str:
    return re.sub(r"\$\{?(\w+)\}?", lambda found: values.get(found[1], found[0]), text)
