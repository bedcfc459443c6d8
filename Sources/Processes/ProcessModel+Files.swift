public import CSondeWire
public import Events

extension ProcessModel {
  /// A process uses a file, or has used it more.
  ///
  /// - Parameters:
  ///   - event: the record.
  ///   - isFromWalk: it did not come through the ring.
  ///   - pathID: called when the record brings a path, for the path's id in the database.
  /// - Returns: false when the file is not known: its path has not arrived, or was lost.
  @discardableResult
  public mutating func file(
    _ event: FileEvent, isFromWalk: Bool = false, pathID: (FilePath) throws -> Int64
  ) rethrows -> Bool {
    let header = event.fixed.pointee.header
    guard let run = run(of: header) else { return false }
    if !isFromWalk { runs[Int(run)].received.files += 1 }
    // A walk may tell of a process whose end has been folded in meanwhile.
    let slot: Int32
    if isFromWalk {
      guard let known = slotsByKey[ProcessKey(pid: header.pid, start: header.start)] else {
        return false
      }
      slot = known
    } else {
      slot = self.slot(of: header, run: run)
    }
    let key = FileUseKey(process: slots[Int(slot)].row.id, file: event.fixed.pointee.file)
    var use = filesByKey[key]
    if use == nil, let path = event.path {
      use = addFile(key, to: slot, pathID: try pathID(path), event.fixed.pointee)
    }
    guard let use else { return false }
    take(event.fixed.pointee, into: Int(use))
    if event.isLast {
      forgetFile(use, of: slot)
    } else if filesByKey.count > fileLimit {
      runs[Int(run)].forgottenFiles += 1
      files[Int(use)].access |= sonde_file_access.SONDE_FILE_UNCOUNTED.rawValue
      forgetFile(use, of: slot)
    }
    return true
  }

  /// A name was changed. Returns where it belongs; `nil` for a run that is not recorded.
  public mutating func fileChange(_ event: FileChangeEvent) -> (processID: Int64, runID: Int64)? {
    guard let run = run(of: event.fixed.pointee.header) else { return nil }
    runs[Int(run)].received.fileChanges += 1
    let row = slots[Int(slot(of: event.fixed.pointee.header, run: run))].row
    return (row.id, row.runID)
  }

  private mutating func take(_ record: sonde_file, into index: Int) {
    // A walk and the ring, or two threads, may overtake each other: totals only grow.
    files[index].seen.raise(
      to: FileTotals(
        opens: record.opens, failed: record.failed, bytesRead: record.bytes_read,
        bytesWritten: record.bytes_written))
    files[index].access |= record.access
    if record.error != 0 { files[index].error = record.error }
    files[index].last = max(files[index].last, record.last_time)
    touchFile(Int32(index))
  }

  private mutating func addFile(
    _ key: FileUseKey, to slot: Int32, pathID: Int64, _ record: sonde_file
  ) -> Int32 {
    var use = FileUse()
    use.key = key
    use.processID = slots[Int(slot)].row.id
    use.runID = slots[Int(slot)].row.runID
    use.pathID = pathID
    use.inode = record.inode
    use.type = record.type
    use.first = record.last_time
    use.next = slots[Int(slot)].firstFile
    let index: Int32
    if let free = freeFiles.popLast() {
      index = free
      files[Int(index)] = use
    } else {
      index = Int32(files.count)
      files.append(use)
    }
    if use.next >= 0 { files[Int(use.next)].previous = index }
    slots[Int(slot)].firstFile = index
    filesByKey[key] = index
    return index
  }

  private mutating func touchFile(_ index: Int32) {
    if files[Int(index)].isTouched { return }
    files[Int(index)].isTouched = true
    touchedFiles.append(index)
  }

  /// A process has ended: nothing more will be heard of its files.
  mutating func forgetFiles(of slot: Int32) {
    var next = slots[Int(slot)].firstFile
    slots[Int(slot)].firstFile = -1
    while next >= 0 {
      let index = next
      next = files[Int(index)].next
      release(index)
    }
  }

  private mutating func forgetFile(_ index: Int32, of slot: Int32) {
    let (previous, next) = (files[Int(index)].previous, files[Int(index)].next)
    if previous >= 0 {
      files[Int(previous)].next = next
    } else {
      slots[Int(slot)].firstFile = next
    }
    if next >= 0 { files[Int(next)].previous = previous }
    release(index)
  }

  /// One that is still listed as touched must not be used again before that list is taken.
  private mutating func release(_ index: Int32) {
    filesByKey[files[Int(index)].key] = nil
    files[Int(index)].isGone = true
    if !files[Int(index)].isTouched { freeFiles.append(index) }
  }

  /// Hands out what has come of the files since the last call: process by process, in the order of
  /// their paths' ids, which is that of the table they are for.
  public mutating func takeTouchedFiles(_ body: (FileRow) throws -> Void) rethrows {
    defer { touchedFiles.removeAll(keepingCapacity: true) }
    touchedFiles.sort { left, right in
      let (left, right) = (Int(left), Int(right))
      return (files[left].processID, files[left].pathID)
        < (files[right].processID, files[right].pathID)
    }
    for touched in touchedFiles {
      let index = Int(touched)
      let use = files[index]
      files[index].isTouched = false
      files[index].stored = use.seen
      if use.isGone { freeFiles.append(touched) }
      try body(
        FileRow(
          processID: use.processID, runID: use.runID, pathID: use.pathID, inode: use.inode,
          type: use.type, access: use.access, error: use.error, first: use.first, last: use.last,
          totals: use.seen.since(use.stored)))
    }
  }
}
