extension CriticalPath {
  /// Puts the path together from its steps, the last of which comes first.
  init(
    _ steps: [CriticalPathWalk.Step], _ lives: ProcessLives, _ span: RunSpan, limit: Int,
    names: ToolNames, in connection: AnalysisConnection
  ) throws {
    duration = span.length
    var seen: Set<Int32> = []
    var times: [Int64: (segments: Int64, time: Int64)] = [:]
    for step in steps {
      let time = step.ended - step.started
      guard step.process >= 0 else {
        unattributed += time
        continue
      }
      seen.insert(step.process)
      let tool = lives.tools[Int(step.process)]
      let known = times[tool] ?? (0, 0)
      times[tool] = (known.segments + 1, known.time + time)
    }
    processes = Int64(seen.count)
    tools = try times.map { tool, sums in
      Tool(name: try names.name(of: tool), segments: sums.segments, time: sums.time)
    }
    tools.sort { $0.time == $1.time ? $0.name ?? "" < $1.name ?? "" : $0.time > $1.time }
    try choose(steps, limit: limit) { step in
      Segment(
        process: step.process < 0
          ? nil : try Self.process(step.process, lives, names: names, in: connection),
        started: span.time(step.started), ended: span.time(step.ended))
    }
  }

  /// The longest ones, in the order of time.
  private mutating func choose(
    _ steps: [CriticalPathWalk.Step], limit: Int,
    _ segment: (CriticalPathWalk.Step) throws -> Segment
  ) throws {
    var left = limit
    var (shortest, ofShortest) = (Int64(0), limit)
    if steps.count > limit {
      var lengths = steps.map { $0.ended - $0.started }
      shortest = lengths.withUnsafeMutableBufferPointer {
        NearestRank.select($0.count - limit, of: $0)
      }
      ofShortest = limit - steps.count { $0.ended - $0.started > shortest }
    }
    // Of those as long as the shortest one that has room, the last ones.
    var chosen: [CriticalPathWalk.Step] = []
    for step in steps {
      let time = step.ended - step.started
      if time == shortest { ofShortest -= 1 }
      if left > 0, time > shortest || (time == shortest && ofShortest >= 0) {
        left -= 1
        chosen.append(step)
      } else {
        omitted += 1
        omittedTime += time
      }
    }
    segments = try chosen.reversed().map(segment)
  }

  private static func process(
    _ place: Int32, _ lives: ProcessLives, names: ToolNames, in connection: AnalysisConnection
  ) throws -> Process {
    let id = lives.ids[Int(place)]
    let row = try connection.prepare(AnalysisSQL.process)
    row.bind(id, at: 0)
    let isThere = try row.step()
    return Process(
      id: id, pid: isThere ? row.integer(0) : 0, tool: try names.name(of: lives.tools[Int(place)]),
      command: isThere ? ArgumentList.decode(row.text(2)) : [],
      hasExecuted: isThere && row.integer(1) > 0, hasEnded: lives.ends[Int(place)] != 0)
  }
}
