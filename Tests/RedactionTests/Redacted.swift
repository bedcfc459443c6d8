import Redaction

/// Arguments as one block, each with its NUL.
func block(_ arguments: [String]) -> [UInt8] {
  arguments.flatMap { Array($0.utf8) + [0] }
}

/// The strings of a block that ends in a NUL.
func strings(_ block: [UInt8]) -> [String] {
  block.split(separator: 0, omittingEmptySubsequences: false).dropLast()
    .map { String(decoding: $0, as: UTF8.self) }
}

extension Redactor {
  /// The arguments with their secrets hidden, or `nil` when there are none.
  func redacted(_ arguments: [String]) -> [String]? {
    redacted(argumentBlock: block(arguments)).map(strings)
  }

  /// The variables with their secrets hidden, or `nil` when there are none.
  func redacted(environment: [String]) -> [String]? {
    redacted(environmentBlock: block(environment)).map(strings)
  }

  func redacted(argumentBlock arguments: [UInt8]) -> [UInt8]? {
    var output: [UInt8] = []
    return arguments.withUnsafeBytes { redact(arguments: $0, into: &output) } ? output : nil
  }

  func redacted(environmentBlock environment: [UInt8]) -> [UInt8]? {
    var output: [UInt8] = []
    return environment.withUnsafeBytes { redact(environment: $0, into: &output) } ? output : nil
  }
}
