extension Spool {
  /// Keeps a request on disk.
  ///
  /// - Returns: where; `nil` when it has to stay in memory.
  func store(_ request: [UInt8], signal: Signal, weight: Int, sequence: UInt64) -> SpooledFile? {
    reopen()
    let size = BatchFile.occupied(BatchHeader.size + request.count)
    guard let own, makeRoom(size) else {
      show { $0.failedWrites += 1 }
      return nil
    }
    let name = BatchName(sequence: sequence, signal: signal, weight: weight)
    do throws(DiskError) {
      try own.write(request, name)
    } catch {
      show { $0.failedWrites += 1 }
      failed(error)
      return nil
    }
    bytes += size
    show { _ in }
    worked()
    return SpooledFile(folder: 0, name: name, size: size)
  }

  /// Sees to it that there is room for so many bytes. The oldest batch gives way to the newest:
  /// after a long outage what happened last is wanted first, and a trace's root, without which the
  /// rest says little, is the last of it. Of several signals the one gives way that takes most.
  private func makeRoom(_ size: Int) -> Bool {
    guard size <= options.limit else { return false }
    countOthers()
    while bytes + otherBytes + size > options.limit {
      guard let tenant = tenants.max(by: { $0.waitingFileBytes < $1.waitingFileBytes }),
        let batch = tenant.giveUpOldestFile(), let file = batch.file
      else { return false }
      remove(file, exported: 0, dropped: [.spoolFull: batch.weight])
      tenant.gaveUp(batch)
    }
    return true
  }

  /// Looks what other processes have in the directory, not more than once in a second: in between
  /// all of them together may pass the limit by what they write meanwhile.
  private func countOthers() {
    guard let directory, clock.now >= nextCount else { return }
    nextCount = clock.now + .seconds(1)
    let ours = Set(adopted.values.map(\.name) + [own?.name].compactMap(\.self))
    otherBytes = directory.folders().whole.reduce(0) {
      ours.contains($1) ? $0 : $0 + directory.size(of: $1)
    }
  }
}
