"""The receiver of OTLP/HTTP."""

import gzip
import socket
import ssl
import struct
import time
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from google.protobuf.message import DecodeError
from otlp_answers import Answer, Script
from otlp_requests import REQUESTS, Recorder, response, status


class Server(ThreadingHTTPServer):
    """Handshakes happen in the threads of connections: one that hangs holds up nobody else."""

    daemon_threads = True
    # Whether a port is free is for the second to find out, and not by taking half of the requests.
    allow_reuse_port = False

    def __init__(self, address: tuple[str, int], tls: ssl.SSLContext | None, script: Script,
                 recorder: Recorder, token: str | None) -> None:
        self.tls, self.script, self.recorder, self.token = tls, script, recorder, token
        self.address_family = socket.AF_INET6 if ":" in address[0] else socket.AF_INET
        super().__init__(address, Handler)

    def finish_request(self, request: socket.socket, client_address: object) -> None:
        if self.tls:
            request = self.tls.wrap_socket(request, server_side=True)
        super().finish_request(request, client_address)

    def handle_error(self, request: object, client_address: object) -> None:
        """Connections that end early, and handshakes that fail, are what the tests are about."""


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Server

    def log_message(self, *_: object) -> None:
        """What was received is written by the recorder."""

    def do_POST(self) -> None:
        wire = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        compression = self.headers.get("Content-Encoding") or "none"
        body = gzip.decompress(wire) if compression == "gzip" else wire
        signal = self.path.rsplit("/v1/", 1)[-1]
        if signal not in REQUESTS:
            self.say(404, b"no such path", "text/plain")
            return
        answer = self.choose(signal)
        try:
            self.server.recorder.write(
                signal, body, answer.name, protocol="http", path=self.path,
                headers={name.lower(): value for name, value in self.headers.items()},
                compression=compression, wire_bytes=len(wire), peer=self.client_address[1])
        except DecodeError as error:
            self.say(400, str(error).encode(), "text/plain")
            return
        time.sleep(answer.delay)
        self.give(answer, signal)

    def choose(self, signal: str) -> Answer:
        token = self.server.token
        if token and self.headers.get("Authorization") != f"Bearer {token}":
            return Answer(http=401, message="a bearer token is required")
        return self.server.script.next("http", signal)

    def give(self, answer: Answer, signal: str) -> None:
        if answer.drop:
            self.drop()
        elif answer.http is None:
            self.say(200, response(signal, answer), "application/x-protobuf", stall=answer.stall)
        else:
            headers = dict(answer.headers)
            if answer.retry_after is not None:
                headers["Retry-After"] = str(answer.retry_after)
            if answer.retry_date is not None:
                headers["Retry-After"] = formatdate(time.time() + answer.retry_date, usegmt=True)
            if answer.body is None:
                content, kind = status(2, answer.message), "application/x-protobuf"
            else:
                content, kind = answer.body.encode(), "text/plain"
            self.say(answer.http, content, kind, headers, answer.stall)

    def say(self, code: int, content: bytes, kind: str, headers: dict[str, str] | None = None,
            stall: float = 0) -> None:
        self.send_response(code)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(content)))
        for name, value in (headers or {}).items():
            self.send_header(name, value)
        self.end_headers()
        time.sleep(stall)
        self.wfile.write(content)

    def drop(self) -> None:
        """Without a farewell: the other side sees the connection reset."""
        self.close_connection = True
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.connection.close()
