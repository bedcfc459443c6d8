import Probes
import ProcessTelemetry
import Processes
import Procfs
import Store

extension Recorder {
  /// How often others are shown how things are, ns.
  private static let publishInterval: UInt64 = 1_000_000_000

  func beginBatch() {
    writer.bootOffset = Clocks.realtimeOffset()
    telemetry?.begin(batch: writer.bootOffset)
  }

  /// Hands on what the batch has made, whether it could be stored or not. `time` is ns since boot.
  func endBatch(at time: UInt64) {
    telemetry?.endBatch()
    guard let status, let telemetry, time >= nextPublication else { return }
    let now = Clocks.boot()
    nextPublication = now + Self.publishInterval
    telemetry.note(living: model)
    var received = tally.received
    for run in model.runs { received.add(run.received) }
    status.publish(
      RecorderStatus.Reading(
        tally: tally, received: received, processes: telemetry.metrics,
        foldedSpans: telemetry.spans.foldedCount, rows: writer.rowsWritten,
        ringUsage: probes.waitingBytes,
        ringSize: probes.ringBytes, kernelTime: probes.kernelTime(at: now)))
  }

  /// Nothing more will be heard of the processes that live.
  func abandonLiving() {
    let now = Clocks.boot()
    for row in model.living {
      noteStep(endOf: row)
      telemetry?.abandon(row, at: now)
    }
  }
}
