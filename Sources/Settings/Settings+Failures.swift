extension Settings {
  /// What is no failure.
  public struct Failures: Sendable, Equatable {
    /// Ends of programs, in the order of their declaration; `nil`: none but the built-in ones.
    public var excuse: [Excuse]?
  }

  /// An end of a program that is no failure.
  public struct Excuse: Sendable, Equatable {
    /// How it ends.
    public enum Ending: Sendable, Equatable {
      /// With this exit status, from 1 to 255.
      case exitCode(Int32)
      /// By this signal.
      case signal(Int32)
    }

    /// The program's name, without directories.
    public var tool: String
    /// How it ends.
    public var ending: Ending
    /// Why that is no failure.
    public var why: String

    /// Excuses an end.
    public init(tool: String, ending: Ending, why: String) {
      (self.tool, self.ending, self.why) = (tool, ending, why)
    }
  }
}
