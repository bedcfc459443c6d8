"""Reads what otelsink prints: a line for each request, which is a dictionary as Python shows it."""

from __future__ import annotations

import ast
from base64 import b64decode
from typing import Any

from telemetry_items import Attributes, Event, LogLine, Point, Span, Stored

VALUES = {"stringValue": str, "intValue": int, "doubleValue": float, "boolValue": bool}
NUMBERS = ("asInt", "asDouble")


def read(text: str) -> Stored:
    stored = Stored()
    points: dict[str, Point] = {}
    for line in text.splitlines():
        request = ast.literal_eval(line)
        for each in request.get("resourceSpans", []):
            stored.spans += spans(each)
        for each in request.get("resourceLogs", []):
            stored.logs += logs(each)
        for each in request.get("resourceMetrics", []):
            # Cumulative: the last word counts.
            points |= {str(point): point for point in metric_points(each)}
    stored.points = list(points.values())
    return stored


def spans(group: dict[str, Any]) -> list[Span]:
    resource = attributes(group["resource"])
    return [
        Span(
            trace_id=hexadecimal(each["traceId"]), span_id=hexadecimal(each["spanId"]),
            parent_id=hexadecimal(each.get("parentSpanId", "")), name=each["name"],
            kind=each["kind"].removeprefix("SPAN_KIND_"), start=int(each["startTimeUnixNano"]),
            end=int(each["endTimeUnixNano"]),
            status=each.get("status", {}).get("code", "STATUS_CODE_UNSET")
            .removeprefix("STATUS_CODE_"),
            message=each.get("status", {}).get("message", ""), attributes=attributes(each),
            events=[Event(event["name"], int(event["timeUnixNano"]), attributes(event))
                    for event in each.get("events", [])],
            resource=resource)
        for scope in group["scopeSpans"] for each in scope["spans"]
    ]


def logs(group: dict[str, Any]) -> list[LogLine]:
    resource = attributes(group["resource"])
    return [
        LogLine(
            trace_id=hexadecimal(each.get("traceId", "")),
            span_id=hexadecimal(each.get("spanId", "")), severity=each["severityText"],
            body=each["body"]["stringValue"], attributes=attributes(each), resource=resource)
        for scope in group["scopeLogs"] for each in scope["logRecords"]
    ]


def metric_points(group: dict[str, Any]) -> list[Point]:
    points = []
    for scope in group["scopeMetrics"]:
        for metric in scope["metrics"]:
            kind = next(kind for kind in ("sum", "gauge", "histogram") if kind in metric)
            points += [point(metric["name"], each) for each in metric[kind]["dataPoints"]]
    return points


def point(name: str, each: dict[str, Any]) -> Point:
    if "count" in each or "bucketCounts" in each:
        values = {key: float(each.get(key, 0)) for key in ("count", "sum", "min", "max")}
    else:
        values = {"value": float(next((each[key] for key in NUMBERS if key in each), 0))}
    return Point(name, attributes(each), values, [
        (hexadecimal(example["traceId"]), hexadecimal(example["spanId"]))
        for example in each.get("exemplars", [])])


def attributes(holder: dict[str, Any]) -> Attributes:
    return {each["key"]: value(each["value"]) for each in holder.get("attributes", [])}


def value(holder: dict[str, Any]) -> Any:
    for name, kind in VALUES.items():
        if name in holder:
            return kind(holder[name])
    if "arrayValue" in holder:
        return [value(each) for each in holder["arrayValue"].get("values", [])]
    return holder


def hexadecimal(text: str) -> str:
    return b64decode(text).hex()
