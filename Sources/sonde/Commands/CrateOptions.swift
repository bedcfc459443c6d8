import ArgumentParser
import Export

/// What may be chosen of the format ro-crate.
struct CrateOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp("Of ro-crate: its licence, an address or a name.", valueName: "licence"))
  var license: String?

  @Flag(help: "Of ro-crate: read files that are as the run left them, for their SHA-256.")
  var hashes = false

  @Flag(help: "Of ro-crate: files of the system and of installed software are inputs too.")
  var systemFiles = false

  @Option(
    help: ArgumentHelp(
      "Of ro-crate: how many executions to tell at most, \(CrateChoices.usualLimit) by default.",
      valueName: "number"))
  var limit: Int?

  static let names = "--license, --hashes, --system-files and --limit"

  var isGiven: Bool { license != nil || hashes || systemFiles || limit != nil }

  var choices: CrateChoices {
    var choices = CrateChoices()
    choices.license = license
    choices.hasHashes = hashes
    choices.hasSystemFiles = systemFiles
    if let limit { choices.limit = limit }
    return choices
  }

  func validate() throws {
    if let limit, !(1...1_000_000).contains(limit) {
      throw ValidationError("--limit is a number from 1 to 1000000.")
    }
    if license?.isEmpty == true {
      throw ValidationError("--license is empty: name a licence, or leave it out.")
    }
  }
}
