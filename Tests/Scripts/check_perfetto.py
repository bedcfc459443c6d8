#!/usr/bin/env python3
"""Reads a trace with Perfetto's own message definitions and prints what is in it, as JSON.

Usage: check_perfetto.py TRACE
Needs the package perfetto. What no reader would take, unknown fields included, is an error.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path

from google.protobuf.message import Message
from google.protobuf.unknown_fields import UnknownFieldSet
from perfetto.protos.perfetto.trace import perfetto_trace_pb2 as proto


def check_known(message: Message) -> None:
    """Raises if anything in a message is not in its definition."""
    assert len(UnknownFieldSet(message)) == 0, f"unknown fields in {message}"
    for field, value in message.ListFields():
        if field.message_type is None:
            continue
        for part in [value] if isinstance(value, Message) else value:
            check_known(part)


def main() -> int:
    trace = proto.Trace.FromString(Path(sys.argv[1]).read_bytes())
    check_known(trace)
    tracks: dict[int, object] = {}
    open_slices: dict[int, list[str]] = defaultdict(list)
    last: dict[int, int] = {}
    counts: Counter[str] = Counter()
    names: dict[int, str] = {}
    begun: set[int] = set()
    ended: set[int] = set()
    slices = []
    for packet in trace.packet:
        assert packet.trusted_packet_sequence_id == 1
        for name in packet.interned_data.debug_annotation_names:
            names[name.iid] = name.name
        if packet.HasField("track_descriptor"):
            descriptor = packet.track_descriptor
            assert descriptor.uuid not in tracks, f"two tracks {descriptor.uuid}"
            assert not descriptor.parent_uuid or descriptor.parent_uuid in tracks
            tracks[descriptor.uuid] = descriptor
        if not packet.HasField("track_event"):
            continue
        event = packet.track_event
        kind = proto.TrackEvent.Type.Name(event.type)
        counts[kind] += 1
        begun.update(event.flow_ids)
        ended.update(event.terminating_flow_ids)
        assert event.track_uuid in tracks, f"an event on an unknown track {event.track_uuid}"
        if kind == "TYPE_SLICE_BEGIN":
            assert packet.timestamp >= last.get(event.track_uuid, 0), "time runs backwards"
            last[event.track_uuid] = packet.timestamp
            open_slices[event.track_uuid].append(event.name)
            slices.append(
                {"name": event.name, "depth": len(open_slices[event.track_uuid]),
                 "args": {names[a.name_iid]: value(a) for a in event.debug_annotations}})
        elif kind == "TYPE_SLICE_END":
            assert packet.timestamp >= last.get(event.track_uuid, 0), "time runs backwards"
            last[event.track_uuid] = packet.timestamp
            open_slices[event.track_uuid].pop()
    assert ended <= begun, "an arrow that begins nowhere"
    processes = [track for track in tracks.values() if track.HasField("process")]
    print(json.dumps({
        "processes": len(processes), "pids": [track.process.pid for track in processes],
        "commands": [list(track.process.cmdline) for track in processes],
        "counters": sorted({t.name for t in tracks.values() if t.HasField("counter")}),
        "events": counts, "unfinished": sum(len(s) for s in open_slices.values()),
        "arrows": len(ended), "slices": slices}))
    return 0


def value(annotation: object) -> object:
    if annotation.array_values:
        return [value(part) for part in annotation.array_values]
    fields = [field.name for field, _ in annotation.ListFields() if field.name != "name_iid"]
    return getattr(annotation, fields[0]) if fields else None


if __name__ == "__main__":
    sys.exit(main())
