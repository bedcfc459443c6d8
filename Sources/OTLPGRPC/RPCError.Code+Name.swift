internal import GRPCCore

extension RPCError.Code {
  /// The protocol's name for it: `UNAVAILABLE`.
  ///
  /// https://github.com/grpc/grpc/blob/master/doc/statuscodes.md
  var name: String {
    Self.names.indices.contains(rawValue) ? Self.names[rawValue] : "UNKNOWN"
  }

  private static let names = [
    "OK", "CANCELLED", "UNKNOWN", "INVALID_ARGUMENT", "DEADLINE_EXCEEDED", "NOT_FOUND",
    "ALREADY_EXISTS", "PERMISSION_DENIED", "RESOURCE_EXHAUSTED", "FAILED_PRECONDITION", "ABORTED",
    "OUT_OF_RANGE", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS", "UNAUTHENTICATED",
  ]
}
