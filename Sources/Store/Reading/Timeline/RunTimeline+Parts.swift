extension RunTimeline {
  /// A step of a workflow, as its engine calls it.
  public struct Step: Sendable, Equatable {
    /// Its id in the database.
    public var id: Int64
    /// The place of the step that it is part of; -1 for none.
    public var parent: Int32
    /// Which engine.
    public var engine: String
    /// What a person would call it.
    public var label: RawText
    /// ns since 1970.
    public var started: Int64
    /// ns since 1970; `nil` when no end was seen.
    public var ended: Int64?
    /// Of its first process; `nil` when that was not seen, or a signal ended it.
    public var exitCode: Int64?
    /// The signal that ended its first process.
    public var signal: String?
    /// How many processes it took.
    public var processes: Int64
    /// Seconds of CPU time.
    public var cpu: Double?
    /// The highest peak memory of one process, bytes.
    public var peakRSS: Int64?
    /// Bytes that storage was made to read.
    public var readBytes: Int64?
    /// Bytes that storage was made to write.
    public var writeBytes: Int64?
  }

  /// One failure, with its evidence.
  public struct Failure: Sendable, Equatable {
    /// Its id in the database.
    public var id: Int64
    /// The failure that it came from; its own when it is the first of its chain.
    public var cause: Int64
    /// The place of its process; -1 when that is not told.
    public var process: Int32
    /// What the step that broke is called.
    public var step: RawText?
    /// ns since 1970.
    public var at: Int64?
    /// `exit`, `signal`, `oom`, `missing_command` or `exec`.
    public var kind: String
    /// Something above it ended with success all the same.
    public var isHidden: Bool
    /// What failed.
    public var tool: RawText?
    /// Its arguments.
    public var command: [RawText]
    /// One sentence.
    public var summary: RawText
    /// What else is known, in the order of the view's columns.
    public var evidence: [Evidence]
    /// What shows it, a sentence each.
    public var proof: [RawText] = []

    /// A column of the view and what it says.
    public struct Evidence: Sendable, Equatable {
      /// The column.
      public var column: String
      /// The number, or `nil` when it is a text.
      public var number: Int64?
      /// The text, or the number as one.
      public var text: RawText
    }
  }

  /// Where the time of threads went; seconds, each `nil` when it is not known.
  public struct TimeSplit: Sendable, Equatable {
    /// The names of the parts, as the view has them, without `_s`.
    public static let names = [
      "on_cpu", "runnable", "throttled", "block_io", "fault", "child", "pipe", "network", "lock",
      "sleep", "other",
    ]
    /// The lives of all threads together.
    public var threads: Double?
    /// In the order of ``names``.
    public var parts: [Double?]
  }

  /// Where the time of one tool's processes went.
  public struct TimeSpent: Sendable, Equatable {
    /// The tool.
    public var tool: RawText
    /// How many of its processes this is known of.
    public var processes: Int64
    /// Their time.
    public var split: TimeSplit
  }

  /// What a run's processes did with one path.
  public struct FileUse: Sendable, Equatable {
    /// The path.
    public var path: RawText
    /// How many processes used it.
    public var processes: Int64
    /// How often it was opened.
    public var opens: Int64
    /// How many attempts to open it failed.
    public var failed: Int64
    /// One of the errors.
    public var error: String?
    /// Whether any process read it, and whether any wrote it, going by how it was opened.
    public var isRead: Bool
    /// Whether any process could write it.
    public var isWritten: Bool
    /// Bytes read; `nil` when they were not counted.
    public var bytesRead: Int64?
    /// Bytes written; `nil` when they were not counted.
    public var bytesWritten: Int64?
  }

  /// A library that processes of a run used.
  public struct LibraryUse: Sendable, Equatable {
    /// `shared-object`, `python`, …
    public var kind: String
    /// Its name.
    public var name: RawText
    /// Its version.
    public var version: String?
    /// The package that brought it.
    public var package: String?
    /// How many processes used it.
    public var processes: Int64
  }

  /// Readings of one process while it lived.
  public struct ProcessSamples: Sendable, Equatable {
    /// The place of the process.
    public var process: Int32
    /// In the order of time; neighbours are put together when there are many.
    public var readings: [Reading]

    /// One reading, or the most of several.
    public struct Reading: Sendable, Equatable {
      /// ns since 1970.
      public var at: Int64
      /// Percent of one processor since the reading before; `nil` for the first.
      public var cpuPercent: Double?
      /// Resident memory, bytes.
      public var rss: Int64
    }
  }
}
