"""What a back end stored, in words that no back end owns."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

Attributes = dict[str, Any]


@dataclass(frozen=True)
class Event:
    name: str
    time: int
    """ns since 1970."""
    attributes: Attributes


@dataclass(frozen=True)
class Span:
    trace_id: str
    span_id: str
    parent_id: str
    """Empty for a root."""
    name: str
    kind: str | None
    """None where the back end does not keep it."""
    start: int
    end: int
    status: str
    """UNSET, OK or ERROR."""
    message: str
    attributes: Attributes
    events: list[Event] = field(default_factory=list)
    resource: Attributes | None = None
    """None where the back end does not keep it."""

    def __str__(self) -> str:
        pid = self.attributes.get("process.pid")
        return f"{self.name} (pid {pid})" if pid is not None else self.name


@dataclass(frozen=True)
class LogLine:
    trace_id: str
    span_id: str
    severity: str
    body: str
    attributes: Attributes
    resource: Attributes


@dataclass(frozen=True)
class Point:
    """One series of a metric, as it was last told."""

    metric: str
    attributes: Attributes
    values: dict[str, float]
    """`value`, or `count`, `sum`, `min` and `max` of a histogram."""
    exemplars: list[tuple[str, str]] = field(default_factory=list)
    """Trace and span."""

    def __str__(self) -> str:
        words = ", ".join(f"{key}={value}" for key, value in sorted(self.attributes.items()))
        return f"{self.metric}{{{words}}}"


@dataclass
class Stored:
    """All that a back end has."""

    spans: list[Span] = field(default_factory=list)
    logs: list[LogLine] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
