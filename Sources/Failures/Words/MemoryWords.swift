/// Says whose memory ran out.
struct MemoryWords {
  private let memory: MemoryKill?

  init(_ memory: MemoryKill?) {
    self.memory = memory
  }

  var ending: String {
    let held = memory?.rss.map { "; it held \(ByteSize.text($0))" } ?? ""
    switch memory?.scope {
    case .group(let path, let limit, let isAbove):
      let group = isAbove ? "its control group is inside of" : "its control group"
      let name = path.map { " \($0)" } ?? (isAbove ? " another" : "")
      return "was killed for want of memory: \(group)\(name)\(isAbove ? ", which" : "") may have "
        + "\(ByteSize.text(limit)) and had used them\(held)"
    case .host:
      return "was killed for want of memory: the machine had no more\(held)"
    case .unknown, nil:
      return "was killed for want of memory, whose was not told\(held)"
    }
  }

  var proof: [String] {
    var lines: [String] = []
    switch memory?.scope {
    case .group(let path, let limit, let isAbove):
      lines.append(
        "the control group \(path ?? "of an unknown path")"
          + (isAbove ? ", above the process's own," : "") + " had reached its limit of "
          + "\(ByteSize.text(limit)) (\(limit) bytes) when the kernel chose the process")
    case .host:
      lines.append("no control group that the process was in had reached its limit")
    case .unknown, nil:
      lines.append("the kernel named the process without its control group")
    }
    let beside = (memory?.beside ?? []).map {
      "\($0.tool) (pid \($0.pid)) \(ByteSize.text($0.peakRSS))"
    }
    if !beside.isEmpty {
      lines.append(
        "beside it in the run, with the most that each ever held: "
          + beside.joined(separator: ", "))
    }
    return lines
  }
}
