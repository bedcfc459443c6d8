"""The answers that a receiver of OTLP is told to give: a list in JSON, taken in order."""

import json
import threading
from dataclasses import dataclass, field, fields
from pathlib import Path

HELP = """\
The answers are a JSON list. Each request takes the first that is for it; with none left the answer
is ok. An answer is "ok" or an object:

  "for": "traces"        only for this signal (traces, metrics, logs)
  "times": 3             given so often (1); -1: always
  "delay": 2.5           seconds to wait before anything is said
  "reject": 7            partial success: so many items were rejected, and "message" why
  "pad": 5000000         the answer is a message of so many bytes
  "grpc": "UNAVAILABLE"  over gRPC only: this status, with "message" and, if there is a
                         "retry_after" in seconds, google.rpc.RetryInfo in its details
  "http": 503            over HTTP only: this status, with
                           "body": "text", or "message": "text" for a google.rpc.Status
                           "retry_after": "2" (sent as it is)
                           "retry_date": 2 (sent as the date in so many seconds)
                           "headers": {"Location": "..."}
  "stall": 2.5           over HTTP only: seconds between the head and the body
  "drop": true           the connection is closed, and nothing is said
"""


@dataclass
class Answer:
    """What is said to one request, or to several. The fields are those of the help."""

    signal: str | None = None
    times: int = 1
    delay: float = 0
    reject: int = 0
    message: str = ""
    pad: int = 0
    grpc: str | None = None
    http: int | None = None
    body: str | None = None
    retry_after: str | float | None = None
    retry_date: float | None = None
    headers: dict[str, str] = field(default_factory=dict)
    stall: float = 0
    drop: bool = False

    @classmethod
    def parse(cls, value: object) -> "Answer":
        if value == "ok":
            return cls()
        if not isinstance(value, dict):
            raise ValueError(f"an answer is \"ok\" or an object, not {value!r}")
        known = {each.name for each in fields(cls)}
        named = {"signal" if key == "for" else key: content for key, content in value.items()}
        if unknown := named.keys() - known:
            raise ValueError(f"no such field in an answer: {', '.join(sorted(unknown))}")
        return cls(**named)

    def suits(self, protocol: str, signal: str) -> bool:
        if self.signal not in (None, signal):
            return False
        if protocol == "grpc":
            return self.http is None
        return self.grpc is None

    @property
    def name(self) -> str:
        """How the record of a request calls it."""
        if self.drop:
            return "drop"
        if self.grpc or self.http:
            return str(self.grpc or self.http)
        return "partial success" if self.reject else "ok"


class Script:
    """The answers that are left."""

    def __init__(self, answers: list[Answer]) -> None:
        self._answers = answers
        self._lock = threading.Lock()

    @classmethod
    def load(cls, text: str) -> "Script":
        """From JSON, or from the file that is named after an @."""
        if text.startswith("@"):
            text = Path(text[1:]).read_text()
        return cls([Answer.parse(value) for value in json.loads(text)])

    def next(self, protocol: str, signal: str) -> Answer:
        with self._lock:
            for answer in self._answers:
                if not answer.suits(protocol, signal):
                    continue
                if answer.times > 0:
                    answer.times -= 1
                if answer.times == 0:
                    self._answers.remove(answer)
                return answer
        return Answer()
