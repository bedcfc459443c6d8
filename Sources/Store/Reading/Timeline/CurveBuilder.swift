internal import GRDB

/// Makes the curves of a run, and thins the samples of its processes.
struct CurveBuilder {
  /// A sample as it is stored.
  struct Sample {
    var at: Int64
    var cpuPercent: Double?
    var rss: Int64
    var readBytes: Int64
    var writeBytes: Int64
  }

  private let ended: Int64
  private var cpu: CurveSum
  private var memory: CurveSum
  private var read: CurveSum
  private var write: CurveSum
  private var sampled: Int64 = 0
  private var isSampled: [Bool] = []
  private(set) var series: [RunTimeline.ProcessSamples] = []

  init(started: Int64, ended: Int64, buckets: Int) {
    self.ended = ended
    let empty = CurveSum(started: started, ended: ended, buckets: buckets)
    (cpu, memory, read, write) = (empty, empty, empty, empty)
  }

  mutating func build(
    _ lives: TimelineLives, ofRun id: Int64, _ options: RunTimeline.Options, in database: Database
  ) throws -> ResourceCurves {
    isSampled = Array(repeating: false, count: lives.all.count)
    try addSamples(lives, ofRun: id, options, in: database)
    for (index, life) in lives.all.enumerated() {
      if !isSampled[index] { add(life, []) }
      if sampled == 0, let peak = life.peakRSS {
        memory.add(rate: Double(peak), from: life.started, to: life.ended ?? ended)
      }
    }
    keepLongest(options.samples)
    let perSecond = 1e9
    return ResourceCurves(
      cpu: cpu.means, memory: memory.means, read: read.means.map { $0 * perSecond },
      write: write.means.map { $0 * perSecond }, sampled: sampled, isMemoryBound: sampled == 0)
  }

  // MARK: Samples

  private mutating func addSamples(
    _ lives: TimelineLives, ofRun id: Int64, _ options: RunTimeline.Options, in database: Database
  ) throws {
    var (current, samples) = (Int64(0), [Sample]())
    func flush(_ builder: inout CurveBuilder) {
      guard let index = lives.index(of: current), !samples.isEmpty else { return }
      builder.isSampled[index] = true
      builder.sampled += 1
      builder.add(lives.all[index], samples)
      builder.keep(samples, place: lives.places[index], most: options.samplesOfOne)
    }
    let rows = try Row.fetchCursor(database, sql: TimelineSQL.samples, arguments: [id])
    while let row = try rows.next() {
      let process: Int64 = row[0]
      if process != current {
        flush(&self)
        (current, samples) = (process, [])
      }
      samples.append(
        Sample(
          at: row[1], cpuPercent: row[2], rss: row[3] ?? 0, readBytes: row[4] ?? 0,
          writeBytes: row[5] ?? 0))
    }
    flush(&self)
  }

  /// Between two samples what they say; before the first and after the last, what is left of the
  /// kernel's totals at the end.
  private mutating func add(_ life: TimelineLives.Life, _ samples: [Sample]) {
    let end = life.ended ?? ended
    let first = samples.first?.at ?? end
    let last = samples.last?.at ?? end
    var busy = 0.0
    for (before, sample) in zip(samples, samples.dropFirst()) {
      let time = (sample.cpuPercent ?? 0) / 100 * Double(sample.at - before.at)
      busy += time
      cpu.add(time, from: before.at, to: sample.at)
      read.add(Double(sample.readBytes - before.readBytes), from: before.at, to: sample.at)
      write.add(Double(sample.writeBytes - before.writeBytes), from: before.at, to: sample.at)
    }
    for (index, sample) in samples.enumerated() {
      let until = index + 1 < samples.count ? samples[index + 1].at : end
      memory.add(rate: Double(sample.rss), from: sample.at, to: until)
    }
    if let total = life.cpu {
      let rest = max(Double(total) - busy, 0)
      let outside = max(Double(first - life.started + end - last), 1)
      let head = samples.isEmpty ? 1 : Double(first - life.started) / outside
      cpu.add(rest * head, from: life.started, to: first)
      if !samples.isEmpty { cpu.add(rest * (1 - head), from: last, to: end) }
    }
    addBytes(life, samples, first: first, last: last, end: end)
  }

  private mutating func addBytes(
    _ life: TimelineLives.Life, _ samples: [Sample], first: Int64, last: Int64, end: Int64
  ) {
    guard let head = samples.first, let tail = samples.last else {
      if let bytes = life.readBytes { read.add(Double(bytes), from: life.started, to: end) }
      if let bytes = life.writeBytes { write.add(Double(bytes), from: life.started, to: end) }
      return
    }
    read.add(Double(head.readBytes), from: life.started, to: first)
    write.add(Double(head.writeBytes), from: life.started, to: first)
    if let bytes = life.readBytes {
      read.add(Double(max(bytes - tail.readBytes, 0)), from: last, to: end)
    }
    if let bytes = life.writeBytes {
      write.add(Double(max(bytes - tail.writeBytes, 0)), from: last, to: end)
    }
  }

  // MARK: Of single processes

  private mutating func keep(_ samples: [Sample], place: Int32, most: Int) {
    guard place >= 0, samples.count > 1, most > 0 else { return }
    let size = (samples.count + most - 1) / most
    let readings = stride(from: 0, to: samples.count, by: size).map { start in
      let group = samples[start..<min(start + size, samples.count)]
      return RunTimeline.ProcessSamples.Reading(
        at: group[group.endIndex - 1].at, cpuPercent: group.compactMap(\.cpuPercent).max(),
        rss: group.map(\.rss).max() ?? 0)
    }
    series.append(RunTimeline.ProcessSamples(process: place, readings: readings))
  }

  private mutating func keepLongest(_ limit: Int) {
    var left = limit
    series.sort {
      $0.readings.count == $1.readings.count
        ? $0.process < $1.process : $0.readings.count > $1.readings.count
    }
    series = series.prefix { samples in
      left -= samples.readings.count
      return left >= 0
    }
  }
}
