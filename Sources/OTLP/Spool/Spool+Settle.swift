extension Spool {
  /// What is in a batch's file.
  enum Content {
    case request([UInt8])
    /// It is not what was written; it has been set aside.
    case damaged
    /// Not for now.
    case unreadable(DiskError)
  }

  func read(_ file: SpooledFile) -> Content {
    guard let folder = folder(of: file) else { return .damaged }
    do throws(DiskError) {
      if let request = try folder.read(file.name) { return .request(request) }
    } catch {
      if error.isPassing { return .unreadable(error) }
    }
    setAside([CChar](file.name.description.utf8CString), file.name.description, of: folder)
    return .damaged
  }

  /// The batch is settled: its file goes. When a process that died made it, that one's ledger is
  /// told; of our own batches the lanes keep the ledger.
  func remove(_ file: SpooledFile, exported: Int, dropped: [DropReason: Int]) {
    guard let folder = folder(of: file) else { return }
    bytes -= file.size
    do throws(DiskError) {
      try folder.unlink(file.name)
    } catch {
      failed(error)
    }
    if file.folder != 0 {
      if var page = folder.page {
        page[file.name.signal].exported += UInt64(exported)
        for (reason, weight) in dropped { page[file.name.signal][reason] += UInt64(weight) }
        folder.page = page
      }
      if folder.count == 0 { release(file.folder) }
    }
    show { _ in }
  }

  /// Lets go of a dead process's folder. If it is empty, it goes; if not, it is for another process.
  func release(_ number: Int) {
    guard let folder = adopted.removeValue(forKey: number) else { return }
    let (batches, strangers) = folder.contents()
    guard batches.isEmpty, strangers.isEmpty else { return }
    if !folder.remove() { leftAlone.insert(folder.name) }
  }

  func setAside(_ name: [CChar], _ text: String, of folder: SpoolFolder) {
    do throws(DiskError) {
      try directory?.setAside(name, text: text, of: folder)
    } catch {
      leftAlone.insert(folder.name)
    }
    show { $0.filesSetAside += 1 }
    notices.post(
      .spoolCorrupt, .error, nil,
      "the spool had a file that is damaged or not ours, which was set aside: \(folder.path)/\(text)"
    )
  }

  private func folder(of file: SpooledFile) -> SpoolFolder? {
    file.folder == 0 ? own : adopted[file.folder]
  }
}
