/// What processes that died have left.
struct Adoption: Sendable {
  /// Their batches, oldest first within each process.
  var batches: [Signal: [WaitingBatch]] = [:]
  /// How many items died with them.
  var killed: [Signal: Int] = [:]
}

extension Spool {
  /// Takes over the folders of processes that are dead.
  ///
  /// - Parameter signals: those that we can send; batches of others are left to other processes.
  func adopt(_ signals: Set<Signal>) -> Adoption {
    var adoption = Adoption()
    guard let directory else { return adoption }
    let (whole, unfinished) = directory.folders()
    let ours = leftAlone.union(adopted.values.map(\.name)).union([own?.name].compactMap(\.self))
    for name in whole where !ours.contains(name) {
      do throws(DiskError) {
        guard
          let folder = try SpoolFolder.adopt(
            name, in: directory.descriptor, path: options.directory)
        else { continue }
        adopt(folder, signals, into: &adoption)
      } catch {
        leftAlone.insert(name)
        failed(error)
      }
    }
    for name in unfinished {
      SpoolFolder.removeUnfinished(name, in: directory.descriptor, path: options.directory)
    }
    nextCount = .zero
    return adoption
  }

  private func adopt(_ folder: SpoolFolder, _ signals: Set<Signal>, into adoption: inout Adoption) {
    let (batches, strangers) = folder.contents()
    for entry in strangers { setAside(entry.name, entry.text, of: folder) }
    let killed = countKilled(folder, batches.map(\.name))
    let ours = batches.filter { signals.contains($0.name.signal) }
    lastFolderNumber += 1
    let number = lastFolderNumber
    adopted[number] = folder
    folder.count = ours.count
    for (name, size) in ours {
      bytes += size
      let file = SpooledFile(folder: number, name: name, size: size)
      adoption.batches[name.signal, default: []].append(
        WaitingBatch(
          key: WaitingBatch.Key(sequence: name.sequence, folder: number), weight: name.weight,
          place: .file(file, copy: nil)))
    }
    adoption.killed.merge(killed) { $0 + $1 }
    report(folder, batches: ours.map(\.name), killed: killed)
    if ours.isEmpty { release(number) }
  }

  /// Counts what was made, but neither exported nor dropped, and is in no file. The ledger keeps
  /// the result: it is counted once, whatever becomes of us.
  private func countKilled(_ folder: SpoolFolder, _ batches: [BatchName]) -> [Signal: Int] {
    guard var page = folder.page else {
      // What died with the process cannot be told.
      if !batches.isEmpty { show { $0.filesSetAside += 1 } }
      return [:]
    }
    var killed: [Signal: Int] = [:]
    for signal in Signal.allCases {
      let spooled = batches.reduce(0) { $1.signal == signal ? $0 + $1.weight : $0 }
      let missing = Int(clamping: page[signal].outstanding) - spooled
      guard missing > 0 else { continue }
      killed[signal] = missing
      page[signal][.killed] += UInt64(missing)
    }
    folder.page = page
    return killed
  }

  private func report(_ folder: SpoolFolder, batches: [BatchName], killed: [Signal: Int]) {
    guard !batches.isEmpty || !killed.isEmpty else { return }
    show { $0.processesAdopted += 1 }
    let found = batches.reduce(0) { $0 + $1.weight }
    let lost = killed.values.reduce(0, +)
    notices.post(
      .adopted, lost > 0 ? .warning : .info, nil,
      "took over \(found) items of a process that ended without sending them (\(folder.name)); "
        + "\(lost) were lost with it")
  }
}
