"""What stands before the gRPC server: it passes bytes on, looks at them, and can hang up.

grpcio does not tell how a message was compressed and cannot drop a connection. Both are seen from
outside: HTTP/2 has frames of a length, a type and a stream, and a message begins with a byte that
says whether it is compressed, and its length (https://httpwg.org/specs/rfc9113.html#FrameHeader,
https://github.com/grpc/grpc/blob/master/doc/PROTOCOL-HTTP2.md).
"""

import socket
import struct
import threading
from collections import deque
from dataclasses import dataclass

PREFACE = len(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
FRAME_HEADER = 9
DATA_FRAME = 0
PADDED = 0x8


@dataclass
class Seen:
    """A message, as it was on the wire."""

    compression: str
    wire_bytes: int


class Frames:
    """Finds where messages begin in the bytes that a client sends."""

    def __init__(self) -> None:
        self.seen: deque[Seen] = deque()
        self._rest = b""
        self._skip = PREFACE
        self._streams: set[int] = set()

    def feed(self, data: bytes) -> None:
        self._rest += data
        while True:
            skipped = min(self._skip, len(self._rest))
            self._rest = self._rest[skipped:]
            self._skip -= skipped
            # With the frame's header comes that of the message, and perhaps a length of padding.
            if self._skip or len(self._rest) < FRAME_HEADER:
                return
            length = int.from_bytes(self._rest[:3], "big")
            kind, flags, stream = struct.unpack(">BBI", self._rest[3:FRAME_HEADER])
            if kind == DATA_FRAME and length and stream not in self._streams:
                start = FRAME_HEADER + (1 if flags & PADDED else 0)
                if len(self._rest) < start + 5:
                    return
                flag, size = struct.unpack(">BI", self._rest[start : start + 5])
                self._streams.add(stream)
                self.seen.append(Seen("gzip" if flag else "none", size))
            self._skip = FRAME_HEADER + length


class Connection:
    """A client's connection and the one to the server that belongs to it."""

    def __init__(self, client: socket.socket, server: socket.socket, frames: Frames | None) -> None:
        self.frames = frames
        self._ends = (client, server)
        threading.Thread(target=self._pass_on, args=(client, server, frames), daemon=True).start()
        threading.Thread(target=self._pass_on, args=(server, client, None), daemon=True).start()

    def _pass_on(self, source: socket.socket, target: socket.socket, frames: Frames | None) -> None:
        try:
            while data := source.recv(1 << 16):
                if frames:
                    frames.feed(data)
                target.sendall(data)
        except OSError:
            pass
        self.close()

    def close(self, abruptly: bool = False) -> None:
        for end in self._ends:
            try:
                if abruptly:
                    linger = struct.pack("ii", 1, 0)
                    end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                # The thread that waits for it wakes up.
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()


class Front:
    """Listens where clients connect. `port`: 0 for a free one."""

    def __init__(self, host: str, port: int, server_port: int, is_encrypted: bool) -> None:
        self._server_port = server_port
        self._is_encrypted = is_encrypted
        self._connections: dict[int, Connection] = {}
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._socket = socket.create_server((host, port), family=family, backlog=128)
        self.port: int = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            client, _ = self._socket.accept()
            server = socket.create_connection(("127.0.0.1", self._server_port))
            for end in (client, server):
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            # The server knows the connection by this.
            name = server.getsockname()[1]
            self._connections[name] = Connection(
                client, server, None if self._is_encrypted else Frames())

    def look(self, name: int) -> Seen | None:
        """The next message of a connection; exact as long as its requests do not overlap."""
        connection = self._connections.get(name)
        if connection is None or connection.frames is None or not connection.frames.seen:
            return None
        return connection.frames.seen.popleft()

    def drop(self, name: int) -> None:
        if connection := self._connections.pop(name, None):
            connection.close(abruptly=True)
