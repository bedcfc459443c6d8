"""What exports spans, and the receiver that they export to."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from measure import BenchmarkError, await_end, cpu_ns, first_line, tail

ROOT = Path(__file__).resolve().parent.parent
SCRIPT = Path(__file__).resolve().parent / "export_spans.py"
PROTOCOLS = {"grpc": "gRPC", "http/protobuf": "HTTP"}


class Receiver:
    """Takes OTLP over both protocols and counts the items. It runs while this is entered."""

    def __init__(self, python: str, directory: Path) -> None:
        self.lines = directory / "received.jsonl"
        self.command = [
            python, str(ROOT / "Tests/Scripts/otlp_receiver.py"), "--direct", "--no-messages",
            "--output", str(self.lines)]
        self.read_up_to = 0

    def __enter__(self) -> Receiver:
        self.lines.touch()
        self.process = subprocess.Popen(
            self.command, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"})
        assert self.process.stdout is not None
        said = self.process.stdout.readline()
        if not said:
            self.process.wait()
            raise BenchmarkError(f"the receiver does not start: {' '.join(self.command)}")
        ports = json.loads(said)
        self.places = {"grpc": f"http://127.0.0.1:{ports['grpc_port']}",
                       "http/protobuf": f"http://127.0.0.1:{ports['http_port']}"}
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.process.terminate()
        self.process.wait()

    def traces(self, protocol: str) -> str:
        """The URL that spans are sent to."""
        return self.places[protocol] + ("" if protocol == "grpc" else "/v1/traces")

    def take(self) -> Counter[str]:
        """Items of each signal since the last call."""
        items: Counter[str] = Counter()
        with self.lines.open("rb") as lines:
            lines.seek(self.read_up_to)
            for line in lines:
                request = json.loads(line)
                items[request["signal"]] += request["items"]
            self.read_up_to = lines.tell()
        return items


@dataclass(frozen=True)
class Export:
    """Spans, from the making of the first to the receiver's last answer."""

    count: int
    elapsed_ns: int
    cpu_ns: int
    """Of the whole program that made them."""
    peak_kib: int
    received: int


@dataclass(frozen=True)
class Exporter:
    """One way to make spans of ten attributes and export them in batches of 512."""

    name: str
    command: tuple[str, ...]
    protocol: str

    def export(self, receiver: Receiver, directory: Path, count: int) -> Export:
        receiver.take()
        output, errors = directory / "export.out", directory / "export.err"
        command = [*self.command, self.protocol, receiver.traces(self.protocol), str(count)]
        with output.open("wb") as out, errors.open("wb") as err:
            process = subprocess.Popen(command, stdout=out, stderr=err)
        try:
            peak = await_end(process.pid)
            cpu = cpu_ns(process.pid)
        finally:
            process.terminate()  # does nothing to one that has ended
            process.wait()
        if process.returncode != 0:
            raise BenchmarkError(f"{self.name} ended with {process.returncode}:\n{tail(errors)}")
        said = json.loads(output.read_text())
        return Export(count, said["nanoseconds"], cpu, peak, receiver.take()["traces"])


def exporters(program: Path, python: str) -> list[Exporter]:
    """Of each protocol: Sonde's two ways, and the SDK."""
    return [
        exporter
        for protocol, title in PROTOCOLS.items()
        for exporter in (
            Exporter(f"sonde, as processes: {title}", (str(program), "records"), protocol),
            Exporter(f"sonde, by its tracer: {title}", (str(program), "tracer"), protocol),
            Exporter(f"SDK for Python: {title}", (python, str(SCRIPT)), protocol),
        )
    ]


def sdk_version(python: str) -> str:
    script = ("import platform; from importlib.metadata import version; "
              "print(version('opentelemetry-sdk'), platform.python_version(), version('protobuf'))")
    said = first_line([python, "-c", script]).split()
    if len(said) != 3:
        raise BenchmarkError(f"{python} has no OpenTelemetry: scripts/setup.sh bench, or name "
                             "another Python with --python")
    return f"OpenTelemetry SDK {said[0]} in Python {said[1]} with protobuf {said[2]}"
