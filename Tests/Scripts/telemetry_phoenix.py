"""Reads Phoenix's spans over its REST API."""

from __future__ import annotations

import json
import urllib.request
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

from telemetry_items import Event, Span, Stored

PAGE = 100
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def read(address: str) -> Stored:
    stored = Stored()
    cursor: str | None = None
    while True:
        words = {"limit": PAGE} | ({"cursor": cursor} if cursor else {})
        page = get(f"{address}/v1/projects/default/spans?{urlencode(words)}")
        stored.spans += [span(each) for each in page["data"]]
        cursor = page.get("next_cursor")
        if not cursor:
            return stored


def get(url: str) -> dict[str, Any]:
    with urllib.request.urlopen(url, timeout=30) as answer:
        return json.load(answer)


def span(each: dict[str, Any]) -> Span:
    """What it calls the kind is another thing than the protocol's."""
    return Span(
        trace_id=each["context"]["trace_id"], span_id=each["context"]["span_id"],
        parent_id=each["parent_id"] or "", name=each["name"], kind=None,
        start=nanoseconds(each["start_time"]), end=nanoseconds(each["end_time"]),
        status=each["status_code"], message=each["status_message"],
        attributes=each["attributes"],
        events=[Event(event["name"], nanoseconds(event["timestamp"]), event["attributes"])
                for event in each["events"]])


def nanoseconds(text: str) -> int:
    """It keeps microseconds."""
    passed = datetime.fromisoformat(text) - EPOCH
    return (passed.days * 86_400 + passed.seconds) * 10**9 + passed.microseconds * 1000
