/// Tracks are told apart by numbers. A process's come from its id, never from its pid, which may be
/// used again.
enum TrackID {
  enum OfProcess: Int64 {
    case slices = 0
    case cpu, rss
  }

  enum OfHost: Int64 {
    case host = 1
    case cpu, memory, load
  }

  static func process(_ id: Int64, _ track: OfProcess = .slices) -> Int64 {
    id << 3 | track.rawValue
  }

  /// Ids of processes begin with 1: below 8 there is room.
  static func host(_ track: OfHost) -> Int64 { track.rawValue }
}
