/// Whose batches are in the spool: the lane of a signal.
protocol SpoolTenant: AnyObject, Sendable {
  /// What its batches that wait take on disk, in bytes.
  var waitingFileBytes: Int { get }
  /// Gives the oldest batch on disk that is not being sent away, to be removed.
  func giveUpOldestFile() -> WaitingBatch?
  /// What it gave away has been removed.
  func gaveUp(_ batch: WaitingBatch)
}
