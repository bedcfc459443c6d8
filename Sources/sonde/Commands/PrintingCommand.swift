import ArgumentParser
import Store

/// A command that reads a database and prints what it finds there.
protocol PrintingCommand: ParsableCommand {
  var database: DatabaseOption { get }

  func print(_ reader: StoreReader, to file: OutputFile) throws
}

extension PrintingCommand {
  func run() throws {
    try CommandFailure.reporting {
      let reader = try StoreReader(path: try database.path())
      try OutputFile.untilClosed { try print(reader, to: .standardOutput) }
    }
  }
}
