/// Options that no transport can be made of.
public struct TransportError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, its value, and which setting to look at.
  public var message: String

  /// Says what is wrong.
  public init(_ message: String) { self.message = message }

  /// The message.
  public var description: String { message }
}
