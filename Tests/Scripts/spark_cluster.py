"""A Spark cluster on the loopback: a master and two workers, for the length of a test."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
import urllib.request
from pathlib import Path
from types import TracebackType

import pyspark

HOME = Path(pyspark.__file__).parent
WORKERS = 2
START_SECONDS = 60
LOOPBACK = "127.0.0.1"

# The first compiler and the plain collector are quicker where little is done.
JAVA_OPTIONS = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
DEFAULTS = f"""\
spark.driver.extraJavaOptions {JAVA_OPTIONS}
spark.executor.extraJavaOptions {JAVA_OPTIONS}
spark.driver.host {LOOPBACK}
spark.driver.bindAddress {LOOPBACK}
spark.executor.memory 512m
spark.sql.shuffle.partitions 4
spark.ui.enabled false
"""


def free_port() -> int:
    with socket.socket() as chosen:
        chosen.bind((LOOPBACK, 0))
        return int(chosen.getsockname()[1])


class Cluster:
    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.port = free_port()
        self.web_port = free_port()
        self.address = f"spark://{LOOPBACK}:{self.port}"
        self.processes: list[subprocess.Popen[bytes]] = []
        configuration = directory / "conf"
        configuration.mkdir()
        (configuration / "spark-defaults.conf").write_text(DEFAULTS)
        self.environment = {
            **os.environ, "SPARK_HOME": str(HOME), "SPARK_LOCAL_IP": LOOPBACK,
            "SPARK_CONF_DIR": str(configuration), "SPARK_LOCAL_DIRS": str(directory / "local"),
            "SPARK_DAEMON_JAVA_OPTS": JAVA_OPTIONS}

    def __enter__(self) -> Cluster:
        try:
            self.start("master.Master", "--host", LOOPBACK, "--port", str(self.port),
                       "--webui-port", str(self.web_port))
            for number in range(WORKERS):
                self.start("worker.Worker", "--host", LOOPBACK, "--port", str(free_port()),
                           "--webui-port", str(free_port()), "--cores", "1", "--memory", "1g",
                           "--work-dir", str(self.work(number)), self.address)
            self.await_workers()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def work(self, number: int) -> Path:
        return self.directory / f"worker-{number}"

    def start(self, name: str, *arguments: str) -> None:
        with open(self.directory / f"{len(self.processes)}.log", "wb") as log:
            # The script becomes the Java machine, so what is stopped is that.
            self.processes.append(subprocess.Popen(
                [str(HOME / "bin" / "spark-class"), f"org.apache.spark.deploy.{name}", *arguments],
                env=self.environment, stdin=subprocess.DEVNULL, stdout=log,
                stderr=subprocess.STDOUT))

    def state(self) -> dict[str, object]:
        """What the master tells of itself; nothing while it starts."""
        try:
            with urllib.request.urlopen(f"http://{LOOPBACK}:{self.web_port}/json/",
                                        timeout=5) as page:
                return dict(json.load(page))
        except OSError:
            return {}

    def await_workers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.state().get("aliveworkers") != WORKERS:
            ended = [i for i, process in enumerate(self.processes) if process.poll() is not None]
            if ended or time.monotonic() > deadline:
                log = (self.directory / f"{ended[0] if ended else 0}.log").read_text()
                raise RuntimeError(f"the cluster does not start: {log[-2000:]}")
            time.sleep(0.1)

    def applications_on_every_worker(self) -> int:
        """How many applications had an executor on each of the workers."""
        ran = [{path.parent.name for path in self.work(i).glob("app-*/*")} for i in range(WORKERS)]
        return len(set.intersection(*ran))

    def stop(self) -> None:
        """Workers first: they would wait for their master."""
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
