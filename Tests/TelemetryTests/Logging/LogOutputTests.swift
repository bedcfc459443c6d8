import Foundation
import Logging
import OTLP
import Telemetry
import Testing

@Suite("A stream that nobody reads")
struct LogOutputTests {
  @Test("Lines are lost and counted instead of waited for, and the loss is told")
  func stuck() throws {
    let pipe = Pipe()
    let output = LogOutput(
      format: .text, descriptor: pipe.fileHandleForWriting.fileDescriptor)
    let logging = TelemetryLogging(output: output)
    let logger = Logger(label: "test") { logging.handler(label: $0) }
    let clock = ContinuousClock()
    let time = clock.measure {
      for index in 0..<3000 { logger.info("\(index) \(String(repeating: "x", count: 100))") }
    }
    let lost = output.lostLines
    #expect(lost > 2000)
    // Only the first line that finds no room waits.
    #expect(time < .seconds(20))
    #expect(logging.metrics().first { $0.name == "sonde.log.lost" }?.value == .int(Int64(lost)))

    let first = String(decoding: pipe.fileHandleForReading.availableData, as: UTF8.self)
    logger.info("again")
    try pipe.fileHandleForWriting.close()
    let rest = String(
      decoding: try pipe.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    let lines = (first + rest).split(separator: "\n")
    #expect(lines.contains { $0.hasSuffix("could not be written count=\(lost)") })
    #expect(lines.last?.hasSuffix("info test: again") == true)
    #expect(output.lostLines == lost)
    // But for those that were lost and the two that follow, all are there, in their order.
    #expect(lines.count { $0.hasSuffix("x") } <= 3000 - Int(lost) + 1)
  }

  @Test("Lines of many threads do not mix")
  func concurrent() async throws {
    let lines = try Lines(.text)
    let logging = TelemetryLogging(output: lines.output)
    let logger = Logger(label: "test") { logging.handler(label: $0) }
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<4 {
        group.addTask {
          for index in 0..<50 {
            logger.info("\(task) \(index) \(String(repeating: "x", count: 5000))")
          }
        }
      }
    }
    let written = try lines.read()
    #expect(written.count == 200)
    #expect(written.allSatisfy { $0.hasPrefix("TIME info test: ") && $0.hasSuffix("x") })
    #expect(lines.output.lostLines == 0)
  }
}

extension MetricRecord {
  /// The value of the only point.
  fileprivate var value: Value? {
    guard case .sum(let points, _, _) = data, points.count == 1 else { return nil }
    return points[0].value
  }
}
