/// The time of a run, and the lives of its processes cut to it.
struct RunSpan {
  /// ns since 1970.
  let started: Int64
  /// ns since 1970; of a run that has not ended, the last moment that is stored.
  let ended: Int64
  /// From the beginning of the run, ns.
  private(set) var starts: ContiguousArray<Int64> = []
  /// From the beginning of the run, ns; -1 when the end is not known.
  private(set) var ends: ContiguousArray<Int64> = []
  /// Processes whose end is not known.
  private(set) var unknownEnds: Int64 = 0

  /// The places of those whose end is known, by ascending end; of equal ones, the last seen first,
  /// so that children come before their parents.
  private(set) var byEnd: [Int32] = []

  var length: Int64 { ended - started }

  /// - Parameter isOpen: Tracing has not seen the run's end, so that a process whose end is not
  ///   stored lived on. In a run that was seen to its end the record of such an end was lost.
  init(started: Int64, ended: Int64?, isOpen: Bool, _ lives: ProcessLives) {
    self.started = max(started, 0)
    let last = ended ?? max(lives.starts.max() ?? started, lives.ends.max() ?? started)
    self.ended = max(last, self.started)
    starts.reserveCapacity(lives.count)
    ends.reserveCapacity(lives.count)
    for index in 0..<lives.count {
      let start = offset(lives.starts[index])
      starts.append(start)
      if lives.ends[index] != 0 {
        ends.append(max(offset(lives.ends[index]), start))
      } else {
        ends.append(isOpen ? length : -1)
        if !isOpen { unknownEnds += 1 }
      }
    }
    let known = ends.indices.reversed().filter { ends[$0] >= 0 }.map { Int32($0) }
    byEnd = RadixOrder.sorted(known, by: ends, last: length)
  }

  /// A moment, cut to the run, from its beginning.
  private func offset(_ time: Int64) -> Int64 {
    min(max(time, started), ended) - started
  }

  /// A moment of the run as ns since 1970.
  func time(_ offset: Int64) -> Int64 { started + offset }
}
