"""The receiver of OTLP/gRPC."""

import os
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

# Handshakes that fail are what some tests are about. It is read when grpc is loaded.
os.environ.setdefault("GRPC_VERBOSITY", "NONE")

import grpc  # noqa: E402
from google.protobuf.message import DecodeError  # noqa: E402
from otlp_answers import Answer, Script  # noqa: E402
from otlp_requests import Recorder, response, status  # noqa: E402
from otlp_wire import Front  # noqa: E402

METHODS = {
    f"/opentelemetry.proto.collector.{package}.v1.{service}/Export": signal
    for signal, package, service in (
        ("traces", "trace", "TraceService"),
        ("metrics", "metrics", "MetricsService"),
        ("logs", "logs", "LogsService"),
    )
}
# More than anybody may send, so that the sender's own limit is what is seen.
LARGEST_REQUEST = 256 << 20


class Services(grpc.GenericRpcHandler):
    """Takes messages as bytes: their sizes are of interest."""

    def __init__(self, script: Script, recorder: Recorder, token: str | None) -> None:
        self.front: Front | None = None
        self._script, self._recorder, self._token = script, recorder, token

    def service(self, details: grpc.HandlerCallDetails) -> grpc.RpcMethodHandler | None:
        if (signal := METHODS.get(details.method)) is None:
            return None

        def handle(body: bytes, context: grpc.ServicerContext) -> bytes:
            return self._handle(details.method, signal, body, context)

        return grpc.unary_unary_rpc_method_handler(handle)

    def _handle(self, method: str, signal: str, body: bytes,
                context: grpc.ServicerContext) -> bytes:
        metadata = {name: value if isinstance(value, str) else value.hex()
                    for name, value in context.invocation_metadata()}
        peer = int(context.peer().rsplit(":", 1)[-1])
        seen = self.front.look(peer) if self.front else None
        answer = self._choose(signal, metadata)
        try:
            self._recorder.write(
                signal, body, answer.name, protocol="grpc", path=method, headers=metadata,
                compression=seen.compression if seen else None,
                wire_bytes=seen.wire_bytes if seen else None, peer=peer)
        except DecodeError as error:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, str(error))
        time.sleep(answer.delay)
        if answer.drop and self.front:
            self.front.drop(peer)
        elif answer.grpc:
            self._fail(answer, context)
        return response(signal, answer)

    def _choose(self, signal: str, metadata: dict[str, str]) -> Answer:
        if self._token and metadata.get("authorization") != f"Bearer {self._token}":
            return Answer(grpc="UNAUTHENTICATED", message="a bearer token is required")
        return self._script.next("grpc", signal)

    def _fail(self, answer: Answer, context: grpc.ServicerContext) -> None:
        code = grpc.StatusCode[answer.grpc]
        if answer.retry_after is not None:
            details = status(code.value[0], answer.message, float(answer.retry_after))
            context.set_trailing_metadata((("grpc-status-details-bin", details),))
        context.abort(code, answer.message)


def credentials(certificate: str, key: str, client_ca: str | None) -> grpc.ServerCredentials:
    pair = (Path(key).read_bytes(), Path(certificate).read_bytes())
    authority = Path(client_ca).read_bytes() if client_ca else None
    return grpc.ssl_server_credentials([pair], authority, require_client_auth=bool(authority))


def serve(host: str, port: int, services: Services, secrets: grpc.ServerCredentials | None,
          is_direct: bool) -> tuple[grpc.Server, int]:
    """Starts a server; it, and the port for clients."""
    server = grpc.server(
        ThreadPoolExecutor(max_workers=16), handlers=[services],
        options=[("grpc.max_receive_message_length", LARGEST_REQUEST),
                 ("grpc.max_send_message_length", LARGEST_REQUEST), ("grpc.so_reuseport", 0)])
    name = f"[{host}]" if ":" in host else host
    address = f"{name}:{port}" if is_direct else "127.0.0.1:0"
    bound = server.add_secure_port(address, secrets) if secrets else server.add_insecure_port(address)
    server.start()
    if is_direct:
        return server, bound
    services.front = Front(host, port, bound, is_encrypted=secrets is not None)
    return server, services.front.port
