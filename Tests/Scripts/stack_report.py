"""What a check found, a line each, as the tests' other scripts print it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
STACK = ROOT / "stack"
DOCS = ROOT / "docs" / "telemetry"


class Check:
    """Counts what holds, what does not, and what could not be looked at."""

    def __init__(self, under: str = "") -> None:
        """`under` begins each line."""
        self.under = under
        self.passed = 0
        self.failed = 0

    def expect(self, what: str, wrong: str | None) -> bool:
        """Prints `what`, and `wrong` if there is anything; whether all is well."""
        if wrong is None:
            self.passed += 1
            print(f"ok      {self.under}{what}", flush=True)
        else:
            self.failed += 1
            print(f"FAILED  {self.under}{what}: {wrong}", flush=True)
        return wrong is None

    def note(self, what: str) -> None:
        print(f"note    {what}", flush=True)

    def close(self) -> int:
        """The closing line; the status to exit with."""
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0


def listed(wrong: list[str], most: int = 6) -> str | None:
    """Several faults as one text; nothing if there are none."""
    if not wrong:
        return None
    more = f"; and {len(wrong) - most} more" if len(wrong) > most else ""
    return "; ".join(wrong[:most]) + more
