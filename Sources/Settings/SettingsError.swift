/// What is wrong with one choice, where, and how to mend it.
public struct SettingsError: Error, Sendable, Hashable, CustomStringConvertible {
  /// Where the choice was made.
  public enum Place: Sendable, Hashable {
    /// A place in a file. Lines and columns count from 1, columns in Unicode scalars.
    case position(file: String, line: Int, column: Int)
    /// A file as a whole.
    case file(String)
    /// A variable of the environment.
    case variable(String)
  }

  /// Where the choice was made.
  public var place: Place

  /// What is wrong and how to mend it; safe to print on a terminal.
  public var message: String

  /// Creates an error about the choice made at `place`.
  public init(place: Place, message: String) {
    self.place = place
    self.message = message
  }

  /// The place and the message in one line, as compilers write it: `config.toml:12:5: message`.
  public var description: String {
    switch place {
    case .position(let file, let line, let column):
      "\(file.printable):\(line):\(column): \(message)"
    case .file(let file): "\(file.printable): \(message)"
    case .variable(let name): "\(name.printable): \(message)"
    }
  }
}
