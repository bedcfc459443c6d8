import Glibc
import OTLP
import Synchronization

/// A program that exports spans until it is killed: `PipelineVictim SPOOL RECEIPTS`. What its
/// collector takes it appends to the file of receipts, a span's name a line. For each request it
/// writes a byte to standard output, so that whoever kills it can choose when.
@main
struct PipelineVictim {
  static func main() async throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else { exit(2) }
    var options = PipelineOptions()
    options.spans.maxExportBatchSize = 50
    options.spans.scheduleDelay = .milliseconds(1)
    options.retry.first = .milliseconds(2)
    options.concurrency = 2
    let pipeline = try TelemetryPipeline(
      options: options, resource: Resource(),
      transports: [.traces: ReceiptTransport(path: arguments[2])],
      spool: SpoolOptions(directory: arguments[1]))
    var thread = pthread_t()
    let context = Unmanaged.passRetained(pipeline).toOpaque()
    pthread_create(&thread, nil, offer, context)
    await pipeline.run()
  }

  /// A plain thread, as the one that records.
  private static let offer: @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? =
    {
      guard let context = $0 else { return nil }
      let pipeline = Unmanaged<TelemetryPipeline>.fromOpaque(context).takeRetainedValue()
      var number = 0
      while true {
        let spans = (number..<number + 7).map { number in
          SpanRecord(
            traceID: .random(), spanID: .random(), name: "\(number)", start: 1, end: 2)
        }
        pipeline.offer(spans: spans, scope: InstrumentationScope(name: "victim"))
        number += 7
        usleep(200)
      }
    }
}
