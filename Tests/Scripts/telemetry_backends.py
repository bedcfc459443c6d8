"""Back ends that nobody here wrote, each as its makers start it, and what they stored."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from types import TracebackType

import telemetry_otelsink
import telemetry_phoenix
from telemetry_items import Stored

START_SECONDS = 90
END_SECONDS = 10
PROGRAMS = Path(sys.executable).parent


class BackEndError(Exception):
    """A back end that does not do what it is there for."""


class BackEnd(ABC):
    """One that runs while this is entered."""

    name: str
    environment: Mapping[str, str]
    """What tells sonde to send there."""
    signals: frozenset[str]
    """Of traces, metrics and logs, what it keeps."""
    precision: int
    """Of the times that it keeps, ns."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.output = directory / "output"
        self.errors = directory / "errors"
        self.process: subprocess.Popen[bytes] | None = None

    @abstractmethod
    def command(self) -> list[str]: ...

    @abstractmethod
    def is_ready(self) -> bool: ...

    @abstractmethod
    def read(self, spans: int) -> Stored:
        """What it has; waits until that is so many spans, unless that takes too long."""

    def surroundings(self) -> dict[str, str]:
        """Its environment: a home of its own, and nothing that tells a telemetry library what
        to do."""
        kept = {name: value for name, value in os.environ.items()
                if not name.startswith(("OTEL_", "PHOENIX_"))}
        return {**kept, "HOME": str(self.directory), "PYTHONUNBUFFERED": "1"}

    def __enter__(self) -> BackEnd:
        with self.output.open("wb") as output, self.errors.open("wb") as errors:
            self.process = subprocess.Popen(
                self.command(), stdout=output, stderr=errors, stdin=subprocess.DEVNULL,
                cwd=self.directory, env=self.surroundings())
        try:
            self.await_ready()
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None,
                 trace: TracebackType | None) -> None:
        self.end()

    def await_ready(self) -> None:
        limit = time.monotonic() + START_SECONDS
        while not self.is_ready():
            if self.process is None or self.process.poll() is not None:
                raise BackEndError(f"{self.name} ended: {self.last_words()}")
            if time.monotonic() > limit:
                raise BackEndError(f"{self.name} is not ready: {self.last_words()}")
            time.sleep(0.1)

    def last_words(self) -> str:
        said = "".join(file.read_text(errors="replace") for file in (self.errors, self.output))
        return said[-2000:]

    def end(self) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(signal.SIGINT)
        try:
            self.process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


class OtelSink(BackEnd):
    """`otelsink` of oteltest: prints what it receives, of all three signals."""

    signals = frozenset({"traces", "metrics", "logs"})
    precision = 1

    def __init__(self, directory: Path, protocol: str) -> None:
        super().__init__(directory)
        self.protocol = protocol
        self.name = f"otelsink over {'gRPC' if protocol == 'grpc' else 'HTTP'}"
        port = 4317 if protocol == "grpc" else 4318
        self.environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": f"http://127.0.0.1:{port}",
                            "OTEL_EXPORTER_OTLP_PROTOCOL": protocol}

    def command(self) -> list[str]:
        if self.protocol == "grpc":
            return [sys.executable, str(Path(__file__).with_name("telemetry_sink.py"))]
        return [str(PROGRAMS / "otelsink"), "--http"]

    def is_ready(self) -> bool:
        if self.protocol != "grpc":
            return answers("http://127.0.0.1:4318/")
        # It says so before it listens.
        import grpc
        with grpc.insecure_channel("127.0.0.1:4317") as channel:
            try:
                grpc.channel_ready_future(channel).result(timeout=1)
            except grpc.FutureTimeoutError:
                return False
        return True

    def read(self, spans: int) -> Stored:
        # It printed before it answered, and sonde has waited for the answers.
        return telemetry_otelsink.read(self.output.read_text(encoding="utf-8"))


class Phoenix(BackEnd):
    """arize-phoenix: traces over gRPC into a database, read back over its REST API."""

    name = "phoenix"
    signals = frozenset({"traces"})
    precision = 1000
    environment = {"OTEL_EXPORTER_OTLP_ENDPOINT": "http://127.0.0.1:4317",
                   "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
                   "OTEL_METRICS_EXPORTER": "none", "OTEL_LOGS_EXPORTER": "none"}
    address = "http://127.0.0.1:6006"

    def command(self) -> list[str]:
        return [str(PROGRAMS / "phoenix"), "serve"]

    def surroundings(self) -> dict[str, str]:
        return {**super().surroundings(), "PHOENIX_WORKING_DIR": str(self.directory),
                "PHOENIX_TELEMETRY_ENABLED": "false"}

    def is_ready(self) -> bool:
        return answers(f"{self.address}/healthz")

    def read(self, spans: int) -> Stored:
        # It answers first and stores then.
        limit = time.monotonic() + START_SECONDS
        stored = telemetry_phoenix.read(self.address)
        while len(stored.spans) < spans and time.monotonic() < limit:
            time.sleep(0.2)
            stored = telemetry_phoenix.read(self.address)
        return stored
