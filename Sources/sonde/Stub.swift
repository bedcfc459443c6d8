import Foundation
enum ReportPrinter { static func print(runID: Int64, databasePath: String, to: FileHandle, json: Bool) throws {} }
