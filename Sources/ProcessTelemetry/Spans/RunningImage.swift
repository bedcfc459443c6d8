/// What a process executes that was running already, as the system tells it later.
public struct RunningImage {
  /// The short name, of which the kernel keeps 15 bytes: under which name it was executed is not
  /// known any more.
  public var name: String
  /// The executable; empty when it may not be read.
  public var path: String
  /// The working directory as it is now, not as it was at the beginning; empty when it may not be
  /// read.
  public var directory: String
  /// NUL-terminated strings, secrets removed. Pointers stay the caller's.
  public var arguments: UnsafeRawBufferPointer
  /// `NAME=value` strings, NUL-terminated, as they were at the beginning. Only the trace context is
  /// read.
  public var environment: UnsafeRawBufferPointer

  /// Puts together what is known.
  public init(
    name: String, path: String, directory: String, arguments: UnsafeRawBufferPointer,
    environment: UnsafeRawBufferPointer
  ) {
    self.name = name
    self.path = path
    self.directory = directory
    self.arguments = arguments
    self.environment = environment
  }
}
