import CSondeWire
import Events
import Probes
import Processes
import Store

extension Recorder {
  /// Takes what living processes have done with their files since the last time.
  ///
  /// The walk sees things as they are, the ring brings them as they were: of a file that was first
  /// used a moment ago, the record with its path may still wait there. It is fetched then.
  func refreshFiles() throws {
    var early: [sonde_file] = []
    try probes.refreshFiles { bytes in
      guard let event = try? Event(decoding: bytes), case .file(let file) = event else { return }
      let header = file.fixed.pointee.header
      let root = ProcessKey(pid: header.root_pid, start: header.root_start)
      if model.isIgnored(root: root) { return }
      if !model.file(file, isFromWalk: true, pathID: { _ in 0 }) {
        early.append(file.fixed.pointee)
      }
    }
    guard !early.isEmpty else { return }
    try drain(limit: .max)
    for record in early {
      withUnsafeBytes(of: record) { bytes in
        guard let event = try? Event(decoding: bytes), case .file(let file) = event else { return }
        model.file(file, isFromWalk: true, pathID: { _ in 0 })
      }
    }
  }

  /// The id of the program that was executed; `nil` when its file cannot be looked at, or is not
  /// followed.
  func executableID(of event: ExecEvent) throws -> Int64? {
    guard options.looksAtFiles, !event.executable.isCut,
      !event.flags.contains(.SONDE_EXEC_DELETED)
    else { return nil }
    return try libraries.executable(event) { try writer.libraryID(of: $0) }
  }

  /// Notes which libraries a process uses by using this file.
  func noteLibraries(of row: FileRow) throws {
    let access = sonde_file_access(rawValue: row.access)
    // One that was never opened is no use of anything.
    guard row.inode != 0 else { return }
    let use = LibraryBook.Use(
      pathID: row.pathID, inode: row.inode,
      isMapped: access.contains(.SONDE_FILE_EXECUTABLE))
    let ids = try libraries.libraries(
      of: use, at: row.last, path: { try writer.path(id: row.pathID) },
      store: { try writer.libraryID(of: $0) })
    for id in ids {
      try writer.write(libraryID: id, processID: row.processID, runID: row.runID)
    }
  }
}
