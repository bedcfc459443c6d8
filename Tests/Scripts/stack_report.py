"""What a check found, a line each, as the tests' other scripts print it."""

from __future__ import annotations

from pathlib import Path

import checks

ROOT = Path(__file__).resolve().parent.parent.parent
STACK = ROOT / "stack"
DOCS = ROOT / "docs" / "telemetry"


class Check(checks.Check):
    """Counts what holds and what does not; says what could not be looked at."""

    def __init__(self, under: str = "") -> None:
        """`under` begins each line."""
        super().__init__()
        self.under = under

    def expect(self, what: str, difference: str | None) -> bool:
        """Whether all is well."""
        super().expect(f"{self.under}{what}", difference)
        return difference is None

    def note(self, what: str) -> None:
        print(f"note    {what}", flush=True)


def listed(wrong: list[str], most: int = 6) -> str | None:
    """Several faults as one text; nothing if there are none."""
    if not wrong:
        return None
    more = f"; and {len(wrong) - most} more" if len(wrong) > most else ""
    return "; ".join(wrong[:most]) + more
