import ArgumentParser
import Store

/// A run by its number, or the one that began last.
enum RunChoice: Equatable {
  case latest
  case number(Int64)

  init(parsing text: String) throws {
    if text == "latest" {
      self = .latest
    } else if let number = Int64(text), number > 0 {
      self = .number(number)
    } else {
      throw ValidationError(
        "'\(TerminalText.escaped(text))' is no run; give a number from 'sonde report --list', "
          + "or 'latest'")
    }
  }

  /// `nil` for the one that began last.
  var number: Int64? {
    if case .number(let id) = self { id } else { nil }
  }

  /// - Throws: ``CommandFailure`` when there is no such run.
  func id(_ reader: StoreReader) throws -> Int64 {
    switch self {
    case .latest:
      guard let id = try reader.latestRun()?.id else {
        throw try ReportPrinter.unknownRun(nil, reader: reader)
      }
      return id
    case .number(let id):
      guard try reader.run(id: id) != nil else {
        throw try ReportPrinter.unknownRun(id, reader: reader)
      }
      return id
    }
  }
}
