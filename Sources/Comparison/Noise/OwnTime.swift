internal import Store

/// How long each process lived without a living child: a shell that waits for a slow command is not
/// slow itself.
enum OwnTime {
  /// ns, by the places of processes; -1 where no end was seen.
  static func of(_ processes: [ComparedProcess]) -> [Int64] {
    // Up to where the children seen so far cover a parent's life. Children come in the order in which
    // they were seen, which is that of their starts but for clocks' corrections.
    var covered = processes.map(\.started)
    var own = processes.map { $0.wall ?? -1 }
    for process in processes where process.parent >= 0 && process.ended != 0 {
      let parent = Int(process.parent)
      guard own[parent] >= 0 else { continue }
      let start = max(process.started, covered[parent])
      let end = min(process.ended, processes[parent].ended)
      guard end > start else { continue }
      own[parent] = max(own[parent] &- (end &- start), 0)
      covered[parent] = end
    }
    return own
  }
}
