/// A system call that failed.
public struct FailedCall: Sendable, Equatable {
  /// Of the last time, ns since 1970.
  public var at: Int64
  /// The call's name, such as `openat`.
  public var call: String
  /// The error's name, such as `ENOENT`.
  public var error: String
  /// The path that it was about, as it was given, or the socket's address.
  public var object: String?
  /// The object had no room, and is only a part of it.
  public var isCut: Bool
  /// How often it failed for the same name.
  public var times: Int64
  /// The memory that was asked for.
  public var bytes: Int64?

  /// Puts a call together.
  public init(
    at: Int64, call: String, error: String, object: String? = nil, isCut: Bool = false,
    times: Int64 = 1, bytes: Int64? = nil
  ) {
    self.at = at
    self.call = call
    self.error = error
    self.object = object
    self.isCut = isCut
    self.times = times
    self.bytes = bytes
  }
}

extension FailedCall {
  private static let pipe = "pipe:["

  /// It wrote to a pipe that nobody reads any more. Of sockets that say so, no name is known.
  var isUnread: Bool { error == "EPIPE" && object != nil }

  /// It was about a pipe that has no path.
  var isOfPipe: Bool { object?.hasPrefix(Self.pipe) ?? false }
}

/// An execution that could not be.
public struct FailedExecution: Sendable, Equatable {
  /// The file, as it was given to execve(2).
  public var path: String
  /// What it was to be called with; the first is what was asked for.
  public var arguments: [String]
  /// The error's name, such as `ENOENT`.
  public var error: String
  /// How many were tried for one name: directories in which it was looked for.
  public var attempts: Int64

  /// Puts an execution together.
  public init(path: String, arguments: [String], error: String, attempts: Int64 = 1) {
    self.path = path
    self.arguments = arguments
    self.error = error
    self.attempts = attempts
  }

  /// What was asked for.
  var name: String { arguments.first.flatMap { $0.isEmpty ? nil : $0 } ?? path }
}

/// Why the out-of-memory killer had to kill.
public struct MemoryKill: Sendable, Equatable {
  /// Whose memory ran out.
  public enum Scope: Sendable, Equatable {
    /// That of the victim's control group, or of one above it, which had reached its limit (bytes).
    case group(path: String?, limit: Int64, isAbove: Bool = false)
    /// The machine's, or that of the processors the victim may use: none of the control
    /// groups that it was in had reached its limit.
    case host
    /// The kernel did not say in time.
    case unknown
  }

  /// A process that had memory beside the victim.
  public struct Neighbour: Sendable, Equatable {
    /// Its program's name.
    public var tool: String
    /// Its number on the machine.
    public var pid: Int64
    /// The most it ever had resident, bytes.
    public var peakRSS: Int64

    /// Puts a neighbour together.
    public init(tool: String, pid: Int64, peakRSS: Int64) {
      (self.tool, self.pid, self.peakRSS) = (tool, pid, peakRSS)
    }
  }

  /// Whose memory it was.
  public var scope: Scope
  /// What the victim had resident, bytes; `nil` when it is not known.
  public var rss: Int64?
  /// The largest processes of the run that lived then, the largest first.
  public var beside: [Neighbour]

  /// Puts it together.
  public init(scope: Scope, rss: Int64?, beside: [Neighbour] = []) {
    (self.scope, self.rss, self.beside) = (scope, rss, beside)
  }
}
