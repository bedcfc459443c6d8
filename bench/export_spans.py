#!/usr/bin/env python3
"""Makes spans with OpenTelemetry's SDK and exports them: what ExportSpans does with Sonde's own.

usage: export_spans.py grpc|http/protobuf ENDPOINT COUNT
"""

from __future__ import annotations

import json
import sys
import time

from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

BATCH = 512
TOOLS = ["bwa", "samtools", "seqtk", "fastqc"]


def exporter(protocol: str, endpoint: str) -> SpanExporter:
    if protocol == "grpc":
        from opentelemetry.exporter.otlp.proto.grpc.trace_exporter import OTLPSpanExporter
        return OTLPSpanExporter(endpoint=endpoint, insecure=True)
    from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
    return OTLPSpanExporter(endpoint=endpoint)


def main() -> None:
    protocol, endpoint, number = sys.argv[1:]
    count = int(number)
    provider = TracerProvider(resource=Resource({"service.name": "bench"}))
    provider.add_span_processor(BatchSpanProcessor(
        exporter(protocol, endpoint), max_queue_size=max(count, BATCH), max_export_batch_size=BATCH))
    tracer = provider.get_tracer("bench")
    begin = time.monotonic_ns()
    for number in range(count):
        span = tracer.start_span("step", attributes={
            "process.pid": number, "process.parent_pid": number // 2,
            "process.executable.name": TOOLS[number % len(TOOLS)],
            "process.executable.path": "/usr/bin/bwa", "process.working_directory": "/data/run",
            "process.exit.code": number % 3, "process.real_user.name": "root",
            "sonde.peak_rss": number << 12, "sonde.cpu.user": 0.25, "sonde.complete": True,
        })
        span.end()
    provider.force_flush(120_000)
    elapsed = time.monotonic_ns() - begin
    provider.shutdown()
    print(json.dumps({"count": count, "nanoseconds": elapsed}))


if __name__ == "__main__":
    main()
