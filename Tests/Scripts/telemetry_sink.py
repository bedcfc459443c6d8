"""`otelsink` over gRPC, one request at a time.

The program itself answers on ten threads, whose lines run into one another: Python's `print` of
an unbuffered stream is no unit.
"""

import logging

from oteltest.sink import GrpcSink
from oteltest.sink.handler import PrintHandler


def main() -> None:
    logging.basicConfig(level=logging.INFO)
    sink = GrpcSink(PrintHandler(), logging.getLogger("otelsink"), max_workers=1)
    sink.start()
    sink.wait_for_termination()


if __name__ == "__main__":
    main()
