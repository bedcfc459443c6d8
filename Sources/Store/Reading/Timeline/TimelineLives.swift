internal import GRDB

/// What is needed of every process of a run, however many there are: its life and its sums, and which
/// of them are told one by one.
struct TimelineLives {
  struct Life {
    var id: Int64
    /// The place of the parent; -1 when it is not known.
    var parent: Int32
    var started: Int64
    var ended: Int64?
    /// It ended otherwise than with exit status 0.
    var isTelling: Bool
    var cpu: Int64?
    var readBytes: Int64?
    var writeBytes: Int64?
    var peakRSS: Int64?
  }

  private(set) var all: [Life] = []
  /// The place among those that are told; -1 for those that are not.
  private(set) var places: [Int32] = []
  private var indexByID: [Int64: Int32] = [:]

  init(ofRun id: Int64, in database: Database) throws {
    let rows = try Row.fetchCursor(database, sql: TimelineSQL.lives, arguments: [id])
    while let row = try rows.next() {
      var columns = RowReader(row)
      let id = columns.integer()
      // Only an earlier process is in the index, so there are no circles.
      let parent = indexByID[columns.integer()] ?? -1
      indexByID[id] = Int32(all.count)
      all.append(
        Life(
          id: id, parent: parent, started: columns.integer(), ended: columns.optionalInteger(),
          isTelling: columns.bool(), cpu: columns.optionalInteger(),
          readBytes: columns.optionalInteger(), writeBytes: columns.optionalInteger(),
          peakRSS: columns.optionalInteger()))
    }
  }

  func index(of id: Int64) -> Int? { indexByID[id].map { Int($0) } }

  /// The place of a process among those that are told; -1 for none.
  func place(of id: Int64?) -> Int32 {
    guard let id, let index = indexByID[id] else { return -1 }
    return places[Int(index)]
  }

  /// The last moment that anything is known of.
  var lastMoment: Int64? {
    all.lazy.map { Swift.max($0.started, $0.ended ?? .min) }.max()
  }

  /// Chooses those that are told one by one: all or, of very many, those that ended badly or have not
  /// ended, then the longest, each with its ancestors as far as there is room.
  mutating func choose(most limit: Int) {
    var isChosen = Array(repeating: all.count <= limit, count: all.count)
    if all.count > limit {
      let order = all.indices.sorted { left, right in
        let (first, second) = (weight(all[left]), weight(all[right]))
        return first == second ? left < right : first > second
      }
      var left = limit
      for index in order where left > 0 { choose(index, &isChosen, &left) }
    }
    var next: Int32 = 0
    places = isChosen.map { isChosen in
      defer { next += isChosen ? 1 : 0 }
      return isChosen ? next : -1
    }
  }

  private func weight(_ life: Life) -> Int64 {
    guard let ended = life.ended, !life.isTelling else { return .max }
    return ended.subtractingClamped(life.started)
  }

  private func choose(_ index: Int, _ isChosen: inout [Bool], _ left: inout Int) {
    var index = index
    while left > 0, !isChosen[index] {
      isChosen[index] = true
      left -= 1
      guard all[index].parent >= 0 else { return }
      index = Int(all[index].parent)
    }
  }

  /// The place of the nearest ancestor that is told; -1 for none.
  func parentPlace(ofIndex index: Int) -> Int32 {
    var parent = all[index].parent
    while parent >= 0, places[Int(parent)] < 0 { parent = all[Int(parent)].parent }
    return parent < 0 ? -1 : places[Int(parent)]
  }
}
