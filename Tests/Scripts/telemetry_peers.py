#!/usr/bin/env python3
"""Sends the trace of a pipeline to back ends that nobody here wrote, and compares what they stored
with the database of the same run: every span and field, and metrics and logs where they are kept.

The back ends listen on every address there is. So all of it happens in a network namespace that
has the loopback and nothing else. Needs root.
"""

from __future__ import annotations

import argparse
import ctypes
import fcntl
import os
import shutil
import socket
import struct
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import telemetry_compare as compare
from stack_report import ROOT, Check, listed
from telemetry_backends import BackEnd, BackEndError, OtelSink, Phoenix
from telemetry_items import Span, Stored
from telemetry_witness import Witness

CLONE_NEWNET = 0x40000000
SIOCGIFFLAGS, SIOCSIFFLAGS, IFF_UP = 0x8913, 0x8914, 1
PIPELINE = "bioinformatics"
# By a shell that stays, as from a user's own script: so its processes are grandchildren.
COMMAND = ["/bin/sh", "-c", '"$0" "$1" && true', str(ROOT / "pipelines/bioinformatics_pipeline.sh")]
RUN_SECONDS = 300
BACK_ENDS: dict[str, Callable[[Path], BackEnd]] = {
    "otelsink-grpc": lambda directory: OtelSink(directory, "grpc"),
    "otelsink-http": lambda directory: OtelSink(directory, "http/protobuf"),
    "phoenix": Phoenix,
}


def leave_network() -> None:
    """This process and its children have a loopback of their own from here on."""
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.unshare(CLONE_NEWNET) != 0:
        raise OSError(ctypes.get_errno(), "cannot make a network namespace, which takes root")
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        request = struct.pack("16sh14x", b"lo", 0)
        flags, = struct.unpack("16xh14x", fcntl.ioctl(any_socket, SIOCGIFFLAGS, request))
        fcntl.ioctl(any_socket, SIOCSIFFLAGS, struct.pack("16sh14x", b"lo", flags | IFF_UP))


def run_pipeline(sonde: str, directory: Path, back_end: BackEnd) -> Path:
    """The pipeline under sonde, which exports to the back end; the database."""
    database = directory / "run.db"
    environment = {name: value for name, value in os.environ.items()
                   if not name.startswith(("OTEL_", "TRACE", "ENABLE_OTLP", "SONDE_"))}
    done = subprocess.run(
        [sonde, "run", "--no-report", "--db", str(database), "--pipeline", PIPELINE, "--",
         *COMMAND, str(directory / "work")],
        env={**environment, **back_end.environment}, cwd=directory, capture_output=True, text=True,
        check=False, timeout=RUN_SECONDS)
    if done.returncode != 0:
        raise BackEndError(f"sonde ended with {done.returncode}: {done.stderr[-2000:]}")
    if trouble := [line for line in done.stderr.splitlines() if "are lost" in line
                   or "could not be sent" in line or "cannot be delivered" in line]:
        raise BackEndError(f"sonde could not send all: {'; '.join(trouble)}")
    shutil.rmtree(directory / "work")
    return database


def check_spans(check: Check, witness: Witness, spans: list[Span], back_end: BackEnd) -> None:
    comparison = compare.SpanComparison(witness, spans, back_end.precision)
    questions: dict[str, Callable[[], Iterator[str]]] = {
        "a span for the run and each process, and no other": comparison.presence,
        "one root, which is the run": comparison.roots,
        "ids": comparison.ids,
        "each process under its true parent": comparison.parents,
        "names and kinds": comparison.names,
        "times": comparison.times,
        "statuses": comparison.statuses,
        "attributes": comparison.attributes,
        "events": comparison.events,
        "resource": comparison.resources,
    }
    for what, differences in questions.items():
        check.expect(f"traces: {what}", listed(list(differences())))


def check_stored(check: Check, witness: Witness, stored: Stored, back_end: BackEnd) -> None:
    check_spans(check, witness, stored.spans, back_end)
    if "metrics" in back_end.signals:
        check.expect("metrics: sums of processes and runs",
                     listed(list(compare.metrics(witness, stored.points))))
        check.expect("metrics: exemplars name spans that exist",
                     listed(list(compare.exemplars(stored.points, stored.spans))))
    if "logs" in back_end.signals:
        check.expect("logs: each line names the span that it is about",
                     listed(list(compare.logs(witness, stored.logs, stored.spans))))


def check_back_end(check: Check, name: str, sonde: str, directory: Path) -> None:
    place = directory / name
    place.mkdir()
    back_end = BACK_ENDS[name](place)
    check.under = f"{back_end.name}: "
    try:
        with back_end:
            witness = Witness(run_pipeline(sonde, place, back_end))
            stored = back_end.read(len(witness.processes) + 1)
    except (BackEndError, subprocess.TimeoutExpired) as error:
        check.expect("takes what sonde sends", str(error))
        return
    check.expect("the run has what is asked about", witness.lack())
    check_stored(check, witness, stored, back_end)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("back_ends", nargs="*", metavar="BACK-END", default=list(BACK_ENDS),
                        help=f"some of {', '.join(BACK_ENDS)} (all)")
    parser.add_argument("--sonde", default=os.environ.get(
        "TEST_SONDE", str(ROOT / ".build/release/sonde")), help="the program under test")
    parsed = parser.parse_args()
    if unknown := set(parsed.back_ends) - set(BACK_ENDS):
        parser.error(f"back ends are {', '.join(BACK_ENDS)}; not {', '.join(sorted(unknown))}")
    parsed.sonde = str(Path(parsed.sonde).resolve())
    return parsed


def main() -> int:
    parsed = arguments()
    leave_network()
    check = Check()
    with tempfile.TemporaryDirectory(prefix="sonde-peers-") as name:
        for back_end in parsed.back_ends:
            check_back_end(check, back_end, parsed.sonde, Path(name))
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
