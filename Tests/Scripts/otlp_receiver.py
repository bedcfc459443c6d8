#!/usr/bin/env python3
"""Receives OTLP over gRPC and HTTP, writes down what came, and answers as it is told.

Made of grpcio, http.server and the published messages alone: it knows nothing of the senders.

The first line of standard output says where it listens, once it does:
    {"grpc_port": 40001, "http_port": 40002}
Then there is a line for each request, in --output, when it has come and before it is answered:
    time         seconds since 1970
    protocol     grpc or http
    signal       traces, metrics or logs
    answer       ok, partial success, drop, or the status
    path         of the request, or the method
    headers      names in lower case; those that gRPC keeps for itself are not there
    compression  none or gzip; null where it cannot be seen (gRPC with TLS or --direct)
    wire_bytes   of the body or message, as sent; null as above
    bytes        of the message, decompressed
    items        spans, data points or log records
    peer         names the connection
    message      protobuf's JSON with ids in hexadecimal and enumerations as numbers
    error        why the message could not be read
It ends, with status 0, when it is terminated.
"""

import argparse
import json
import os
import signal
import ssl
import sys
import threading
import time

import otlp_answers
import otlp_grpc
import otlp_http
from otlp_requests import Recorder


def parse() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description=__doc__, epilog=otlp_answers.HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (%(default)s)")
    parser.add_argument("--grpc-port", type=int, default=0, metavar="PORT", help="0: a free one; -1: no gRPC")
    parser.add_argument("--http-port", type=int, default=0, metavar="PORT", help="0: a free one; -1: no HTTP")
    parser.add_argument("--output", default="-", metavar="FILE",
                        help="append what came here (standard output)")
    parser.add_argument("--no-messages", action="store_true", help="leave message out of the lines")
    parser.add_argument("--answers", default="[]", metavar="JSON", help="or @FILE; see below")
    parser.add_argument("--token", help="want `authorization: Bearer TOKEN` with each request")
    parser.add_argument("--certificate", metavar="PEM", help="serve TLS, on both ports")
    parser.add_argument("--key", metavar="PEM", help="of the certificate")
    parser.add_argument("--client-ca", metavar="PEM", help="want a certificate of this authority")
    parser.add_argument("--direct", action="store_true",
                        help="nothing before gRPC: faster, but it cannot drop, nor see compression")
    parser.add_argument("--end-with-parent", action="store_true",
                        help="end when the program that started this has")
    options = parser.parse_args()
    if bool(options.certificate) != bool(options.key):
        parser.error("--certificate and --key go together")
    try:
        options.script = otlp_answers.Script.load(options.answers)
    except (ValueError, TypeError, OSError) as error:
        parser.error(f"--answers: {error}")
    return options


def tls_context(options: argparse.Namespace) -> ssl.SSLContext | None:
    if not options.certificate:
        return None
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(options.certificate, options.key)
    if options.client_ca:
        context.load_verify_locations(options.client_ca)
        context.verify_mode = ssl.CERT_REQUIRED
    return context


def main() -> None:
    # What came is written at once, so there is nothing to put in order first.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    # Who started this may have blocked it.
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT})
    options = parse()
    recorder = Recorder(options.output, with_messages=not options.no_messages)
    ports = {}
    if options.grpc_port >= 0:
        secrets = None
        if options.certificate:
            secrets = otlp_grpc.credentials(options.certificate, options.key, options.client_ca)
        services = otlp_grpc.Services(options.script, recorder, options.token)
        server, ports["grpc_port"] = otlp_grpc.serve(
            options.host, options.grpc_port, services, secrets, options.direct)
    if options.http_port >= 0:
        address = (options.host, options.http_port)
        web = otlp_http.Server(
            address, tls_context(options), options.script, recorder, options.token)
        ports["http_port"] = web.server_address[1]
        threading.Thread(target=web.serve_forever, daemon=True).start()
    print(json.dumps(ports), flush=True)
    parent = os.getppid()
    while not options.end_with_parent or os.getppid() == parent:
        time.sleep(1)


if __name__ == "__main__":
    sys.exit(main())
