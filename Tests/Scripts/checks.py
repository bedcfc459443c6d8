"""Counts what holds, and says what does not."""

from __future__ import annotations


class Check:
    def __init__(self) -> None:
        self.passed = 0
        self.failed = 0

    def expect(self, what: str, difference: str | None) -> None:
        if difference is None:
            self.passed += 1
            print(f"ok      {what}", flush=True)
        else:
            self.failed += 1
            print(f"FAILED  {what}: {difference}", flush=True)

    def close(self) -> int:
        """Prints the closing line; the status to end with."""
        print(f"{self.passed} passed, {self.failed} failed")
        return 1 if self.failed else 0
