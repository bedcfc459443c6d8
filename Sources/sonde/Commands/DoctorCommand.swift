import ArgumentParser
import Foundation
import Probes
import Settings

/// `sonde doctor`: says what this machine lacks.
struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Checks what this machine offers, and says how to mend what it lacks.",
    discussion: """
      Loads the kernel programs, tries each hook as 'sonde coverage map' does and removes the \
      programs again. Exits with 1 if something is missing without which nothing can be traced.
      """
  )

  @Option(name: .long, help: "The database that would be written to.")
  var db: String?

  @Flag(name: .long, help: "Print the findings as JSON.")
  var json = false

  func run() throws {
    let path = try CommandFailure.reporting {
      _ = try HookFaults(environment: ProcessInfo.processInfo.environment)
      return try databasePath()
    }
    let doctor = Doctor(features: .ask(), trial: .run(), databasePath: path)
    let report = DoctorReport(findings: doctor.findings())
    let page = json ? try report.json() : report.text
    FileHandle.standardOutput.write(Data(page.utf8))
    if !report.isHealthy { throw ExitCode(1) }
  }

  private func databasePath() throws -> String {
    if let db { return db }
    return try Settings.load(
      file: nil, environment: ProcessInfo.processInfo.environment
    ).database.path
  }
}
