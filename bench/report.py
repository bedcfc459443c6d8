"""From measurements to medians, tables and documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Spread:
    """A median, and the least and the greatest it came from."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, values: Sequence[float]) -> Spread:
        return cls(median(values), min(values), max(values))

    def show(self, digits: int) -> str:
        return (
            f"{self.median:.{digits}f} ({self.least:.{digits}f} to {self.greatest:.{digits}f})"
        )


@dataclass(frozen=True)
class Budget:
    """A promise, and what was measured."""

    what: str
    limit: str
    measured: str
    holds: bool

    def row(self) -> list[str]:
        return [self.what, self.limit, self.measured, "yes" if self.holds else "**no**"]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the first column is text, the others are numbers."""
    rule = ["---"] + ["---:"] * (len(head) - 1)
    lines = [f"| {' | '.join(cells)} |" for cells in (head, rule, *rows)]
    return "\n".join(lines)


def budget_table(budgets: Sequence[Budget]) -> str:
    return table(["what", "budget", "measured", "holds"], [budget.row() for budget in budgets])


def write_section(document: Path, name: str, body: str) -> None:
    """Puts `body` between the markers of section `name`; both are added where they lack."""
    begin, end = f"<!-- {name}: begin, written by bench/ -->", f"<!-- {name}: end -->"
    text = document.read_text() if document.exists() else "# Benchmarks\n"
    section = f"{begin}\n{body.strip()}\n{end}"
    before, found, rest = text.partition(begin)
    if found:
        _, closed, after = rest.partition(end)
        if not closed:
            raise ValueError(f"{document}: {begin} has no {end}")
        text = before + section + after
    else:
        text = f"{text.rstrip()}\n\n{section}\n"
    document.parent.mkdir(parents=True, exist_ok=True)
    document.write_text(text)
