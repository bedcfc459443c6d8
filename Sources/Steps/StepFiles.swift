/// How files of the host are read; nothing here opens one itself.
public struct StepFiles {
  /// At most so many bytes of a regular file from an offset on; `nil` when it cannot be read.
  let read: (_ path: String, _ offset: Int, _ size: Int) -> [UInt8]?

  /// - Parameter read: at most so many bytes of a regular file from an offset on; `nil` when it
  ///   cannot be read.
  public init(read: @escaping (_ path: String, _ offset: Int, _ size: Int) -> [UInt8]?) {
    self.read = read
  }
}
