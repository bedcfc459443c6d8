/// Why the kernel side could not be set up.
public struct ProbeError: Error, CustomStringConvertible, Sendable {
  /// What kind of trouble it is.
  public enum Code: Sendable {
    /// The kernel has no type information (BTF) to relocate the programs against.
    case noBTF
    /// The caller lacks a capability.
    case notPermitted
    /// The verifier or the kernel refused a program or a map.
    case refused
    /// A hook does not exist here, or the kernel refused to attach to it.
    case cannotAttach
    /// The objects and this binary disagree on the wire format.
    case layoutMismatch
    /// A fault was asked for that cannot be made.
    case badFault
    /// A system call failed for another reason.
    case system
  }

  /// What kind of trouble it is.
  public let code: Code
  /// What failed, and the mend where there is one.
  public let message: String
  /// The kernel's or libbpf's own words, or an empty string.
  public let detail: String

  /// Puts an error together.
  public init(code: Code, message: String, detail: String = "") {
    self.code = code
    self.message = message
    self.detail = detail
  }

  /// The message, and the detail on the lines after it.
  public var description: String {
    detail.isEmpty ? message : "\(message)\n\(detail)"
  }
}
