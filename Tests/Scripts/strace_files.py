#!/usr/bin/env python3
"""Compares what strace and Sonde saw of the files of one and the same execution.

    strace_files.py STRACE-LOG DATABASE

The command was run as `sonde run --db DATABASE -- strace -f -y -s 4096 -xx -e trace=... -o LOG ...`,
so that both watched the same calls. Both are summed over all processes, strace itself left out:
for each path the opens, the failed opens, and the bytes read and written; and the names that were
changed. Prints a line for each difference, then the sums as JSON; exits with 1 if there was one.
"""

from __future__ import annotations

import json
import re
import sqlite3
import sys
from collections import Counter
from dataclasses import dataclass, field

CALL = re.compile(rb"^(\d+) +(?:<\.\.\. )?(\w+)(?:\(| resumed>)(.*)$", re.S)
RESULT = re.compile(rb"^(.*)\) += (-?\d+|0x[0-9a-f]+|\?)(.*)$", re.S)
READS = {b"read", b"readv", b"pread64", b"preadv", b"preadv2"}
WRITES = {b"write", b"writev", b"pwrite64", b"pwritev", b"pwritev2"}
COPIES = {b"sendfile", b"splice", b"copy_file_range"}
CHANGES = {
    b"rename": ("rename", 1), b"renameat": ("rename", 2), b"renameat2": ("rename", 2),
    b"unlink": ("unlink", 1), b"unlinkat": ("unlink", 2), b"rmdir": ("rmdir", 1),
    b"link": ("link", 1), b"linkat": ("link", 2), b"symlink": ("symlink", 1),
    b"symlinkat": ("symlink", 3),
}


@dataclass
class Seen:
    """One witness's word."""

    opens: Counter = field(default_factory=Counter)
    failed: Counter = field(default_factory=Counter)
    read: Counter = field(default_factory=Counter)
    written: Counter = field(default_factory=Counter)
    changes: Counter = field(default_factory=Counter)


def unescape(text: bytes) -> bytes:
    return re.sub(rb"\\x([0-9a-f]{2})", lambda match: bytes([int(match[1], 16)]), text)


def strings(arguments: bytes) -> list[bytes]:
    return [unescape(each) for each in re.findall(rb'"((?:\\x[0-9a-f]{2})*)"', arguments)]


def descriptors(arguments: bytes) -> list[bytes]:
    """The paths behind descriptors: `3</etc/passwd>`, `AT_FDCWD</tmp>`."""
    found = re.findall(rb"(?:\b\d+|AT_FDCWD)<((?:[^<>\\]|\\.)*)>", arguments)
    return [without_mark(unescape(each)) for each in found]


def without_mark(path: bytes) -> bytes:
    return path.removesuffix(b" (deleted)").removesuffix(b"(deleted)")


def absolute(path: bytes, directory: bytes | None) -> bytes:
    """Stays relative when strace does not say to what: the call names no directory."""
    if path.startswith(b"/"):
        return path
    while path.startswith(b"./"):
        path = path[2:]
    return path if directory is None else directory.rstrip(b"/") + b"/" + path


def whole_calls(log: bytes):
    """Joins calls that were interrupted by others: (pid, name, the rest of the line)."""
    begun: dict[bytes, bytes] = {}
    for line in log.split(b"\n"):
        match = CALL.match(line)
        if not match:
            continue
        pid, name, rest = match.groups()
        if rest.endswith(b"<unfinished ...>"):
            begun[pid] = rest.removesuffix(b"<unfinished ...>")
        elif b" resumed>" in line[: len(line) - len(rest)]:
            yield pid, name, begun.pop(pid, b"") + rest
        else:
            yield pid, name, rest


def read_strace(path: str) -> Seen:
    seen = Seen()
    with open(path, "rb") as file:
        log = file.read()
    for _, name, rest in whole_calls(log):
        match = RESULT.match(rest)
        if not match or match[2] == b"?":
            continue
        arguments, result, tail = match[1], int(match[2], 0), match[3]
        if name in (b"open", b"openat", b"openat2", b"creat"):
            take_open(seen, name, arguments, result, tail)
        elif name in READS | WRITES:
            take_transfer(seen, name in WRITES, arguments, result)
        elif name in COPIES:
            take_copy(seen, name, arguments, result)
        elif name in CHANGES:
            take_change(seen, name, arguments, result, tail)
    return seen


def take_open(seen: Seen, name: bytes, arguments: bytes, result: int, tail: bytes) -> None:
    if result >= 0:
        match = re.match(rb"<(.*)>", tail, re.S)
        if match:
            seen.opens[without_mark(unescape(match[1]))] += 1
        return
    given = strings(arguments)
    directories = descriptors(arguments)
    base = directories[0] if name in (b"openat", b"openat2") and directories else None
    if given and given[0]:
        seen.failed[absolute(given[0], base)] += 1


def take_transfer(seen: Seen, is_write: bool, arguments: bytes, result: int) -> None:
    paths = descriptors(arguments[:5000].split(b",")[0])
    # What memfd_create made looks like a path and is none.
    if result > 0 and paths and paths[0].startswith(b"/") and not paths[0].startswith(b"/memfd:"):
        (seen.written if is_write else seen.read)[paths[0]] += result


def take_copy(seen: Seen, name: bytes, arguments: bytes, result: int) -> None:
    fields = arguments.split(b", ")
    source, target = (fields[1], fields[0]) if name == b"sendfile" else (fields[0], fields[2])
    for counter, descriptor in ((seen.read, source), (seen.written, target)):
        paths = descriptors(descriptor)
        if result > 0 and paths and paths[0].startswith(b"/"):
            counter[paths[0]] += result


def take_change(seen: Seen, name: bytes, arguments: bytes, result: int, tail: bytes) -> None:
    kind, form = CHANGES[name]
    if b"AT_REMOVEDIR" in arguments:
        kind = "rmdir"
    bases = descriptors(arguments) if form > 1 else []
    given = strings(arguments)
    error = None if result >= 0 else tail.split()[0].decode()
    if kind == "symlink":
        base = bases[0] if bases else None
        pair = [given[0], absolute(given[1], base)]
    else:
        bases += [None] * (2 - len(bases))
        pair = [absolute(path, base) for path, base in zip(given, bases)]
    seen.changes[(kind, *pair, error)] += 1


def read_sonde(path: str) -> Seen:
    seen = Seen()
    database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    mine = "process_id NOT IN (SELECT process_id FROM processes WHERE comm = 'strace')"
    # CAST keeps the bytes of what is not UTF-8.
    for name, opens, failed, read, written in database.execute(
        "SELECT CAST(path AS BLOB), sum(opens), sum(failed), sum(bytes_read), sum(bytes_written) "
        f"FROM files WHERE {mine} GROUP BY 1"
    ):
        for counter, count in (
            (seen.opens, opens), (seen.failed, failed), (seen.read, read), (seen.written, written)
        ):
            if count:
                counter[name] += count
    for kind, old, new, error in database.execute(
        "SELECT kind, CAST(path AS BLOB), CAST(new_path AS BLOB), error FROM file_changes "
        f"WHERE {mine}"
    ):
        seen.changes[(kind, old, error) if new is None else (kind, old, new, error)] += 1
    return seen


def is_same(strace: object, sonde: object) -> bool:
    """Whether a key that strace left relative may be this one."""
    if isinstance(strace, tuple):
        return len(strace) == len(sonde) and all(map(is_same, strace, sonde))
    if strace == sonde or not isinstance(strace, bytes) or not isinstance(sonde, bytes):
        return strace == sonde
    return not strace.startswith(b"/") and sonde.endswith(b"/" + strace)


def compare(what: str, strace: Counter, sonde: Counter) -> int:
    lacking, surplus = strace - sonde, sonde - strace
    for key in list(lacking):
        for other in list(surplus):
            if is_same(key, other):
                count = min(lacking[key], surplus[other])
                lacking[key] -= count
                surplus[other] -= count
    lacking, surplus = +lacking, +surplus
    for key in sorted(lacking.keys() | surplus.keys(), key=repr):
        print(f"{what}: {key!r}: strace {strace[key]}, sonde {sonde[key]}")
    return len(lacking) + len(surplus)


def main(log: str, database: str) -> int:
    strace, sonde = read_strace(log), read_sonde(database)
    differences = 0
    sums: dict[str, int] = {}
    for name in ("opens", "failed", "read", "written", "changes"):
        counter = getattr(strace, name)
        differences += compare(name, counter, getattr(sonde, name))
        sums[name], sums[f"{name}_keys"] = sum(counter.values()), len(counter)
    print(json.dumps(sums))
    return 1 if differences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
