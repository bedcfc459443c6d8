"""Compares what a back end stored with what the database says: differences in words, each with
the span and the field."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from telemetry_items import Attributes, Event, LogLine, Point, Span
from telemetry_witness import Expected, Witness

# The clocks are compared anew for each batch: the database and a span may have the same moment by
# two comparisons.
CLOCK = 100_000
INSTANTS = {"process.creation.time", "process.exit.time"}
# What the log says of a run's beginning and end.
RUN_LINES = ("run began", "run ended: ")
SERVICE = "sonde"


class SpanComparison:
    """The spans of one trace, each beside what is expected of it."""

    def __init__(self, witness: Witness, spans: Sequence[Span], precision: int) -> None:
        self.witness = witness
        self.spans = spans
        self.tolerance = CLOCK + precision
        self.expected = {each.key: each for each in witness.spans()}
        self.found: dict[int, Span] = {}
        self.strangers: list[str] = []
        for span in spans:
            key = self.key_of(span)
            if key is None:
                self.strangers.append(f"{span} is no process of the run")
            elif key in self.found:
                self.strangers.append(f"{span} is there twice")
            else:
                self.found[key] = span
        self.pairs = [(self.expected[key], span) for key, span in self.found.items()]

    def key_of(self, span: Span) -> int | None:
        """The process that it is of, by pid and time; 0 for the run, which has no pid."""
        pid = span.attributes.get("process.pid")
        for each in self.expected.values():
            if each.attributes.get("process.pid") == pid and self.is_moment(each.start, span.start):
                return each.key
        return None

    def is_moment(self, one: int, other: int) -> bool:
        return abs(one - other) <= self.tolerance

    def presence(self) -> Iterator[str]:
        yield from self.strangers
        for key, each in self.expected.items():
            if key not in self.found:
                yield f"{each} has no span"

    def roots(self) -> Iterator[str]:
        roots = [span for span in self.spans if not span.parent_id]
        if [span.span_id for span in roots] != [self.witness.run["span_id"]]:
            yield (f"roots are {', '.join(f'{span} {span.span_id}' for span in roots) or 'none'}, "
                   f"and in the database {self.witness.run['span_id']}")

    def ids(self) -> Iterator[str]:
        for span in self.spans:
            if span.trace_id != self.witness.run["trace_id"]:
                yield (f"{span}: trace id is {span.trace_id}, and in the database "
                       f"{self.witness.run['trace_id']}")
        for span_id, count in Counter(span.span_id for span in self.spans).items():
            if count > 1 or len(span_id) != 16 or int(span_id, 16) == 0:
                yield f"{count} spans have the id {span_id}"

    def parents(self) -> Iterator[str]:
        for expected, span in self.pairs:
            if expected.parent is None or expected.parent not in self.found:
                continue
            parent = self.found[expected.parent]
            if span.parent_id != parent.span_id:
                yield f"{span}: parent is {span.parent_id}, and by the database {parent}"

    def names(self) -> Iterator[str]:
        for expected, span in self.pairs:
            if span.name != expected.name:
                yield f"{span}: name is {span.name!r}, and by the database {expected.name!r}"
            if span.kind is not None and span.kind != expected.kind:
                yield f"{span}: kind is {span.kind}, not {expected.kind}"

    def times(self) -> Iterator[str]:
        for expected, span in self.pairs:
            for field in ("start", "end"):
                seen, wanted = getattr(span, field), getattr(expected, field)
                if not self.is_moment(seen, wanted):
                    yield f"{span}: {field} is {seen}, and in the database {wanted}"
        for expected, span in self.pairs:
            parent = self.found.get(-1 if expected.parent is None else expected.parent)
            if parent and span.start < parent.start - self.tolerance:
                yield f"{span}: starts before its parent, {parent}"

    def statuses(self) -> Iterator[str]:
        for expected, span in self.pairs:
            seen, wanted = (span.status, span.message), (expected.status, expected.message)
            if seen != wanted:
                yield f"{span}: status is {seen}, and by the database {wanted}"

    def attributes(self) -> Iterator[str]:
        for expected, span in self.pairs:
            yield from differences(str(span), span.attributes, expected.attributes,
                                   self.tolerance)

    def events(self) -> Iterator[str]:
        for expected, span in self.pairs:
            names = [event.name for event in span.events]
            if sorted(names) != sorted(event.name for event in expected.events):
                yield (f"{span}: events are {names}, and by the database "
                       f"{[event.name for event in expected.events]}")
                continue
            for seen, wanted in zip(in_order(span.events), in_order(expected.events)):
                place = f"{span}, event {seen.name}"
                if not self.is_moment(seen.time, wanted.time):
                    yield f"{place}: time is {seen.time}, and in the database {wanted.time}"
                yield from differences(place, seen.attributes, wanted.attributes, self.tolerance)

    def resources(self) -> Iterator[str]:
        for span in self.spans:
            if span.resource is not None:
                yield from resource(str(span), span.resource, self.witness)


def in_order(events: list[Event]) -> list[Event]:
    return sorted(events, key=lambda event: (event.name, event.time))


def differences(
    place: str, seen: Attributes, wanted: Attributes, tolerance: int
) -> Iterator[str]:
    for key in sorted(seen.keys() | wanted.keys()):
        if key not in seen:
            yield f"{place}: {key} is missing, and by the database {wanted[key]!r}"
        elif key not in wanted:
            yield f"{place}: {key} is {seen[key]!r}, which the database knows nothing of"
        elif not is_same(key, seen[key], wanted[key], tolerance):
            yield f"{place}: {key} is {seen[key]!r}, and by the database {wanted[key]!r}"


def is_same(key: str, seen: Any, wanted: Any, tolerance: int) -> bool:
    if key in INSTANTS:
        return abs(nanoseconds(seen) - nanoseconds(wanted)) <= tolerance
    if isinstance(wanted, float):
        return isinstance(seen, float) and abs(seen - wanted) < 1e-9
    # 1 is not True.
    return type(seen) is type(wanted) and seen == wanted


def nanoseconds(text: str) -> int:
    whole, rest = text.removesuffix("Z").split(".")
    return int(datetime.fromisoformat(whole + "+00:00").timestamp()) * 10**9 + int(rest)


def resource(place: str, seen: Attributes, witness: Witness) -> Iterator[str]:
    wanted = {"service.name": SERVICE, "host.name": witness.run["host"],
              "telemetry.sdk.language": "swift"}
    for key, value in wanted.items():
        if seen.get(key) != value:
            yield f"{place}: the resource's {key} is {seen.get(key)!r}, not {value!r}"
    for key in ("service.version", "service.instance.id"):
        if not seen.get(key):
            yield f"{place}: the resource has no {key}"


def metrics(witness: Witness, points: Sequence[Point]) -> Iterator[str]:
    """Series of processes and runs against sums of the database."""
    seen = {str(point): point for point in points}
    for wanted in witness.points():
        point = seen.get(str(wanted))
        if point is None:
            # A counter that has counted nothing need not be there.
            if any(wanted.values.values()):
                yield f"{wanted}: is missing, and by the database {wanted.values}"
            continue
        for field, value in wanted.values.items():
            if abs(point.values[field] - value) > 1e-6 + 1e-9 * abs(value):
                yield f"{wanted}: {field} is {point.values[field]}, and by the database {value}"
    about = {point.metric for point in points}
    for metric in ("system.memory.usage", "sonde.records.received", "sonde.telemetry.made"):
        if metric not in about:
            yield f"{metric}: is missing"


def exemplars(points: Sequence[Point], spans: Sequence[Span]) -> Iterator[str]:
    known = {(span.trace_id, span.span_id) for span in spans}
    named = [(point, example) for point in points for example in point.exemplars]
    if not named:
        yield "no metric has an exemplar"
    for point, example in named:
        if example not in known:
            yield f"{point}: the exemplar's span {example[1]} does not exist"


def logs(witness: Witness, lines: Sequence[LogLine], spans: Sequence[Span]) -> Iterator[str]:
    """A line for the run's beginning and end and for each failure, each in the span it is about."""
    known = {(span.trace_id, span.span_id): span for span in spans}
    for line in lines:
        if (line.trace_id, line.span_id) not in known:
            yield f"line {line.body!r}: its span {line.span_id} does not exist"
        yield from resource(f"line {line.body!r}", line.resource, witness)
    for beginning in RUN_LINES:
        yield from expect_line(
            beginning, [line for line in lines if line.body.startswith(beginning)],
            witness.run["span_id"])
    of_pid = {span.attributes.get("process.pid"): span.span_id for span in spans}
    for pid, text in witness.failures().items():
        yield from expect_line(
            text, [line for line in lines if line.body == text], of_pid.get(pid, ""))


def expect_line(text: str, lines: Sequence[LogLine], span_id: str) -> Iterator[str]:
    if len(lines) != 1:
        yield f"there are {len(lines)} lines {text!r}"
    for line in lines:
        if line.span_id != span_id:
            yield f"line {line.body!r}: span id is {line.span_id}, not {span_id}"
