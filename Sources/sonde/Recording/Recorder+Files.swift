import CSondeWire
import Events
import Probes
import Processes
import Store

extension Recorder {
  /// Takes what living processes have done with their files since the last time.
  func refreshFiles() throws {
    var failure: (any Error)?
    try probes.refreshFiles { bytes in
      guard failure == nil, let event = try? Event(decoding: bytes), case .file(let file) = event
      else { return }
      do {
        try model.file(file, isFromWalk: true) { try writer.pathID(of: $0) }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
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
      of: use, path: { try writer.path(id: row.pathID) },
      store: { try writer.libraryID(of: $0) })
    for id in ids {
      try writer.write(libraryID: id, processID: row.processID, runID: row.runID)
    }
  }
}
