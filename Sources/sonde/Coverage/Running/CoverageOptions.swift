import ArgumentParser
import Coverage
import Foundation

/// What is looked at, and what it may cost.
struct CoverageOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A program or shared library whose functions are looked at, instead of the command's own "
        + "program. May be given several times.", valueName: "file"))
  var target: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("Only functions whose name matches. Several: any.", valueName: "regex"))
  var include: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("No functions whose name matches.", valueName: "regex"))
  var exclude: [String] = []

  @Flag(name: .long, help: "Shared libraries too, as they come to be mapped.")
  var libraries = false

  @Flag(name: .long, help: "Child processes too, and the programs that they execute.")
  var children = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "What probes may take of one processor's time, such as 2%; 'none' for no limit.",
      valueName: "share"))
  var budget = Budget(share: 0.05)

  @Option(
    name: .long,
    help: ArgumentHelp(
      "A TOML file of what is expected to run, to be used and to happen.", valueName: "file"),
    completion: .file(extensions: ["toml"]))
  var manifest: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Stop looking after so many seconds; the command goes on.", valueName: "seconds"))
  var `for`: Double?

  @Flag(
    name: .long,
    help: """
      Stop no process while new code gets its probes: what it calls in those milliseconds is missed.
      """)
  var noHold = false

  @Flag(
    name: .customLong("keep-probes"),
    help: """
      Leave probes where they have fired: what coverage costs without removing them, for comparison.
      """)
  var keepsProbes = false

  @Flag(name: .customLong("one-by-one"), help: "Attach as kernels before 6.6 must.")
  var attachesOneByOne = false

  @Flag(name: .long, help: "Show no progress on a terminal.")
  var noProgress = false

  /// A share of a processor's time.
  struct Budget: ExpressibleByArgument {
    /// `nil`: no limit.
    var share: Double?

    init(share: Double?) {
      self.share = share
    }

    init?(argument: String) {
      if argument == "none" {
        share = nil
        return
      }
      let isPercent = argument.hasSuffix("%")
      guard let number = Double(isPercent ? String(argument.dropLast()) : argument) else {
        return nil
      }
      let share = isPercent ? number / 100 : number
      guard share.isFinite, share > 0, share <= 1 else { return nil }
      self.share = share
    }

    var defaultValueDescription: String { words }

    var words: String {
      guard let share else { return "none" }
      return "\((share * 1_000).rounded() / 10)%"
    }
  }

  mutating func validate() throws {
    if let time = self.for, !(time > 0 && time.isFinite) {
      throw ValidationError("--for \(time): the time must be above 0 seconds")
    }
  }

  /// - Throws: ``CommandFailure`` for a pattern that is not a regular expression.
  func scope() throws -> CodeScope {
    do throws(CodeScope.PatternError) {
      return try CodeScope(include: include, exclude: exclude)
    } catch {
      let option = include.contains(error.pattern) ? "--include" : "--exclude"
      throw CommandFailure(
        "\(option) '\(error.pattern)': not a regular expression: \(error.reason)")
    }
  }
}
