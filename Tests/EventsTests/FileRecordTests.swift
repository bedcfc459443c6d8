import CSondeWire
import Events
import Testing

@Suite("Records of files")
struct FileRecordTests {
  private let memory: GuardedMemory

  init() throws {
    memory = try GuardedMemory(capacity: 4096)
  }

  @Test("A file carries its totals and its path")
  func file() throws {
    try memory.lend(WireRecord.file.bytes) { bytes in
      guard case .file(let event) = try Event(decoding: bytes) else { return fail(bytes) }
      let fixed = event.fixed.pointee
      #expect(fixed.file == 2_001)
      #expect(fixed.opens == 2_002)
      #expect(fixed.failed == 2_003)
      #expect(fixed.bytes_read == 2_004)
      #expect(fixed.bytes_written == 2_005)
      #expect(fixed.last_time == 2_006)
      #expect(fixed.inode == 2_007)
      #expect(fixed.error == 2)
      #expect(event.access == [.SONDE_FILE_READ, .SONDE_FILE_MAPPED])
      #expect(event.isLast)
      #expect(event.path.map(written) == "/srv/data/reads.fq")
    }
  }

  @Test("Totals alone have no path")
  func totals() throws {
    var bytes = WireRecord.file.bytes
    bytes.replaceSubrange(108..<120, with: repeatElement(0, count: 12))
    bytes = RecordBytes.sized(Array(bytes.prefix(120)))
    try memory.lend(bytes) { bytes in
      guard case .file(let event) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(event.path == nil)
    }
  }

  @Test("A rename carries both paths")
  func change() throws {
    try memory.lend(WireRecord.fileChange.bytes) { bytes in
      guard case .fileChange(let event) = try Event(decoding: bytes) else { return fail(bytes) }
      #expect(event.fixed.pointee.change == sonde_change.SONDE_CHANGE_RENAME.rawValue)
      #expect(event.fixed.pointee.error == 13)
      #expect(written(event.path) == "/srv/data/a.tmp")
      #expect(event.newPath.map(written) == "…/far/a")
    }
  }

  @Test(
    "Paths as given are put behind their directory",
    arguments: [
      ("a", "", "/a"), ("./a", "tmp\0", "/tmp/a"), ("././a", "tmp\0", "/tmp/a"),
      ("../a", "b\0tmp\0", "/tmp/b/../a"), ("/a", "", "/a"), ("", "b\0a\0", "/a/b"), ("", "", "/"),
      (".", "tmp\0", "/tmp/."),
    ])
  func given(given: String, directory: String, path: String) {
    #expect(written(given, directory, isVerbatim: false) == path)
  }

  @Test("What a symbolic link says stays as it is", arguments: ["a", "./a", "../b/c", "/etc"])
  func verbatim(given: String) {
    #expect(written(given, "tmp\0", isVerbatim: true) == given)
  }

  private func written(_ given: String, _ directory: String, isVerbatim: Bool) -> String {
    Array(given.utf8).withUnsafeBytes { given in
      Array(directory.utf8).withUnsafeBytes { directory in
        written(
          FilePath(
            given: given, directory: PathComponents(bytes: directory, isCut: false),
            isVerbatim: isVerbatim))
      }
    }
  }

  private func written(_ path: FilePath) -> String {
    withUnsafeTemporaryAllocation(byteCount: path.roomNeeded, alignment: 1) { output in
      guard let base = output.baseAddress else { return "" }
      return String(decoding: output.prefix(path.write(to: base)), as: UTF8.self)
    }
  }

  private func fail(_ bytes: UnsafeRawBufferPointer) {
    Issue.record("decoded as another kind: \(Array(bytes))")
  }
}
