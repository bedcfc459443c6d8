/// Says whose memory ran out.
struct MemoryWords {
  private let memory: MemoryKill?

  init(_ memory: MemoryKill?) {
    self.memory = memory
  }

  var ending: String {
    let held = memory?.rss.map { "; it held \(ByteSize.text($0))" } ?? ""
    switch memory?.scope {
    case .group(let path, let limit):
      let name = path.map { " \($0)" } ?? ""
      return "was killed for want of memory: its control group\(name) may have "
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
    case .group(let path, let limit):
      lines.append(
        "the control group \(path ?? "of an unknown path") had reached its limit of "
          + "\(ByteSize.text(limit)) (\(limit) bytes) when the kernel chose the process")
    case .host:
      lines.append("no control group above the process had reached its limit")
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
