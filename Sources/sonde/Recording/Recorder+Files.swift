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

  func noteLibraries(of row: FileRow) throws {}
}
