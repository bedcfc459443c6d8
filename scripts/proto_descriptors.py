#!/usr/bin/env python3
"""Writes the definitions of the OpenTelemetry messages, as protoc's --descriptor_set_in takes them.

The published packages hold no .proto files, but their modules embed what protoc made of them.
Prints the names of the files to generate code for.
"""

import sys

from google.protobuf import descriptor_pb2
from google.protobuf.descriptor import FileDescriptor
from google.rpc import error_details_pb2, status_pb2
from opentelemetry.proto.collector.logs.v1 import logs_service_pb2
from opentelemetry.proto.collector.metrics.v1 import metrics_service_pb2
from opentelemetry.proto.collector.trace.v1 import trace_service_pb2

# What a server says with an error, of which one message matters: when to come back.
RPC = [status_pb2.DESCRIPTOR, error_details_pb2.DESCRIPTOR]
KEPT = {error_details_pb2.DESCRIPTOR.name: {"RetryInfo"}}
SERVICES = [module.DESCRIPTOR for module in (trace_service_pb2, metrics_service_pb2, logs_service_pb2)]


def collect(file: FileDescriptor, into: dict[str, descriptor_pb2.FileDescriptorProto]) -> None:
    """Adds a file and what it imports, which must come before it."""
    if file.name in into:
        return
    for dependency in file.dependencies:
        collect(dependency, into)
    definition = descriptor_pb2.FileDescriptorProto()
    file.CopyToProto(definition)
    if kept := KEPT.get(file.name):
        messages = [message for message in definition.message_type if message.name in kept]
        del definition.message_type[:]
        definition.message_type.extend(messages)
    into[file.name] = definition


def main() -> None:
    files: dict[str, descriptor_pb2.FileDescriptorProto] = {}
    for file in SERVICES + RPC:
        collect(file, files)
    with open(sys.argv[1], "wb") as output:
        output.write(descriptor_pb2.FileDescriptorSet(file=files.values()).SerializeToString())
    for name in files:
        # Those of Google's own are in SwiftProtobuf.
        if not name.startswith("google/protobuf/"):
            print(name)


main()
