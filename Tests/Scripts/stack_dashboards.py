"""Grafana's dashboards: what is in them, whether Grafana would know it, what they ask."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from stack_report import STACK, Check, listed

DIRECTORY = STACK / "grafana" / "dashboards"
# Grafana writes these, and its SDK's model of a dashboard does not have them: the text that a
# variable's query was entered as, and what Prometheus' annotations show.
BEYOND_MODEL = ("definition", "titleFormat", "textFormat", "tagKeys")
WIDTH = 24


@dataclass(frozen=True)
class Query:
    """What one target of a panel asks Prometheus."""

    dashboard: str
    panel: str
    reference: str
    expression: str
    instant: bool

    def __str__(self) -> str:
        return f"{self.dashboard}, panel «{self.panel}», query {self.reference}"


@dataclass(frozen=True)
class Variable:
    """A variable whose values Prometheus tells."""

    dashboard: str
    name: str
    query: str
    multiple: bool

    def __str__(self) -> str:
        return f"{self.dashboard}, variable {self.name}"


class Dashboard:
    def __init__(self, path: Path) -> None:
        self.path = path
        self.json: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        self.uid: str = self.json["uid"]

    @property
    def panels(self) -> list[dict[str, Any]]:
        return self.json["panels"]

    @property
    def queries(self) -> list[Query]:
        return [Query(self.uid, panel["title"], target["refId"], target["expr"],
                      bool(target.get("instant")))
                for panel in self.panels for target in panel["targets"]]

    @property
    def variables(self) -> list[Variable]:
        return [Variable(self.uid, entry["name"], entry["query"]["query"],
                         bool(entry.get("includeAll")))
                for entry in self.json["templating"]["list"] if entry["type"] == "query"]

    @property
    def annotations(self) -> list[str]:
        return [entry["expr"] for entry in self.json["annotations"]["list"]]


def read_dashboards() -> list[Dashboard]:
    return [Dashboard(path) for path in sorted(DIRECTORY.glob("*.json"))]


def check_dashboards(check: Check, dashboards: list[Dashboard]) -> None:
    check.expect("there are dashboards of pipelines, host, coverage and Sonde's own health",
                 None if {board.uid for board in dashboards} >= {
                     "sonde-pipelines", "sonde-host", "sonde-coverage", "sonde-health"}
                 else f"found {[board.uid for board in dashboards]}")
    for board in dashboards:
        check.expect(f"{board.path.name} survives Grafana's own model", listed(lost(board)))
        check.expect(f"{board.path.name} is laid out, described and titled",
                     listed(list(faults(board))))


def lost(board: Dashboard) -> list[str]:
    """What Grafana's SDK does not give back when it has read the dashboard: it drops what its
    schema does not have, so a misspelt key is found."""
    from grafana_foundation_sdk.cog.encoder import JSONEncoder
    from grafana_foundation_sdk.cog.plugins import register_default_plugins
    from grafana_foundation_sdk.models.dashboard import Dashboard as Model
    register_default_plugins()
    back = json.loads(json.dumps(Model.from_json(board.json), cls=JSONEncoder))
    return [where for where in differences(board.json, back, "")
            if not where.endswith(BEYOND_MODEL)]


def differences(mine: Any, theirs: Any, where: str) -> Iterator[str]:
    if isinstance(mine, dict) and isinstance(theirs, dict):
        for key, value in mine.items():
            if key not in theirs:
                yield f"{where}.{key}"
            else:
                yield from differences(value, theirs[key], f"{where}.{key}")
    elif isinstance(mine, list) and isinstance(theirs, list) and len(mine) == len(theirs):
        for i, (one, other) in enumerate(zip(mine, theirs)):
            yield from differences(one, other, f"{where}[{i}]")
    elif mine != theirs:
        yield f"{where} is {mine!r}, then {theirs!r}"


def faults(board: Dashboard) -> Iterator[str]:
    if not 6 <= len(board.panels) <= 12:
        yield f"{len(board.panels)} panels; a screen has room for 6 to 12"
    identifiers = [panel["id"] for panel in board.panels]
    if len(set(identifiers)) != len(identifiers):
        yield "two panels have one id"
    titles = [panel["title"] for panel in board.panels]
    if len(set(titles)) != len(titles):
        yield "two panels have one title"
    if board.json.get("id") is not None:
        yield "it has the id of one Grafana's database"
    for panel in board.panels:
        yield from (f"«{panel['title']}» {fault}" for fault in panel_faults(panel))
    yield from overlaps(board.panels)
    for name in re.findall(r"\$\{?(\w+)", json.dumps([query.expression
                                                      for query in board.queries])):
        known = {entry["name"] for entry in board.json["templating"]["list"]}
        if name not in known | {"__rate_interval", "__range", "__interval"}:
            yield f"${name} is no variable"


def panel_faults(panel: dict[str, Any]) -> Iterator[str]:
    if not panel.get("description"):
        yield "has no description"
    if panel["type"] not in ("heatmap", "table") and not panel["fieldConfig"]["defaults"]["unit"]:
        yield "has no unit"
    references = [target["refId"] for target in panel["targets"]]
    if len(set(references)) != len(references) or not references:
        yield "has no queries, or two of one name"
    for target in panel["targets"]:
        for source in (panel["datasource"], target["datasource"]):
            if source != {"type": "prometheus", "uid": "${datasource}"}:
                yield f"asks {source}, not the chosen data source"
        if panel["type"] == "timeseries" and target["legendFormat"] in ("", "__auto"):
            yield f"has a query {target['refId']} without a legend"


def overlaps(panels: list[dict[str, Any]]) -> Iterator[str]:
    taken: dict[tuple[int, int], str] = {}
    for panel in panels:
        place = panel["gridPos"]
        if place["x"] + place["w"] > WIDTH:
            yield f"«{panel['title']}» is wider than the page"
        for x in range(place["x"], place["x"] + place["w"]):
            for y in range(place["y"], place["y"] + place["h"]):
                other = taken.setdefault((x, y), panel["title"])
                if other != panel["title"]:
                    yield f"«{panel['title']}» lies over «{other}»"
                    return
