"""Drives Debian's headless Chromium through its DevTools protocol, over a pair of pipes
(https://chromedevtools.github.io/devtools-protocol/): no driver, no port, no library."""

from __future__ import annotations

import json
import os
import subprocess
import tempfile
import time
from typing import Any

PROGRAM = "chromium-headless-shell"


class Page:
    """A browser with one page. Messages are JSON, each followed by a NUL."""

    def __init__(self) -> None:
        self._profile = tempfile.TemporaryDirectory(prefix="sonde-chromium-")
        from_here, self._to_browser = os.pipe()
        self._from_browser, to_here = os.pipe()
        # It reads its descriptor 3 and writes its 4: the shell puts them there.
        script = f'exec {PROGRAM} "$@" 3<&{from_here} 4>&{to_here}'
        self._process = subprocess.Popen(
            ["/bin/bash", "-c", script, PROGRAM, "--remote-debugging-pipe", "--disable-gpu",
             "--no-sandbox", f"--user-data-dir={self._profile.name}", "--window-size=1600,4000"],
            pass_fds=(from_here, to_here), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        os.close(from_here)
        os.close(to_here)
        self._unread = b""
        self._number = 0
        self._session: str | None = None
        self.complaints: list[str] = []
        """Errors that pages have written to the console, and exceptions nobody caught."""
        self.requests: list[str] = []
        """Addresses that pages have asked for, their own included."""
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        attached = self.call("Target.attachToTarget", targetId=target, flatten=True)
        self._session = attached["sessionId"]

    def __enter__(self) -> Page:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._to_browser)  # ends it
        try:
            self._process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        os.close(self._from_browser)
        self._profile.cleanup()

    def call(self, method: str, **parameters: Any) -> Any:
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        os.write(self._to_browser, json.dumps(message).encode() + b"\0")
        while True:
            answer = self._read()
            if "id" not in answer:
                self._notice(answer)
            elif answer["id"] == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']}")
                return answer["result"]

    def watch(self) -> None:
        """From here on notes complaints and requests."""
        for domain in ("Runtime", "Log", "Network"):
            self.call(f"{domain}.enable")

    def _notice(self, event: dict[str, Any]) -> None:
        method, told = event.get("method"), event.get("params", {})
        if method == "Runtime.exceptionThrown":
            details = told["exceptionDetails"]
            self.complaints.append(details.get("exception", {}).get("description", str(details)))
        elif method == "Runtime.consoleAPICalled" and told["type"] in ("error", "assert"):
            self.complaints.append(str(told["args"]))
        elif method == "Log.entryAdded" and told["entry"]["level"] == "error":
            self.complaints.append(told["entry"]["text"])
        elif method == "Network.requestWillBeSent":
            self.requests.append(told["request"]["url"])

    def _read(self) -> Any:
        while b"\0" not in self._unread:
            some = os.read(self._from_browser, 1 << 16)
            if not some:
                raise RuntimeError(f"{PROGRAM} has ended")
            self._unread += some
        message, _, self._unread = self._unread.partition(b"\0")
        return json.loads(message)

    def open(self, address: str) -> None:
        self.call("Page.navigate", url=address)

    def evaluate(self, expression: str) -> Any:
        """The value of an expression of JavaScript, or of what it promises."""
        answer = self.call("Runtime.evaluate", expression=expression, awaitPromise=True,
                           returnByValue=True)
        if "exceptionDetails" in answer:
            exception = answer["exceptionDetails"].get("exception", {})
            raise RuntimeError(f"{expression}: {exception.get('description', answer)}")
        return answer["result"].get("value")

    def wait_for(self, expression: str, seconds: float = 60) -> Any:
        """The value of an expression once it has one."""
        end = time.monotonic() + seconds
        while not (value := self.evaluate(expression)):
            if time.monotonic() > end:
                raise TimeoutError(f"not within {seconds} s: {expression}")
            time.sleep(0.1)
        return value
