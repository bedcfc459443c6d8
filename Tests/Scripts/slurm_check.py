#!/usr/bin/env python3
"""Follows jobs of a Slurm on this machine, and compares what is told of them with what they were.

munged, slurmctld and slurmd run from a directory of their own, at free ports, and touch no control
group. Needs root.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from checks import Check

LIMIT = 30.0
ARRAY = """#!/bin/bash
#SBATCH --job-name=align --array=1-5 --cpus-per-task=1 --mem=100M --time=5
srun sort /etc/passwd >/dev/null
srun cat missing-$SLURM_ARRAY_TASK_ID.txt
exit 0
"""
TASKS = """#!/bin/bash
#SBATCH --job-name=two --ntasks=2 --mem-per-cpu=64M --time=5
srun sort /etc/passwd
"""
CONFIGURATION = """
ClusterName=here
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={ports[0]}
SlurmdPort={ports[1]}
SlurmUser=root
SlurmdUser=root
AuthInfo=socket={directory}/munge.socket
MpiDefault=none
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU_Memory
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1
SwitchType=switch/none
ReturnToService=2
SlurmctldPidFile={directory}/slurmctld.pid
SlurmdPidFile={directory}/slurmd.pid
SlurmdSpoolDir={directory}/spool
StateSaveLocation={directory}/state
NodeName={host} NodeAddr=127.0.0.1 CPUs=2 RealMemory=1000
PartitionName=all Nodes=ALL Default=YES MaxTime=60 State=UP
"""


def free_ports(count: int) -> list[int]:
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in sockets]
    for each in sockets:
        each.close()
    return ports


def wait(what: str, holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + LIMIT
    while not holds():
        if time.monotonic() > deadline:
            raise RuntimeError(f"{what}: not within {LIMIT:.0f} s")
        time.sleep(0.05)


class Cluster:
    """A Slurm of one node."""

    def __init__(self, directory: Path, stack: ExitStack) -> None:
        self._directory = directory
        self._stack = stack
        self._environment = {**os.environ, "SLURM_CONF": str(directory / "slurm.conf")}
        host = socket.gethostname().split(".")[0]
        (directory / "slurm.conf").write_text(CONFIGURATION.format(
            host=host, ports=free_ports(2), directory=directory))
        for name in ["spool", "state"]:
            (directory / name).mkdir()
        self._start_munge()
        self.start("slurmctld", "-D", "-i")
        self.start("slurmd", "-D", "-N", host)
        wait("a node that is idle", lambda: "idle" in self.run("sinfo", "-h", "-o", "%t").stdout)

    def _start_munge(self) -> None:
        key = self._directory / "munge.key"
        key.touch(mode=0o600)
        key.write_bytes(os.urandom(128))
        files = {"key-file": "key", "socket": "socket", "pid-file": "pid", "log-file": "log",
                 "seed-file": "seed"}
        self.start("munged", "--foreground", "--force", *[
            f"--{option}={self._directory}/munge.{name}" for option, name in files.items()])
        wait("munged", (self._directory / "munge.socket").exists)

    def start(self, *command: str) -> subprocess.Popen[bytes]:
        """Starts a program, which is ended when all is done."""
        log = self._stack.enter_context((self._directory / f"{Path(command[0]).name}.log").open("wb"))
        process = subprocess.Popen(
            command, cwd=self._directory, env=self._environment, stdin=subprocess.DEVNULL,
            stdout=log, stderr=log)
        self._stack.callback(self.stop, process)
        return process

    @staticmethod
    def stop(process: subprocess.Popen[bytes]) -> int:
        process.terminate()
        try:
            return process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            return process.wait()

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=self._directory, env=self._environment, capture_output=True, text=True,
            check=False, timeout=4 * LIMIT)

    def submit(self, name: str, script: str, *options: str) -> str:
        """Runs a job's script to its end; the job's number."""
        (self._directory / name).write_text(script)
        done = self.run("sbatch", "--parsable", "--output=job-%A_%a.out", *options, name)
        if done.returncode != 0:
            raise RuntimeError(f"sbatch ended with {done.returncode}: {done.stderr.strip()}")
        return done.stdout.strip()


def difference(found: Any, expected: Any) -> str | None:
    return None if found == expected else f"{found!r}, not {expected!r}"


class Told:
    """What sonde has stored, and says."""

    def __init__(self, sonde: str, database: Path) -> None:
        self._sonde = sonde
        self._database = database
        self._connection = sqlite3.connect(database)

    def texts(self, sql: str) -> list[str]:
        return sorted(str(text) for (text,) in self._connection.execute(sql))

    def sonde(self, *arguments: str) -> str:
        done = subprocess.run(
            [self._sonde, *arguments, "--db", str(self._database)], capture_output=True, text=True,
            check=True, timeout=LIMIT)
        return done.stdout


def check_steps(check: Check, told: Told, array: str, tasks: str) -> None:
    labels = [f"align (job {array}_{n}){step}" for n in range(1, 6)
              for step in ["", " step 0", " step 1"]]
    labels += [f"two (job {tasks}){step}" for step in ["", " step 0", " step 0 task 1"]]
    check.expect("a step for each job, step and task", difference(
        told.texts("SELECT label FROM steps WHERE engine = 'slurm'"), sorted(labels)))
    check.expect("lines of the scripts are inside of their jobs", difference(
        told.texts("""SELECT job.label || ': ' || line.label FROM steps line
                      JOIN steps job ON job.step_id = line.parent_step_id
                      WHERE line.engine = 'shell' AND line.label LIKE 'srun cat%'"""),
        [f"align (job {array}_{n}): srun cat missing-{n}.txt" for n in range(1, 6)]))
    check.expect("processes are in their steps", difference(
        told.texts("""SELECT s.label || ': ' || p.tool FROM step_processes m JOIN steps s USING (step_id)
                      JOIN processes p USING (process_id) WHERE p.tool IN ('cat', 'sort')"""),
        sorted([f"{label}: {'cat' if label.endswith('step 1') else 'sort'}"
                for label in labels if " step " in label])))
    check.expect("all of it was seen", difference(
        told.texts("SELECT DISTINCT complete FROM runs"), ["1"]))


def check_failures(check: Check, told: Told) -> None:
    check.expect("what failed is said of the step, and is not covered up by Slurm", difference(
        told.texts("SELECT hidden || ' ' || summary FROM failures WHERE tool = 'cat'"),
        [f"0 cat failed with exit status 1; before that, it could not open missing-{n}.txt: no such "
         "file or directory" for n in range(1, 6)]))
    check.expect("the script that went on covered it up", difference(
        told.texts("SELECT DISTINCT hidden || ' ' || summary FROM failures WHERE tool = 'srun'"),
        ["1 srun failed with exit status 1: its own, or that of what it had Slurm start; slurm_script "
         "around it ended with exit status 0 all the same"]))


def check_advice(check: Check, cluster: Cluster, told: Told, tasks: str) -> None:
    advice = told.sonde("advise", "--format", "slurm")
    block = re.search(r"^# two \(slurm\).*?(?=\n\n|\Z)|^# align \(slurm\).*?(?=\n\n|\Z)", advice,
                      re.MULTILINE | re.DOTALL)
    options = re.findall(r"^#SBATCH .*$", block[0] if block else "", re.MULTILINE)
    check.expect("there are options for the step", difference(
        [option.partition("=")[0] for option in options],
        ["#SBATCH --cpus-per-task", "#SBATCH --mem", "#SBATCH --time"]))
    job = cluster.submit("asked.sh", "\n".join(["#!/bin/bash", *options, "true\n"]), "--wait")
    shown = cluster.run("scontrol", "show", "job", job).stdout
    check.expect("Slurm reads them", difference(
        re.findall(r"(?:CPUs/Task|MinMemoryNode|TimeLimit)=\S+", shown),
        ["TimeLimit=00:01:00", f"CPUs/Task={options[0].partition('=')[2]}",
         f"MinMemoryNode={options[1].partition('=')[2]}"]))
    requests = json.loads(told.sonde("advise", "--json"))["requests"]["jobs"]
    check.expect("what was asked for is known", difference(
        [(each["job"], each["cpus"], each["memory_bytes"]) for each in requests],
        [(f"{tasks}.0", None, 128 << 20)]))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sonde", required=True, help="the program under test")
    sonde = parser.parse_args(arguments).sonde
    check = Check()
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        directory = Path(name)
        (directory / "sonde.toml").write_text(
            '[filters]\nusers = ["root"]\n[filters.executables]\ncluster = ["slurmstepd"]\n')
        cluster = Cluster(directory, stack)
        database = directory / "jobs.db"
        agent = cluster.start(sonde, "agent", "--config", "sonde.toml", "--db", str(database))
        log = directory / f"{Path(sonde).name}.log"
        wait("the agent", lambda: b"following" in log.read_bytes())
        array = cluster.submit("align.sh", ARRAY, "--wait")
        tasks = cluster.submit("two.sh", TASKS, "--wait")
        agent.send_signal(signal.SIGTERM)
        check.expect("the agent ended well", difference(agent.wait(LIMIT), 0))
        told = Told(sonde, database)
        check_steps(check, told, array, tasks)
        check_failures(check, told)
        check_advice(check, cluster, told, tasks)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
