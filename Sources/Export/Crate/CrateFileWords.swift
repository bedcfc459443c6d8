internal import Glibc
internal import Store

/// What is to be known of a file besides its properties.
struct CrateFileWords {
  let run: ExportedRun
  let files: [CrateFiles.File]

  func words(
    of file: CrateFiles.File, _ look: FileLook, _ content: FileLook.Content?
  ) -> RawText {
    var sentences: [RawText] = []
    if let former = file.madeAs {
      sentences.append(sentence("Made as ", files[Int(former)].path))
    }
    if let sentence = state(of: file, look) { sentences.append(sentence) }
    switch content {
    case .changed: sentences.append("Changed while it was read: neither size nor hash is stated.")
    case .unreadable(let error):
      sentences.append(RawText("Its content could not be read: \(Self.reason(error))."))
    case .hash, nil: break
    }
    return RawText(Array(sentences.map(\.bytes).joined(separator: [UInt8(ascii: " ")])))
  }

  private func state(of file: CrateFiles.File, _ look: FileLook) -> RawText? {
    switch look {
    case .unchanged, .directory: return nil
    case .changed:
      return
        "Not as the run left it: changed since, or another file. Neither size nor hash is stated."
    case .ongoing: return "The run had not ended: neither size nor hash is stated."
    case .other: return "No regular file any more."
    case .absent:
      if file.isDeleted { return "Deleted by the run." }
      if let renamed = file.renamed {
        return sentence("Given another name by the run: ", files[Int(renamed)].path)
      }
      return "Not there when this was written."
    case .refused(let error): return RawText("Could not be looked at: \(Self.reason(error)).")
    case .elsewhere:
      guard let container = file.container else {
        return RawText("On the host \(run.host), and not looked at.")
      }
      return sentence("Not looked at, since it is in the container ", container)
    }
  }

  private func sentence(_ beginning: String, _ rest: RawText) -> RawText {
    RawText(Array(beginning.utf8) + rest.bytes + Array(".".utf8))
  }

  private static func reason(_ error: Int32) -> String { String(cString: strerror(error)) }
}
