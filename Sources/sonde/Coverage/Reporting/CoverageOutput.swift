import ArgumentParser
import Export

/// Where a command about coverage writes to.
struct CoverageOutput: ParsableArguments {
  @Option(
    name: [.customShort("o"), .long],
    help: ArgumentHelp("Where to; without it, or as -, standard output.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Replace the file if it is there.")
  var force = false

  /// Whether it is standard output.
  var isStandard: Bool { output == nil || output == "-" }

  /// How text looks there.
  var style: TextStyle { isStandard ? .fitting(.standardOutput) : TextStyle() }

  /// Writes a whole file, as private as what it was made from.
  ///
  /// - Throws: `ExportError`.
  func write(_ bytes: [UInt8], madeFrom path: String) throws {
    let destination: Destination =
      if let output, !isStandard { .file(output, isReplaced: force) } else { .standardOutput }
    do {
      try destination.write(bytes, asPrivateAs: path)
    } catch ExportError.closed {
      // Nobody reads on, as in `| head`.
    }
  }
}
