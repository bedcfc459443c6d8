"""Stands in for an agent: exposes every metric of conventions.md, in OpenMetrics, and lets the
counters grow. So the stack can be checked where nothing is built and nobody is root."""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from stack_conventions import Metric, label

BUCKETS = (0.005, 0.05, 0.5, 5.0, 50.0)
RESOURCE = {"service_name": "sonde", "service_instance_id": "stand-in", "host_name": "stand-in"}
# Of keys whose values the document leaves open. Some are there to be quoted: Grafana must.
SAMPLES = {
    "cicd.pipeline.name": ["qc", "align (2)"], "process.executable.name": ["bwa", "c++"],
    "sonde.record.kind": ["fork", "exec"], "sonde.drop.reason": ["queue_full"],
    "system.filesystem.mountpoint": ["/", "/scratch"], "system.device": ["/dev/sda1"],
    "system.filesystem.type": ["ext4"]}
OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


class StandIn:
    """A context manager; `address` is where to scrape. With `pushed`, what it exposes is what a
    collector would of an agent that pushes: every series says whose it is."""

    def __init__(self, metrics: list[Metric], pushed: bool = False) -> None:
        self.metrics = metrics
        self.origin = {"job": "sonde", "instance": "pushed"} if pushed else {}
        self.began = time.monotonic()
        stand_in = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = stand_in.exposition().encode()
                self.send_response(200)
                self.send_header("Content-Type", OPENMETRICS)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, format: str, *arguments: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self) -> StandIn:
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def exposition(self) -> str:
        grown = 1 + int(time.monotonic() - self.began)
        lines = ["# TYPE target info", f"target_info{written(self.origin | RESOURCE)} 1"]
        for metric in self.metrics:
            lines += family(metric, self.origin, grown)
        return "\n".join([*lines, "# EOF", ""])


def plain_text(metrics: list[Metric]) -> str:
    """The older text format, which promtool's linter reads: without exemplars and `# EOF`."""
    lines = []
    for metric in metrics:
        kind, *samples = family(metric, {}, 1)
        name = metric.prometheus
        lines += [f"# HELP {name} {metric.name}", f"# TYPE {name} {kind.split()[-1]}"]
        lines += [sample.split(" # ")[0] for sample in samples]
    return "\n".join([*lines, ""])


def family(metric: Metric, origin: dict[str, str], grown: int) -> list[str]:
    kind = "gauge" if metric.kind == "up-down counter" else metric.kind
    name = metric.prometheus.removesuffix("_total") if kind == "counter" else metric.prometheus
    lines = [f"# TYPE {name} {kind}"]
    for own in label_sets(metric):
        labels = origin | own
        if kind == "histogram":
            lines += histogram(name, labels, grown)
        else:
            lines.append(f"{metric.prometheus}{written(labels)} {grown}")
    return lines


def histogram(name: str, labels: dict[str, str], grown: int) -> Iterator[str]:
    exemplar = f' # {{trace_id="{"ab" * 16}",span_id="{"cd" * 8}"}} 0.04 {time.time():.3f}'
    for i, bound in enumerate(BUCKETS):
        yield (f"{name}_bucket{written({**labels, 'le': str(bound)})} {grown * (i + 1)}"
               f"{exemplar if bound == 0.05 else ''}")
    count = grown * len(BUCKETS)
    yield f"{name}_bucket{written({**labels, 'le': '+Inf'})} {count}"
    yield f"{name}_count{written(labels)} {count}"
    yield f"{name}_sum{written(labels)} {count * 0.25}"


def label_sets(metric: Metric) -> Iterator[dict[str, str]]:
    """Every combination of the values of the attributes."""
    keys = list(metric.attributes)
    choices = [metric.attributes[key] or SAMPLES.get(key, ["any"]) for key in keys]
    for values in itertools.product(*choices):
        # A label without a value is one that is not there.
        yield {label(key): value for key, value in zip(keys, values) if value}


def written(labels: dict[str, str]) -> str:
    pairs = ",".join(f'{key}="{value}"' for key, value in labels.items())
    return f"{{{pairs}}}" if pairs else ""
