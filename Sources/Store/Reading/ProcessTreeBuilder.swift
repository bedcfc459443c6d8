internal import GRDB

/// Chooses which processes of a run a tree shows.
///
/// A run may have a million processes and a tree two hundred lines, so what is shown is what says
/// most: level by level from the root; of many children of the same name a few, those that ended
/// badly before the others; the rest as one line with their number.
struct ProcessTreeBuilder {
  /// Processes beyond so many are only counted.
  private static let readLimit = 200_000
  /// This many children of one name are shown; when there are more, this many less one.
  private static let sameNameLimit = 4

  private struct Process {
    var id: Int64
    /// Index of the parent; -1 when it is not known.
    var parent: Int32
    /// Index of the name.
    var name: Int32
    var isTelling: Bool
    var descendants: Int64 = 0
  }

  private var processes: [Process] = []
  private var names: [RawText] = []
  /// Children of each process by index, in the order of their ids. The last is of nobody's.
  private var children: [[Int32]] = []
  /// What is shown, by index: the children, and those left out.
  private var shown: [Int32: (children: [Int32], more: [OmittedProcesses])] = [:]

  static func tree(ofRun id: Int64, lines: Int, in database: Database) throws -> ProcessTree {
    var builder = ProcessTreeBuilder()
    try builder.read(run: id, in: database)
    builder.choose(lines: lines)
    return try builder.build(
      unread: try builder.unread(ofRun: id, in: database), in: database)
  }

  // MARK: Reading

  private mutating func read(run: Int64, in database: Database) throws {
    var indexByID: [Int64: Int32] = [:]
    var indexByName: [RawText: Int32] = [:]
    let rows = try Row.fetchCursor(
      database, sql: ReportSQL.treeNodes, arguments: [run, Int64(Self.readLimit)])
    while let row = try rows.next() {
      var columns = RowReader(row)
      let id = columns.integer()
      // Only an earlier process is in the index, so there are no circles.
      let parent = indexByID[columns.integer()] ?? -1
      let name = columns.text()
      let nameIndex = indexByName[name] ?? Int32(names.count)
      if nameIndex == names.count {
        indexByName[name] = nameIndex
        names.append(name)
      }
      indexByID[id] = Int32(processes.count)
      processes.append(
        Process(id: id, parent: parent, name: nameIndex, isTelling: columns.bool()))
    }
    children = Array(repeating: [], count: processes.count + 1)
    for (index, process) in processes.enumerated() {
      children[process.parent < 0 ? processes.count : Int(process.parent)].append(Int32(index))
    }
    addDescendants()
  }

  /// Children come after their parents, so one pass from the end adds up all levels.
  private mutating func addDescendants() {
    for index in processes.indices.reversed() {
      let parent = Int(processes[index].parent)
      if parent >= 0 { processes[parent].descendants += processes[index].descendants + 1 }
    }
  }

  private func unread(ofRun id: Int64, in database: Database) throws -> Int64 {
    guard processes.count == Self.readLimit else { return 0 }
    let total = try Int64.fetchOne(
      database, sql: "SELECT count(*) FROM process WHERE run_id = ?", arguments: [id])
    return (total ?? 0) - Int64(processes.count)
  }

  // MARK: Choosing

  /// Breadth first, so that a deep branch does not take the room of its siblings.
  /// A process none of whose children are shown says so on its own line, which takes no room.
  private mutating func choose(lines: Int) {
    var left = max(lines, 2)
    var queue = [Int32(processes.count)]
    var next = 0
    while next < queue.count {
      let parent = queue[next]
      next += 1
      let siblings = children[Int(parent)]
      if siblings.isEmpty { continue }
      let chosen = Array(chooseByName(siblings).prefix(max(left - 1, 0)))
      let more = omitted(of: siblings, but: chosen, lines: left - chosen.count)
      if !chosen.isEmpty { left -= chosen.count + more.count }
      shown[parent] = (chosen, more)
      queue += chosen
    }
  }

  private func chooseByName(_ siblings: [Int32]) -> [Int32] {
    var byName: [Int32: [Int32]] = [:]
    for index in siblings { byName[processes[Int(index)].name, default: []].append(index) }
    var chosen: [Int32] = []
    for group in byName.values {
      if group.count <= Self.sameNameLimit {
        chosen += group
      } else {
        let telling = group.filter { processes[Int($0)].isTelling }
        let rest = group.filter { !processes[Int($0)].isTelling }
        chosen += (telling + rest).prefix(Self.sameNameLimit - 1)
      }
    }
    return chosen.sorted()
  }

  private func omitted(
    of siblings: [Int32], but chosen: [Int32], lines: Int
  ) -> [OmittedProcesses] {
    let chosen = Set(chosen)
    var byName: [Int32: OmittedProcesses] = [:]
    for index in siblings where !chosen.contains(index) {
      let process = processes[Int(index)]
      byName[
        process.name,
        default: OmittedProcesses(
          name: names[Int(process.name)], count: 0, descendants: 0)
      ]
      .add(count: 1, descendants: process.descendants)
    }
    let omitted = byName.values.sorted {
      $0.count == $1.count ? $0.name ?? "" < $1.name ?? "" : $0.count > $1.count
    }
    guard omitted.count > 1, omitted.count > min(lines, Self.sameNameLimit) || chosen.isEmpty else {
      return omitted
    }
    var all = OmittedProcesses(name: nil, count: 0, descendants: 0)
    for one in omitted { all.add(count: one.count, descendants: one.descendants) }
    return [all]
  }

  // MARK: Building

  private func build(unread: Int64, in database: Database) throws -> ProcessTree {
    let top = shown[Int32(processes.count)] ?? ([], [])
    return ProcessTree(
      roots: try top.children.compactMap { try node($0, in: database) }, more: top.more,
      unread: unread)
  }

  /// As deep as there are lines at most.
  private func node(_ index: Int32, in database: Database) throws -> ProcessNode? {
    guard let process = try StoreReader.process(processes[Int(index)].id, in: database) else {
      return nil
    }
    let below = shown[index] ?? ([], [])
    return ProcessNode(
      process: process, children: try below.children.compactMap { try node($0, in: database) },
      more: below.more)
  }
}

extension OmittedProcesses {
  fileprivate mutating func add(count: Int64, descendants: Int64) {
    self.count += count
    self.descendants += descendants
  }
}
