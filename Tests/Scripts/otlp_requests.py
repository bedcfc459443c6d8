"""What is done with a request whatever it came over: decoding, the record of it, the answer."""

import json
import sys
import threading
import time
from base64 import b64decode
from typing import TextIO

from google.protobuf import json_format
from google.protobuf.duration_pb2 import Duration
from google.protobuf.message import Message
from google.rpc import error_details_pb2, status_pb2
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2 as logs
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2 as metrics
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2 as traces
from otlp_answers import Answer

REQUESTS = {
    "traces": traces.ExportTraceServiceRequest,
    "metrics": metrics.ExportMetricsServiceRequest,
    "logs": logs.ExportLogsServiceRequest,
}
RESPONSES = {
    "traces": traces.ExportTraceServiceResponse,
    "metrics": metrics.ExportMetricsServiceResponse,
    "logs": logs.ExportLogsServiceResponse,
}
REJECTED = {
    "traces": "rejected_spans",
    "metrics": "rejected_data_points",
    "logs": "rejected_log_records",
}
# OTLP's JSON has them in hexadecimal, where that of protobuf has base64.
IDS = {"traceId", "spanId", "parentSpanId"}


def count_items(signal: str, request: Message) -> int:
    """Spans, data points or log records."""
    if signal == "traces":
        return sum(len(s.spans) for r in request.resource_spans for s in r.scope_spans)
    if signal == "logs":
        return sum(len(s.log_records) for r in request.resource_logs for s in r.scope_logs)
    each = (m for r in request.resource_metrics for s in r.scope_metrics for m in s.metrics)
    return sum(len(getattr(m, m.WhichOneof("data")).data_points) for m in each if m.WhichOneof("data"))


def with_hexadecimal_ids(value: object) -> object:
    if isinstance(value, list):
        return [with_hexadecimal_ids(each) for each in value]
    if not isinstance(value, dict):
        return value
    return {
        key: b64decode(each).hex() if key in IDS else with_hexadecimal_ids(each)
        for key, each in value.items()
    }


def response(signal: str, answer: Answer) -> bytes:
    """The serialized message of a success."""
    message = RESPONSES[signal]()
    if answer.reject:
        setattr(message.partial_success, REJECTED[signal], answer.reject)
    if answer.reject or answer.pad:
        message.partial_success.error_message = answer.message + "x" * answer.pad
    return message.SerializeToString()


def status(code: int, message: str, retry_after: float | None = None) -> bytes:
    """A serialized google.rpc.Status; the seconds go into its RetryInfo."""
    result = status_pb2.Status(code=code, message=message)
    if retry_after is not None:
        delay = Duration()
        delay.FromNanoseconds(round(retry_after * 1e9))
        result.details.add().Pack(error_details_pb2.RetryInfo(retry_delay=delay))
    return result.SerializeToString()


class Recorder:
    """Writes a line of JSON for each request."""

    def __init__(self, path: str, with_messages: bool) -> None:
        self._output: TextIO = sys.stdout if path == "-" else open(path, "a", encoding="utf-8")
        self._with_messages = with_messages
        self._lock = threading.Lock()

    def write(self, signal: str, body: bytes, answer: str, **about: object) -> None:
        """Raises DecodeError for what is not the signal's message, once that is written down."""
        line = {"time": time.time(), "signal": signal, "answer": answer, "bytes": len(body), **about}
        try:
            request = REQUESTS[signal].FromString(body)
            line["items"] = count_items(signal, request)
            if self._with_messages:
                # In protobuf's JSON, but for the ids.
                line["message"] = with_hexadecimal_ids(
                    json_format.MessageToDict(request, use_integers_for_enums=True))
        except Exception as error:
            line["error"] = str(error)
            raise
        finally:
            text = json.dumps(line, separators=(",", ":"))
            with self._lock:
                self._output.write(text + "\n")
                self._output.flush()
