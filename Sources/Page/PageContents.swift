public import Store

/// All that a page says of a run, in words and numbers that are ready to be shown. Nothing in it is
/// markup.
public struct PageContents: Sendable {
  /// The page's title.
  public var title: String
  /// How the run ended, in a sentence.
  public var verdict: String
  /// What that is.
  public var tone: Tone
  /// What limits the verdict: sentences that stand with it.
  public var reservations: [String] = []
  /// Which run it was.
  public var subtitle: String
  /// What it took.
  public var facts: [Fact] = []
  /// What went wrong, in sections of their own before the picture.
  public var failures: [Failure] = []
  /// What is said of the failures together.
  public var failuresNote: String?
  /// What comes after the picture.
  public var sections: [Section] = []
  /// What the picture is drawn from.
  public var timeline: RunTimeline
  /// In words, for each process of the timeline.
  public var processes: [ProcessText] = []
  /// The stretches of the critical path, in the order of time.
  public var path: [PathSegment] = []
  /// Whether the end of the run is stored.
  public var hasEnded = true

  /// How good or bad something is.
  public enum Tone: Int, Sendable {
    /// All went well.
    case good
    /// An end that is part of many a program's usual life, though its status is not 0.
    case ordinary
    /// It failed.
    case bad
    /// That is not known.
    case doubtful
  }

  /// A thing and what is known of it.
  public struct Fact: Sendable, Equatable {
    /// What it is about.
    public var label: String
    /// What is known.
    public var text: String
    /// Whether it makes other numbers doubtful.
    public var isDoubtful: Bool

    /// A fact.
    public init(label: String, text: String, isDoubtful: Bool = false) {
      (self.label, self.text, self.isDoubtful) = (label, text, isDoubtful)
    }
  }

  /// One failure, or several alike.
  public struct Failure: Sendable {
    /// One sentence.
    public var summary: String
    /// Whether something above ended with success all the same.
    public var isHidden = false
    /// Whether it came of the one before it.
    public var isConsequence = false
    /// The place of its process in the timeline.
    public var process: Int?
    /// The command, as a shell would take it.
    public var command: String?
    /// What proves it.
    public var evidence: [Fact] = []

    /// A failure of which nothing but this is known.
    public init(summary: String) {
      self.summary = summary
    }
  }

  /// A part of the page.
  public struct Section: Sendable {
    /// What the address of the part ends with.
    public var anchor: String
    /// Its heading.
    public var heading: String
    /// What is to be known before its numbers are read.
    public var note: String?
    /// Things and what is known of them.
    public var facts: [Fact] = []
    /// Its table.
    public var table: Table?

    /// A part with nothing in it yet.
    public init(anchor: String, heading: String, note: String? = nil) {
      (self.anchor, self.heading, self.note) = (anchor, heading, note)
    }
  }

  /// Rows of texts.
  public struct Table: Sendable {
    /// The titles, and which columns are of numbers.
    public var columns: [(title: String, isNumber: Bool)]
    /// The rows.
    public var rows: [[Cell]] = []
    /// How many more rows there are.
    public var omitted: Int64 = 0

    /// A table without rows. A title that begins with `#` is of a column of numbers.
    public init(_ titles: [String]) {
      columns = titles.map { ($0.hasPrefix("#") ? String($0.dropFirst()) : $0, $0.hasPrefix("#")) }
    }
  }

  /// What is in a table.
  public struct Cell: Sendable, ExpressibleByStringLiteral {
    /// The text.
    public var text: String
    /// Parts of a whole, to be drawn as a bar; each from 0 to 1.
    public var bar: [Double] = []
    /// How good or bad what it says is.
    public var tone: Tone = .good
    /// Whether it is a name or a command.
    public var isCode = false

    /// A text.
    public init(_ text: String, isCode: Bool = false, tone: Tone = .good) {
      (self.text, self.isCode, self.tone) = (text, isCode, tone)
    }

    /// A text.
    public init(stringLiteral value: String) {
      text = value
    }
  }

  /// What is said of a process.
  public struct ProcessText: Sendable {
    /// How it ended.
    public var outcome: String
    /// How good or bad that is.
    public var tone: Tone
    /// Its command, as a shell would take it; empty when it executed nothing itself.
    public var command: String

    /// So it ended.
    public init(outcome: String, tone: Tone, command: String) {
      (self.outcome, self.tone, self.command) = (outcome, tone, command)
    }
  }

  /// A stretch of the critical path.
  public struct PathSegment: Sendable {
    /// The place of its process; -1 for none.
    public var process: Int32
    /// ns since 1970.
    public var started: Int64
    /// ns since 1970.
    public var ended: Int64

    /// A stretch.
    public init(process: Int32, started: Int64, ended: Int64) {
      (self.process, self.started, self.ended) = (process, started, ended)
    }
  }

  /// A page that says this much.
  public init(
    title: String, verdict: String, tone: Tone, subtitle: String, timeline: RunTimeline
  ) {
    (self.title, self.verdict, self.tone, self.subtitle) = (title, verdict, tone, subtitle)
    self.timeline = timeline
  }
}
