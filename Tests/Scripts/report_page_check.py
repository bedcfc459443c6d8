#!/usr/bin/env python3
"""Opens pages of runs in a headless Chromium: what the picture and a process's panel show is what the
database says, texts of processes do nothing, dark and narrow layouts hold, nothing is asked of the
network, and 100,000 processes are drawn at once. Needs root."""

from __future__ import annotations

import argparse
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from checks import Check
from chromium import Page
from recorded_run import record

ROOT = Path(__file__).resolve().parent.parent.parent
NASTY = "</script><img src=x onerror=\"document.title='run'\">"
LONG = "x" * 100_000
PROCESSES = 100_000
# From the opening of the page to the first picture, and for a picture after a zoom.
PICTURE_MS = 1000
ZOOM_MS = 50
MOST_BYTES = 10_000_000
# Tables in the place of views: what stands in them is for the check to say.
RELATIONS = """
DROP VIEW IF EXISTS steps; DROP VIEW IF EXISTS step_processes;
DROP VIEW IF EXISTS failures; DROP VIEW IF EXISTS process_times;
CREATE TABLE steps (step_id, run_id, parent_step_id, engine, name, label, details, process_id,
  started_at, ended_at, duration_s, exit_code, signal_name, processes, cpu_s, peak_rss_bytes,
  read_bytes, write_bytes);
CREATE TABLE step_processes (step_id, process_id, run_id);
CREATE TABLE failures (failure_id, run_id, process_id, cause_id, step_process_id, at, kind, hidden,
  tool, command, exit_code, signal_name, sender_pid, sender_comm, oom_scope, oom_limit_bytes,
  rss_bytes, call, call_error, call_path, summary, proof);
CREATE TABLE process_times (process_id, run_id, threads_s, on_cpu_s, runnable_s, throttled_s,
  block_io_s, fault_s, child_s, pipe_s, network_s, lock_s, sleep_s, other_s);
INSERT INTO process_times SELECT process_id, run_id, 2 * duration_s, duration_s, NULL, 0, 0, 0, 0, 0,
  0, 0, duration_s, 0 FROM processes WHERE duration_s > 0;
"""


def equal(check: Check, what: str, found: Any, wanted: Any) -> None:
    check.expect(what, None if found == wanted else f"{found!r}, not {wanted!r}")


def below(check: Check, what: str, found: float, most: float) -> None:
    check.expect(f"{what}: {found:.1f}, at most {most:g}",
                 None if found <= most else f"{found} is more than {most}")


class Report:
    """A page of a run in the browser."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        page.complaints.clear()
        page.requests.clear()
        page.open(path.as_uri())
        page.wait_for("location.href !== 'about:blank' && document.readyState === 'complete' "
                      "&& document.documentElement?.dataset.drawn === 'yes'")

    def ask(self, expression: str) -> Any:
        return self.page.evaluate(expression)

    def text(self, selector: str) -> str:
        return self.ask(f"document.querySelector({json.dumps(selector)}).textContent")

    def texts(self, selector: str) -> list[str]:
        return self.ask(f"[...document.querySelectorAll({json.dumps(selector)})]"
                        ".filter((node) => !node.hidden).map((node) => node.textContent)")

    def settle(self) -> None:
        """Waits until what was asked for has been drawn."""
        self.ask("new Promise((done) => requestAnimationFrame(() => setTimeout(done, 0)))")

    def key(self, key: str) -> None:
        self.ask(f"(() => {{ const rows = document.getElementById('rows'); rows.focus(); "
                 f"rows.dispatchEvent(new KeyboardEvent('keydown', {{key: {json.dumps(key)}, "
                 f"bubbles: true, cancelable: true}})); }})()")
        self.settle()

    def find(self, text: str) -> None:
        self.ask(f"(() => {{ const box = document.getElementById('find'); "
                 f"box.value = {json.dumps(text)}; "
                 f"box.dispatchEvent(new Event('input')); }})()")
        self.page.wait_for("document.getElementById('found').textContent")
        self.settle()

    def panel(self) -> dict[str, str]:
        """What the panel says, by its labels."""
        pairs = self.ask("[...document.querySelectorAll('#panel .facts:first-of-type > div')]"
                         ".map((line) => [line.children[0].textContent, "
                         "line.children[1].textContent])")
        return dict(pairs)

    def marks(self, canvas: str) -> int:
        """How many pixels of a canvas are drawn on."""
        return self.ask(f"""(() => {{
          const canvas = document.getElementById({json.dumps(canvas)});
          const data = canvas.getContext('2d')
            .getImageData(0, 0, canvas.width, canvas.height).data;
          let drawn = 0;
          for (let place = 3; place < data.length; place += 4) if (data[place]) drawn += 1;
          return drawn;
        }})()""")

    def close(self, check: Check, name: str) -> None:
        """What holds of every page."""
        equal(check, f"{name}: complaints", self.page.complaints, [])
        asked = [each for each in self.page.requests if not each.startswith("file:")]
        equal(check, f"{name}: requests", asked, [])
        equal(check, f"{name}: what was loaded",
              self.ask("performance.getEntriesByType('resource').length"), 0)
        equal(check, f"{name}: images", self.ask("document.images.length"), 0)
        equal(check, f"{name}: whether a text was run", self.ask("document.title !== 'run'"), True)


def render(sonde: Path, database: Path, run: int | None = None) -> Path:
    path = database.with_suffix(".html")
    command = [sonde, "report", "--db", database, "--html", path, "--force"]
    done = subprocess.run([*command, *([str(run)] if run else [])], capture_output=True, text=True)
    if done.returncode != 0:
        raise RuntimeError(f"sonde report ended with {done.returncode}: {done.stderr.strip()}")
    return path


def first_paint(report: Report) -> float:
    return report.ask("performance.getEntriesByName('first-paint')[0]?.startTime ?? Infinity")


# MARK: A recorded run, and hostile texts


def dress(database: Path) -> tuple[int, int]:
    """Gives a run steps and failures, and texts that nobody should run; a process with all of it, and
    how many there are."""
    connection = sqlite3.connect(database)
    connection.executescript(RELATIONS)
    chosen = connection.execute(
        "SELECT process_id FROM processes WHERE command LIKE '%numpy%' LIMIT 1").fetchone()[0]
    arguments = json.dumps(["python3", NASTY, "\x1b[31m\u202e", "caf\udcff", LONG])
    connection.execute("UPDATE execution SET argv = ? WHERE process_id = ?", (arguments, chosen))
    began, ended = connection.execute(
        "SELECT started_at, ended_at FROM processes WHERE process_id = ?", (chosen,)).fetchone()
    connection.execute(
        "INSERT INTO steps VALUES (7, 1, NULL, 'make', 'x', ?, '{}', ?, ?, ?, 1, 2, NULL, 1, 0.5, "
        "1048576, 0, 0)", (NASTY, chosen, began, ended))
    connection.execute("INSERT INTO step_processes VALUES (7, ?, 1)", (chosen,))
    connection.execute(
        "INSERT INTO failures VALUES (1, 1, ?, 1, ?, ?, 'signal', 1, 'python3', ?, NULL, 'SIGKILL', "
        "42, ?, NULL, NULL, NULL, 'openat', 'ENOENT', ?, ?, ?)",
        (chosen, chosen, ended, arguments, NASTY, NASTY, "the worker was killed " + NASTY,
         json.dumps([NASTY])))
    connection.execute("INSERT OR REPLACE INTO failure_account VALUES (1, 1, 1, 1, 0, 0)")
    connection.commit()
    count = connection.execute("SELECT count(*) FROM processes").fetchone()[0]
    return chosen, count


def check_recorded(check: Check, sonde: Path, page: Page, database: Path) -> None:
    chosen, count = dress(database)
    connection = sqlite3.connect(database)
    row = connection.execute(
        "SELECT pid, parent_id, cwd, user, max_threads, peak_rss_bytes FROM processes "
        "WHERE process_id = ?", (chosen,)).fetchone()
    report = Report(page, render(sonde, database))
    equal(check, "a failure's words", report.text(".failures .summary").split(" hidden:")[0],
          "the worker was killed " + NASTY)
    equal(check, "its evidence", report.texts(".failures dd")[2:],
          ["SIGKILL", NASTY + " (pid 42)", "openat: ENOENT " + NASTY, NASTY])
    report.ask("document.querySelector('.failures button.show').click()")
    report.settle()
    panel = report.panel()
    equal(check, "the panel's process", panel["process_id"], str(chosen))
    equal(check, "its pid", panel["pid"], str(row[0]))
    equal(check, "its directory", panel["directory"], row[2])
    equal(check, "its user", panel["user"], row[3])
    equal(check, "its threads", panel["threads"], f"{row[4]} at most")
    equal(check, "its step", panel["step"], NASTY + " (make)")
    number, unit = re.fullmatch(r"([\d.]+) (MiB|KiB)", panel["peak memory"]).groups()
    size = float(number) * (2**20 if unit == "MiB" else 2**10)
    check.expect("its memory", None if abs(size - row[5]) < row[5] / 100 else f"{size}, {row[5]}")
    command = report.text("#panel pre")
    # As a shell would take it, with the quotes within.
    beginning = "python3 '" + NASTY.replace("'", "'\\''") + "'"
    equal(check, "its command's beginning", command[:len(beginning)], beginning)
    check.expect("no control in its command",
                 None if not re.search("[\x00-\x1f\u202e]", command) else repr(command[:300]))
    check.expect("its command is cut", None if len(command) < 5000 else f"{len(command)}")
    equal(check, "where its time went", report.texts("#panel .times dt"), ["on cpu", "sleep"])
    equal(check, "what is not known of that", report.text("#panel .times + .note"),
          "Not known: runnable.")
    for canvas in ("ruler", "steps", "path", "bars", "cpu", "memory", "io"):
        check.expect(f"{canvas} is drawn", None if report.marks(canvas) > 50 else "it is not")
    check_tree(check, report, connection, count)
    report.close(check, "a recorded run")


def check_tree(check: Check, report: Report, connection: sqlite3.Connection, count: int) -> None:
    report.key("Escape")
    equal(check, "the panel after Escape", report.ask("document.getElementById('panel').hidden"),
          True)
    report.key("Home")
    root = connection.execute("SELECT tool FROM processes WHERE parent_id IS NULL").fetchone()[0]
    equal(check, "the chosen row", report.texts(".row.chosen .name"), [root])
    if report.ask("document.querySelector('.row.chosen').getAttribute('aria-expanded')") == "true":
        report.key("ArrowLeft")
    equal(check, "rows of the closed root", report.texts(".row:not([hidden]) .name"), [root])
    equal(check, "what is below it", report.texts(".row:not([hidden]) .more"),
          [f"{count - 1} below"])
    report.key("ArrowRight")
    told = report.texts(".row:not([hidden]) .name")
    children = [str(name) for (name,) in connection.execute(
        "SELECT tool FROM processes WHERE parent_id = (SELECT process_id FROM processes "
        "WHERE parent_id IS NULL) AND typeof(tool) = 'text' ORDER BY process_id")]
    check.expect("its children, opened", None if set(children) <= set(told) else f"{told}")
    report.key("0")
    whole = report.text("#shown-time")
    report.find(NASTY[:8])
    report.key("z")
    check.expect("the time shown after z",
                 None if report.text("#shown-time") != whole else "is still the whole run")
    report.key("0")
    equal(check, "the time shown after 0", report.text("#shown-time"), whole)


def check_layouts(check: Check, report: Report) -> None:
    page = report.page
    for scheme in ("light", "dark"):
        page.call("Emulation.setEmulatedMedia",
                  features=[{"name": "prefers-color-scheme", "value": scheme}])
        report.settle()
        for selector in ("body", ".subtitle", ".row .name", ".row .more", "th", "dt"):
            ratio = report.ask(CONTRAST.replace("SELECTOR", json.dumps(selector)))
            check.expect(f"{scheme}: contrast of {selector}: {ratio:.1f}",
                         None if ratio >= 4.5 else "is less than 4.5")
    for width in (1500, 800, 380):
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=900,
                  deviceScaleFactor=1, mobile=False)
        report.settle()
        report.settle()
        equal(check, f"{width} px: how far the page goes beyond its window", report.ask(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"), 0)
        check.expect(f"{width} px: the bars have room",
                     None if report.ask("document.getElementById('bars').clientWidth") > 150
                     else "they have not")
    page.call("Emulation.clearDeviceMetricsOverride")
    page.call("Emulation.setEmulatedMedia", media="print")
    equal(check, "buttons on paper", report.ask(
        "getComputedStyle(document.querySelector('.toolbar')).display"), "none")
    # What a sheet of A4 has between Chromium's margins.
    page.call("Emulation.setDeviceMetricsOverride", width=718, height=1000, deviceScaleFactor=1,
              mobile=False)
    equal(check, "how far tables go beyond the paper", report.ask(
        "Math.max(...[...document.querySelectorAll('.scroll')]"
        ".map((place) => place.scrollWidth - place.clientWidth))"), 0)
    page.call("Emulation.clearDeviceMetricsOverride")
    page.call("Emulation.setEmulatedMedia", media="")


CONTRAST = """(() => {
  const node = document.querySelector(SELECTOR);
  const numbers = (text) => (text.match(/[\\d.]+/g) ?? []).map(Number);
  const linear = (part) => (part / 255 <= 0.04045 ? part / 255 / 12.92
    : ((part / 255 + 0.055) / 1.055) ** 2.4);
  const light = ([red, green, blue]) =>
    0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
  const text = light(numbers(getComputedStyle(node).color));
  const page = light(numbers(getComputedStyle(document.body).backgroundColor));
  return (Math.max(text, page) + 0.05) / (Math.min(text, page) + 0.05);
})()"""


# MARK: Runs that are not whole


def check_unfinished(check: Check, sonde: Path, page: Page, database: Path) -> None:
    connection = sqlite3.connect(database)
    connection.execute("UPDATE run SET ended_ns = NULL, status = NULL, complete = NULL")
    connection.execute("UPDATE process SET ended_ns = NULL, status = NULL, user_ns = NULL, "
                       "system_ns = NULL, peak_rss = NULL WHERE parent_id = 0")
    connection.commit()
    report = Report(page, render(sonde, database))
    check.expect("the verdict of a run that goes on",
                 None if "has not ended" in report.text("#verdict") else report.text("#verdict"))
    report.key("Home")
    report.key("Enter")
    equal(check, "the end of its root", report.text("#panel .outcome"),
          "still running, or its end is not stored yet")
    report.close(check, "a run that goes on")
    connection.execute("DELETE FROM process")
    connection.execute("DELETE FROM execution")
    connection.commit()
    report = Report(page, render(sonde, database))
    equal(check, "rows of an empty run", report.texts(".row:not([hidden])"), [])
    for key in ("ArrowDown", "Enter", "ArrowRight", "z", "+", "f"):
        report.key(key)
    report.close(check, "an empty run")


# MARK: Many processes


def check_large(check: Check, sonde: Path, page: Page, directory: Path) -> None:
    database = directory / "large.db"
    subprocess.run(
        [sys.executable, ROOT / "bench/make_database.py", database, "--runs", "1", "--processes",
         str(PROCESSES), "--sonde", sonde], check=True)
    path = render(sonde, database)
    below(check, "MB of a page", path.stat().st_size / 1e6, MOST_BYTES / 1e6)
    page.call("Emulation.setDeviceMetricsOverride", width=1500, height=1000,
              deviceScaleFactor=1, mobile=False)
    report = Report(page, path)
    below(check, "ms to the first paint", first_paint(report), PICTURE_MS)
    below(check, "ms to the first picture",
          report.ask("performance.getEntriesByName('picture')[0].startTime"), PICTURE_MS)
    waits, draws = zooms(report)
    below(check, "ms from a zoom to its picture, the median of 20", statistics.median(waits),
          ZOOM_MS)
    below(check, "ms that drawing took, the longest of 20", max(draws), ZOOM_MS)
    pid, = sqlite3.connect(database).execute(
        "SELECT pid FROM processes ORDER BY process_id LIMIT 1 OFFSET 77776").fetchone()
    report.find(f"/{pid}.out")
    report.key("Enter")
    equal(check, "the process that was looked for", report.panel()["pid"], str(pid))
    report.key("Escape")
    # All of one program's, opened: the list is long, what is in sight is not.
    report.key("Home")
    check.expect("elements of the tree", None if report.ask(
        "document.querySelectorAll('.row').length") < 60 else "there are too many")
    report.close(check, "100,000 processes")


def zooms(report: Report) -> tuple[list[float], list[float]]:
    """How long it is from a zoom to the end of its picture, and how long the drawing of that takes.
    All processes are in the rows in sight: what is below a row that is closed is drawn in it."""
    return report.ask("""(async () => {
      const [waits, draws] = [[], []];
      for (let turn = 0; turn < 20; turn += 1) {
        const button = document.getElementById(turn % 10 < 5 ? "zoom-in" : "zoom-out");
        const begun = performance.now();
        button.click();
        await new Promise((done) => requestAnimationFrame(done));
        const [draw] = performance.getEntriesByName("draw");
        waits.push(draw.startTime + draw.duration - begun);
        draws.push(draw.duration);
      }
      return [waits, draws];
    })()""")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sonde", type=Path, default=os.environ.get(
        "TEST_SONDE", str(ROOT / ".build/release/sonde")), help="the program under test")
    sonde = parser.parse_args().sonde.resolve()
    check = Check()
    with tempfile.TemporaryDirectory(prefix="sonde-page-") as place, Page() as page:
        page.watch()
        directory = Path(place)
        database = record(str(sonde), directory)
        check_recorded(check, sonde, page, database)
        check_layouts(check, Report(page, database.with_suffix(".html")))
        check_unfinished(check, sonde, page, database)
        check_large(check, sonde, page, directory)
    return check.close()


if __name__ == "__main__":
    sys.exit(main())
