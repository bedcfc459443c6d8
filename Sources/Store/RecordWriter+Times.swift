internal import Processes

extension RecordWriter {
  /// Inside a batch: where the time of a process went that has ended.
  func write(_ times: ProcessTimes, ofProcess id: Int64) throws {
    let statement = try prepared().processTime
    statement.bind(id)
    statement.bind(times.threads)
    statement.bind(times.onCPU)
    statement.bind(times.runnable)
    if let throttled = times.throttled { statement.bind(throttled) } else { statement.bindNull() }
    statement.bind(times.blockIO)
    statement.bind(times.fault)
    statement.bind(times.child)
    statement.bind(times.pipe)
    statement.bind(times.network)
    statement.bind(times.lock)
    statement.bind(times.sleep)
    statement.bind(times.other)
    try statement.run()
  }
}
