"""A load for an interpreter: many parts of the standard library, over and over. Its argument is the
number of passes; it prints a digest, which is the same each time."""

from __future__ import annotations

import ast
import csv
import dataclasses
import datetime
import decimal
import hashlib
import heapq
import io
import json
import pickle
import random
import re
import statistics
import string
import struct
import sys
import textwrap
import zlib
from collections import Counter, OrderedDict, deque
from collections.abc import Iterator

WORD = re.compile(r"(?P<head>[a-f]+)(\w*?)(?P<tail>\d{2,})|\b(the|of)\b")


@dataclasses.dataclass(order=True)
class Reading:
    """What the other parts work on."""

    station: str
    value: float
    tags: list[str] = dataclasses.field(default_factory=list, compare=False)

    @property
    def is_high(self) -> bool:
        return self.value > 0.5


def readings(source: random.Random, count: int) -> list[Reading]:
    letters = string.ascii_lowercase
    return [
        Reading("".join(source.choices(letters, k=6)) + f"{number:03d}", source.random(),
                [source.choice(["wet", "dry", "cold", "höher"]) for _ in range(3)])
        for number in range(count)
    ]


def as_text(rows: list[Reading]) -> Iterator[object]:
    encoded = json.dumps([dataclasses.asdict(row) for row in rows], indent=1, sort_keys=True)
    yield len(json.loads(encoded))
    sheet = io.StringIO()
    csv.writer(sheet).writerows((row.station, f"{row.value:.6f}", *row.tags) for row in rows)
    yield sum(len(line) for line in csv.reader(io.StringIO(sheet.getvalue())))
    yield len(textwrap.fill(" ".join(row.station for row in rows), width=60))
    yield Counter(match.lastgroup for match in WORD.finditer(encoded)).most_common(2)
    yield len(WORD.sub(lambda match: match.group(0).upper(), encoded).split("\n"))


def in_order(rows: list[Reading]) -> Iterator[object]:
    yield sorted(rows)[0].station
    yield heapq.nlargest(5, (row.value for row in rows))[-1]
    yield list(OrderedDict((row.station[:2], row.is_high) for row in rows))[-1]
    yield sum(deque((row.value for row in rows), maxlen=50))


def as_numbers(rows: list[Reading]) -> Iterator[object]:
    yield statistics.pstdev(row.value for row in rows[:200])
    with decimal.localcontext() as context:
        context.prec = 40
        yield sum((decimal.Decimal(row.value).sqrt() for row in rows[:300]), decimal.Decimal())
    yield pow(int.from_bytes(hashlib.sha256(rows[0].station.encode()).digest()), 65537, 2**521 - 1)
    start = datetime.datetime(2024, 2, 28)
    yield max(start + datetime.timedelta(hours=row.value * 100) for row in rows).isoformat()


def as_bytes(rows: list[Reading]) -> Iterator[object]:
    packed = b"".join(struct.pack("<8sd", row.station[:8].encode(), row.value) for row in rows)
    yield len(zlib.decompress(zlib.compress(packed, 6)))
    yield hashlib.blake2b(packed).hexdigest(), hashlib.md5(packed).hexdigest()
    yield len(pickle.loads(pickle.dumps(rows)))


def as_code(rows: list[Reading]) -> Iterator[object]:
    source = "\n".join(f"def f{n}(x, y={n}): return [x * y for _ in range(3)]" for n in range(40))
    tree = ast.parse(source)
    yield sum(isinstance(node, ast.ListComp) for node in ast.walk(tree))
    names: dict[str, object] = {}
    exec(compile(tree, "<load>", "exec"), names)
    yield sum(names[f"f{n % 40}"](len(row.tags))[0] for n, row in enumerate(rows))


def main() -> None:
    source = random.Random(7)
    digest = hashlib.sha256()
    for _ in range(int(sys.argv[1])):
        rows = readings(source, 2_000)
        for part in (as_text, in_order, as_numbers, as_bytes, as_code):
            for answer in part(rows):
                digest.update(repr(answer).encode())
    print(digest.hexdigest())


if __name__ == "__main__":
    main()
