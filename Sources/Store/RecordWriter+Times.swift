internal import Processes

/// Where the time of a process went that has ended.
struct ProcessTimesRow {
  let processID: Int64
  let times: ProcessTimes
}

extension RecordWriter {
  func bind(_ row: UnsafePointer<ProcessTimesRow>, to statement: RowStatement) {
    let times = row.pointee.times
    statement.bind(row.pointee.processID)
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
  }
}
