import Foundation
import Glibc

/// The embedded pipelines, unpacked into a private directory for as long as they run.
struct PipelineScripts {
  /// Of this user only, and removed by ``remove()``.
  let root: String

  /// Where the scripts are. Not the root itself: they take the directory above their own for a
  /// source tree, into which nothing may be generated.
  var directory: String { "\(root)/pipelines" }

  /// - Throws: ``CommandFailure``.
  init() throws(CommandFailure) {
    var template = Array("\(FileManager.default.temporaryDirectory.path)/sonde-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else {
      throw Self.failure("make a temporary directory", errno)
    }
    root = String(decoding: template.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
    do throws(CommandFailure) {
      try unpack()
    } catch {
      remove()
      throw error
    }
  }

  /// Removes the directory; what cannot be removed is left.
  func remove() {
    try? FileManager.default.removeItem(atPath: root)
  }

  /// The path of one script.
  func path(_ name: String) -> String { "\(directory)/\(name)" }

  private func unpack() throws(CommandFailure) {
    guard mkdir(directory, 0o700) == 0 else { throw Self.failure("make \(directory)", errno) }
    for (name, base64) in embeddedPipelines {
      guard let content = Data(base64Encoded: base64) else {
        throw CommandFailure("the embedded \(name) is damaged: install sonde again")
      }
      guard
        FileManager.default.createFile(
          atPath: path(name), contents: content, attributes: [.posixPermissions: 0o700])
      else { throw Self.failure("write \(path(name))", errno) }
    }
  }

  private static func failure(_ what: String, _ code: Int32) -> CommandFailure {
    CommandFailure("cannot \(what): \(String(cString: strerror(code))). Is TMPDIR writable?")
  }
}
