/// Why telemetry that was made was not delivered.
public enum DropReason: String, Sendable, Hashable, CaseIterable, Codable {
  /// It came faster than it could be taken; the newest was dropped.
  case queueFull = "queue_full"
  /// A single item is larger than a request may be.
  case tooLarge = "too_large"
  /// The collector took the request, and said that it could not use some of it.
  case rejected
  /// The collector refused the request, and the protocol forbids to send it again.
  case refused
  /// The collector could not be reached, and there was no more room in memory; the oldest was
  /// dropped.
  case outage
  /// The collector could not be reached, and the spool was full; the oldest was dropped.
  case spoolFull = "spool_full"
  /// Its file in the spool was damaged.
  case spoolCorrupt = "spool_corrupt"
  /// The process that made it was killed before it had been written to the spool.
  case killed
  /// The program ended before it could be sent.
  case shutdown
}
