#!/usr/bin/env python3
"""Opens reports of coverage in a headless Chromium: the number of rows, the tree and the filter are
what the document says, names of programs do nothing, and 100,000 functions are usable."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from checks import Check
from chromium import Page

ROOT = Path(__file__).resolve().parent.parent.parent
MOMENT = "2026-01-31T09:24:01.000000000Z"
NASTY = "</script><img src=x onerror=\"document.title='run'\">"
# From opening the file to the finished list, and from a letter in the filter to the new list.
OPEN_SECONDS = 10
FILTER_SECONDS = 3


def equal(check: Check, what: str, found: Any, wanted: Any) -> None:
    check.expect(what, None if found == wanted else f"{found!r}, not {wanted!r}")


def function(offset: int, name: str, state: str, file: str | None = None,
             **more: Any) -> dict[str, Any]:
    row = {"offset": offset, "size": 16, "name": name, "linkage_name": name, "inlined_copies": 0,
           "state": state, "hits": 1 if state == "hit" else 0, **more}
    if file:
        row |= {"file": file, "line": offset + 1}
    return row


def document(objects: list[dict[str, Any]]) -> dict[str, Any]:
    overhead = {"probe_hits": 7, "foreign_hits": 0, "hit_cost_ns": 350, "probe_time_ns": 2450}
    session = {"coverage_id": 1, "command": [NASTY], "started_at": MOMENT, "state": "ended",
               "scope": {}, "overhead": overhead, "signals": 1, "signals_lost": 0, "losses": [],
               "merged_from": []}
    curve = [{"ms": at, "hit": hit, "attached": 9, "deferred": 0, "probe_hits": hit}
             for at, hit in ((0.0, 0), (5.5, 4), (90.25, 6))]
    return {"schema": "sonde.coverage", "version": 1, "session": session, "objects": objects,
            "marks": [], "decisions": [], "curve": curve, "expectations": []}


def binary(number: int, path: str, functions: list[dict[str, Any]]) -> dict[str, Any]:
    return {"build_id": f"{number:04x}", "path": path, "kind": "executable", "names_from": [],
            "aliases": 0, "has_lines": True, "functions": functions, "inlined_away": []}


def small() -> dict[str, Any]:
    """Two objects: nine functions in three places, four of them in scope and not seen."""
    first = [function(0, "main", "hit", "/src/main.c"),
             function(1, "usage", "attached", "/src/main.c", inlined_copies=2),
             function(2, "later", "deferred", "/src/main.c", reason="budget"),
             function(3, "parse", "hit", "/src/parse.c", hit_at=MOMENT, pid=42, test="unit one"),
             function(4, "stub", "ineligible", reason="a stub"),
             function(5, NASTY, "attached")]
    second = [function(0, "helper", "hit"), function(1, "main_loop", "failed", reason="EINVAL"),
              function(2, "other", "ineligible", reason="out of scope")]
    return document([binary(1, "/bin/app", first), binary(2, "/lib/" + NASTY, second)])


def large() -> dict[str, Any]:
    """100,000 functions of one object, in 1,000 files."""
    functions = [
        function(index, f"project::module{index // 900}::Type{index // 30}<std::string>::"
                 f"method{index}(unsigned long, char const*)", "hit" if index % 4 else "attached",
                 f"/src/project/module{index // 900}/file{index // 100}.cc")
        for index in range(100_000)]
    return document([binary(1, "/usr/lib/libbig.so", functions)])


class Report:
    """A report in the browser."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        page.open(path.as_uri())
        page.wait_for("document.readyState === 'complete' "
                      "&& document.getElementById('count')?.textContent")

    def ask(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def count(self) -> str:
        return self.ask("document.getElementById('count').textContent")

    def filter(self, text: str, shown: str) -> None:
        """Types into the filter and waits for the list of so many functions."""
        self.ask(f"(() => {{ const box = document.getElementById('filter'); "
                 f"box.value = {json.dumps(text)}; "
                 f"box.dispatchEvent(new Event('input')); }})()")
        beginning = json.dumps(shown + " of ")
        self.page.wait_for(
            f"document.getElementById('count').textContent.startsWith({beginning})",
            FILTER_SECONDS)

    def only_uncovered(self) -> None:
        self.ask("document.getElementById('uncovered').click()")

    def open_all(self) -> None:
        """As a person would, from the outside to the inside."""
        self.ask("""(async () => {
          for (;;) {
            const shut = document.querySelectorAll('#tree details:not([open]) > summary');
            if (!shut.length) return;
            for (const summary of shut) summary.click();
            await new Promise((done) => setTimeout(done, 0));
          }
        })()""")

    def rows(self) -> list[str]:
        return self.ask("[...document.querySelectorAll('#tree tr.function')]"
                        ".map((row) => row.cells[0].textContent)")

    def texts(self, selector: str) -> list[str]:
        return self.ask(f"[...document.querySelectorAll({json.dumps(selector)})]"
                        ".map((node) => node.textContent)")


def check_tree(check: Check, report: Report) -> None:
    equal(check, "functions", report.count(), "9 of 9 functions")
    equal(check, "rows before anything is opened", report.rows(), [])
    equal(check, "objects", report.texts("#tree details.object > summary .name"),
                ["/bin/app", "/lib/" + NASTY])
    report.open_all()
    equal(check, "files", report.texts("#tree details.file > summary .name"),
                ["no source known", "/src/main.c", "/src/parse.c", "no source known"])
    equal(check, "rows", report.rows(),
                ["stub", NASTY, "main", "usage", "later", "parse", "helper", "main_loop", "other"])
    equal(check, "shares", report.texts("#tree summary .count"),
                [f"{share} ran" for share in
                 ("2 of 5", "0 of 1", "1 of 3", "1 of 1", "1 of 2", "1 of 2")])
    equal(check, "a first hit", report.texts("#tree tr.function td:last-child")[5],
                "after 0.000 ms; pid 42; unit one; 1 hit")
    equal(check, "a function with inlined copies",
                report.texts("#tree tr.function td:last-child")[3],
                "also inlined 2 times: calls of the copies cannot be seen")


def check_filter(check: Check, report: Report) -> None:
    report.filter("MAIN", "4")  # by the file's name too
    equal(check, "rows with 'main'", report.rows(), ["main", "usage", "later", "main_loop"])
    report.only_uncovered()
    equal(check, "functions with 'main' that were not seen", report.count(), "3 of 9 functions")
    equal(check, "rows of them", report.rows(), ["usage", "later", "main_loop"])
    report.filter("", "4")
    report.filter("nothing has this name", "0")
    equal(check, "rows of nothing", report.rows(), [])
    report.ask("document.dispatchEvent(new KeyboardEvent('keydown', {key: 'Escape'}))")
    equal(check, "functions after Escape", report.count(), "4 of 9 functions")
    report.only_uncovered()
    equal(check, "functions after all", report.count(), "9 of 9 functions")
    report.ask("document.dispatchEvent(new KeyboardEvent('keydown', {key: '/', cancelable: true}))")
    equal(check, "what / goes to", report.ask("document.activeElement.id"), "filter")


def check_page(check: Check, report: Report) -> None:
    equal(check, "images", report.ask("document.images.length"), 0)
    equal(check, "whether a name was run", report.ask("document.title") != "run", True)
    equal(check, "what was loaded",
                report.ask("performance.getEntriesByType('resource').length"), 0)
    equal(check, "verdict", report.texts("#verdict"), [
        "42.8 % of the functions in scope were seen to run: 3 of 7; 2 were not watched."])
    equal(check, "curves", report.ask("document.querySelectorAll('svg path').length"), 2)
    for scheme in ("light", "dark"):
        report.page.call("Emulation.setEmulatedMedia",
                         features=[{"name": "prefers-color-scheme", "value": scheme}])
        colours = report.ask("[getComputedStyle(document.body).backgroundColor,"
                             "getComputedStyle(document.body).color]")
        equal(check, f"{scheme}: text and page differ", colours[0] != colours[1], True)
    report.page.call("Emulation.setEmulatedMedia", media="print")
    equal(check, "controls on paper", report.ask(
        "getComputedStyle(document.querySelector('.controls')).display"), "none")
    report.page.call("Emulation.setEmulatedMedia", media="")


def check_large(check: Check, page: Page, path: Path) -> None:
    equal(check, "less than 10 MB", path.stat().st_size < 10_000_000, True)
    begun = time.monotonic()
    report = Report(page, path)
    equal(check, f"opened within {OPEN_SECONDS} s", time.monotonic() - begun < OPEN_SECONDS, True)
    equal(check, "functions", report.count(), "100,000 of 100,000 functions")
    equal(check, "files before more are asked for",
                len(report.texts("#tree details.file > summary")), 300)
    report.filter("method99999(", "1")
    equal(check, "the row", report.rows(), [
        "project::module111::Type3333<std::string>::method99999(unsigned long, char const*)"])
    report.filter("/file7.cc", "100")
    equal(check, "rows of a file", len(report.rows()), 100)
    report.filter("", "100,000")
    report.only_uncovered()
    equal(check, "functions not seen", report.count(), "25,000 of 100,000 functions")
    report.ask("document.querySelector('#tree details.object > button').click()")
    equal(check, "files after more", len(report.texts("#tree details.file > summary")), 600)


def render(sonde: Path, directory: Path, name: str, content: dict[str, Any]) -> Path:
    source, page = directory / f"{name}.json", directory / f"{name}.html"
    source.write_text(json.dumps(content))
    subprocess.run([sonde, "coverage", "report", source, "--format", "html", "-o", page],
                   check=True)
    return page


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sonde", type=Path, default=os.environ.get(
        "TEST_SONDE", str(ROOT / ".build/release/sonde")), help="the program under test")
    sonde = parser.parse_args().sonde.resolve()
    check = Check()
    with tempfile.TemporaryDirectory(prefix="sonde-html-") as place, Page() as page:
        directory = Path(place)
        report = Report(page, render(sonde, directory, "small", small()))
        check_tree(check, report)
        check_filter(check, report)
        check_page(check, report)
        check_large(check, page, render(sonde, directory, "large", large()))
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
