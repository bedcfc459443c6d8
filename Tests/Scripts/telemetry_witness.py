"""What sonde's database says of a run, in the words of telemetry."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from telemetry_items import Attributes, Event, Point

PROCESSES = """
SELECT v.*, p.started_ns, p.ended_ns, nullif(p.execution_id, 0) AS execution
FROM processes v JOIN process p ON p.id = v.process_id WHERE v.run_id = ? ORDER BY p.id
"""
EXECUTIONS = """
SELECT v.*, e.at_ns FROM executions v JOIN execution e ON e.id = v.execution_id
WHERE v.run_id = ? ORDER BY e.at_ns
"""
# Of a process, by what a span says: its columns in the view.
ACCOUNTS = {
    "sonde.cpu.user": "cpu_user_s", "sonde.cpu.system": "cpu_system_s",
    "sonde.peak_rss": "peak_rss_bytes", "sonde.disk.read": "read_bytes",
    "sonde.disk.write": "write_bytes", "sonde.io.read": "rchar", "sonde.io.write": "wchar",
    "sonde.faults.major": "major_faults", "sonde.threads.max": "max_threads",
}
# Of a metric, by attribute: what it adds up of processes.
SUMS = {
    "process.cpu.time": ("cpu.mode", {"user": "cpu_user_s", "system": "cpu_system_s"}),
    "process.disk.io": ("disk.io.direction", {"read": "read_bytes", "write": "write_bytes"}),
    "process.paging.faults": (
        "system.paging.fault.type", {"minor": "minor_faults", "major": "major_faults"}),
    "process.context_switches": (
        "process.context_switch.type",
        {"voluntary": "voluntary_switches", "involuntary": "involuntary_switches"}),
}
STEPS = """
SELECT m.process_id, s.step_id, s.engine, s.name, s.label, s.process_id AS first
FROM step_processes m JOIN steps s USING (step_id) WHERE m.run_id = ?
"""
CONTAINERS = """
SELECT p.process_id, k.container_id, k.name, k.image, k.engine, k.pod_uid, k.inferred
FROM processes p JOIN containers k USING (container_key)
WHERE p.run_id = ? AND k.kind = 'container'
"""
# Whose labels are made of names that somebody gave, not of command lines.
LABELLED = ("snakemake", "nextflow", "slurm")
OUTCOMES = ("success", "failure", "signal", "oom")


@dataclass(frozen=True)
class Expected:
    """A span that there has to be."""

    key: int
    """Of the process; 0 is the run."""
    parent: int | None
    """None for the run."""
    name: str
    kind: str
    start: int
    end: int
    status: str
    message: str
    attributes: Attributes
    events: list[Event]

    def __str__(self) -> str:
        return f"{self.name} (pid {self.attributes['process.pid']})" if self.key else self.name


class Witness:
    """The only run of a database."""

    def __init__(self, database: Path) -> None:
        self.connection = sqlite3.connect(database)
        self.connection.row_factory = sqlite3.Row
        run, = self.connection.execute(
            "SELECT v.*, r.started_ns, r.ended_ns FROM runs v JOIN run r ON r.id = v.run_id")
        self.run = run
        self.processes = self.connection.execute(PROCESSES, (run["run_id"],)).fetchall()
        self.executions: dict[int, list[sqlite3.Row]] = {}
        for row in self.connection.execute(EXECUTIONS, (run["run_id"],)):
            self.executions.setdefault(row["process_id"], []).append(row)
        self.steps: dict[int, sqlite3.Row] = {
            row["process_id"]: row
            for row in self.connection.execute(STEPS, (run["run_id"],))}
        self.containers: dict[int, sqlite3.Row] = {
            row["process_id"]: row
            for row in self.connection.execute(CONTAINERS, (run["run_id"],))}

    def lack(self) -> str | None:
        """What the run has to have for a comparison to say anything."""
        seen = {
            "complete": self.run["complete"] == 1 and self.run["lost_events"] == 0,
            "20 processes": len(self.processes) >= 20,
            "a process that a signal ended": any(row["signal"] for row in self.processes),
            "one that executed twice": any(row["execs"] > 1 for row in self.processes),
            "one that executed nothing": any(row["execs"] == 0 for row in self.processes),
            "one that is part of a step": bool(self.steps),
            "a grandchild": any(row["parent_id"] and self.parent_of(row["parent_id"])
                                for row in self.processes),
        }
        lacking = [name for name, is_there in seen.items() if not is_there]
        return f"lacking: {', '.join(lacking)}" if lacking else None

    def parent_of(self, key: int) -> int | None:
        return next(row["parent_id"] for row in self.processes if row["process_id"] == key)

    # Spans

    def spans(self) -> list[Expected]:
        return [self.run_span(), *(self.process_span(row) for row in self.processes)]

    def run_span(self) -> Expected:
        run = self.run
        code = run["exit_code"]
        attributes: Attributes = {
            "cicd.pipeline.name": run["pipeline"], "cicd.pipeline.action.name": "RUN",
            "cicd.pipeline.run.id": str(run["run_id"]),
            "cicd.pipeline.result": "success" if code == 0 else "failure",
            "sonde.processes": run["processes"], "sonde.executions": run["executions"],
            "sonde.complete": bool(run["complete"])}
        if code != 0:
            attributes["error.type"] = str(code)
        return Expected(
            0, None, f"RUN {run['pipeline']}", "SERVER", run["started_ns"], run["ended_ns"],
            "ERROR" if code else "UNSET", f"exit status {code}" if code else "", attributes, [])

    def process_span(self, row: sqlite3.Row) -> Expected:
        name = row["tool"] if row["execs"] else row["comm"]
        code = shell_code(row)
        attributes: Attributes = {
            "process.executable.name": name, "process.pid": row["pid"],
            "process.parent_pid": row["ppid"], "process.creation.time": instant(row["started_ns"]),
            "process.real_user.id": row["uid"], "process.real_user.name": row["user"],
            "process.exit.code": code, "process.exit.time": instant(row["ended_ns"]),
            **{key: row[column] for key, column in ACCOUNTS.items()}}
        if row["execs"]:
            attributes |= {
                "process.executable.path": row["executable"],
                "process.working_directory": row["cwd"],
                "process.args_count": len(json.loads(row["command"]))}
        if code:
            attributes["error.type"] = row["signal_name"] or str(code)
        ended = signal_attributes(row) if row["signal"] else {}
        events = list(self.events(row))
        if ended:
            events.append(Event("sonde.signal", row["ended_ns"], ended))
        return Expected(
            row["process_id"], row["parent_id"] or 0, name, "INTERNAL", row["started_ns"],
            row["ended_ns"], "ERROR" if code else "UNSET", ending(row) if code else "",
            attributes | self.step_attributes(row) | self.container_attributes(row) | ended,
            events)

    def container_attributes(self, row: sqlite3.Row) -> Attributes:
        said: Attributes = {}
        if row["cgroup"] is not None:
            said["process.linux.cgroup"] = row["cgroup"]
        container = self.containers.get(row["process_id"])
        if container is None:
            return said
        image, _, tag = (container["image"] or "").partition(":")
        said |= {key: value for key, value in {
            "container.id": container["container_id"], "container.name": container["name"],
            "container.image.name": image or None, "container.runtime.name": container["engine"],
            "k8s.pod.uid": container["pod_uid"]}.items() if value is not None}
        if tag:
            said["container.image.tags"] = [tag]
        if container["inferred"]:
            said["sonde.container.inferred"] = True
        return said

    def step_attributes(self, row: sqlite3.Row) -> Attributes:
        step = self.steps.get(row["process_id"])
        if step is None:
            return {}
        said: Attributes = {
            "sonde.step.name": step["name"], "sonde.step.engine": step["engine"],
            "sonde.step.id": str(step["step_id"])}
        if step["engine"] in LABELLED:
            said["sonde.step.label"] = step["label"]
        if step["first"] == row["process_id"]:
            result = "success" if outcome(row) == "success" else "failure"
            said |= {
                "cicd.pipeline.task.name": step["name"],
                "cicd.pipeline.task.run.id": str(step["step_id"]),
                "cicd.pipeline.task.run.result": result}
        return said

    def events(self, row: sqlite3.Row) -> Iterator[Event]:
        before: str | None = None
        for each in self.executions.get(row["process_id"], []):
            if each["error"] is not None:
                yield Event("sonde.exec.failed", each["at_ns"], {
                    "process.executable.path": each["executable"], "error.type": each["error"]})
                continue
            if before is not None:
                yield Event("sonde.exec", each["at_ns"], {
                    "sonde.exec.from": before, "process.executable.path": each["executable"]})
            before = each["executable"]

    # Metrics

    def points(self) -> list[Point]:
        """The series of processes and runs that there have to be, with their values."""
        run = self.run
        pipeline = {"cicd.pipeline.name": run["pipeline"]}
        points = [Point("sonde.process.started", pipeline, {"value": run["processes"]}),
                  Point("cicd.pipeline.run.active",
                        {**pipeline, "cicd.pipeline.run.state": "executing"}, {"value": 0}),
                  Point("cicd.pipeline.run.duration", {
                      **pipeline, "cicd.pipeline.run.state": "executing",
                      "cicd.pipeline.result": "success" if run["exit_code"] == 0 else "failure",
                  }, spread([(run["ended_ns"] - run["started_ns"]) / 1e9]))]
        for tool in sorted({row["tool"] for row in self.processes}):
            rows = [row for row in self.processes if row["tool"] == tool]
            points += tool_points(rows, {**pipeline, "process.executable.name": tool})
        return points

    def failures(self) -> dict[int, str]:
        """What the log says of processes that did not end with exit status 0, by their pid."""
        return {row["pid"]: f"{row['tool']} (pid {row['pid']}): {ending(row)}"
                for row in self.processes if shell_code(row)}


def tool_points(rows: list[sqlite3.Row], about: Attributes) -> Iterator[Point]:
    for metric, (key, columns) in SUMS.items():
        for word, column in columns.items():
            yield Point(metric, {**about, key: word}, {"value": sum(row[column] for row in rows)})
    for word in OUTCOMES:
        count = sum(outcome(row) == word for row in rows)
        yield Point("sonde.process.ended", {**about, "sonde.process.outcome": word},
                    {"value": count})
    yield Point("sonde.process.duration", about,
                spread([(row["ended_ns"] - row["started_ns"]) / 1e9 for row in rows]))
    yield Point("sonde.process.peak_rss", about,
                {"value": max(row["peak_rss_bytes"] for row in rows)})
    for metric in ("sonde.process.running", "process.memory.usage"):
        yield Point(metric, about, {"value": 0})


def spread(seconds: list[float]) -> dict[str, float]:
    return {"count": len(seconds), "sum": sum(seconds), "min": min(seconds), "max": max(seconds)}


def outcome(row: sqlite3.Row) -> str:
    if row["oom_killed"]:
        return "oom"
    return "signal" if row["signal"] else "failure" if row["exit_code"] else "success"


def shell_code(row: sqlite3.Row) -> int:
    return 128 + row["signal"] if row["signal"] else row["exit_code"]


def ending(row: sqlite3.Row) -> str:
    """How a process failed, for a person."""
    if not row["signal"]:
        return f"exit status {row['exit_code']}"
    sender = f", sent by {row['killed_by_comm']} (pid {row['killed_by_pid']})"
    return f"ended by {row['signal_name']}{sender if row['killed_by_pid'] else ''}"


def signal_attributes(row: sqlite3.Row) -> Attributes:
    said: dict[str, Any] = {
        "sonde.signal": row["signal_name"], "sonde.core_dumped": bool(row["core_dumped"])}
    if row["killed_by_pid"]:
        said["sonde.signal.sender.pid"] = row["killed_by_pid"]
        said["sonde.signal.sender.name"] = row["killed_by_comm"]
    return said


def instant(time: int) -> str:
    seconds, rest = divmod(time, 10**9)
    return f"{datetime.fromtimestamp(seconds, UTC):%Y-%m-%dT%H:%M:%S}.{rest:09}Z"
