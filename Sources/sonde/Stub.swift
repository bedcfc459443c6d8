import Foundation
enum ReportPrinter { static func print(runID: Int64, databasePath: String, to: FileHandle, json: Bool) throws {} }
import Settings
import Probes
struct ResolvedFilters { var probeFilters: ProbeOptions.Filters; var warnings: [String] = []
  init(_ f: Settings.Filters, lookUp: (String) -> UInt32?) throws {
    probeFilters = .init(users: f.users?.compactMap(lookUp), names: f.executables?.flatMap(\.executables)) } }
