import ArgumentParser

/// Something that ends a command: said once on standard error, with an exit status.
struct CommandFailure: Error, CustomStringConvertible {
  let message: String
  /// 2 for bad input and for what the machine cannot do; as the shell has it where it has a rule.
  let exitCode: Int32

  init(_ message: String, exitCode: Int32 = 2) {
    self.message = message
    self.exitCode = exitCode
  }

  var description: String { message }

  /// Runs `body`; an error that it throws is printed as `sonde: message` and turned into the exit
  /// status.
  ///
  /// - Throws: `ExitCode`.
  static func reporting<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch {
      throw said(error)
    }
  }

  /// Likewise for what takes its time.
  ///
  /// - Throws: `ExitCode`.
  static func reporting<Result>(
    awaiting body: () async throws -> Result
  ) async throws -> Result {
    do {
      return try await body()
    } catch {
      throw said(error)
    }
  }

  private static func said(_ error: any Error) -> ExitCode {
    if let exit = error as? ExitCode { return exit }
    OutputFile.standardError.say("\(error)")
    return ExitCode((error as? CommandFailure)?.exitCode ?? 2)
  }
}
