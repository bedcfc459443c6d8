import Foundation
import Testing

@testable import Coverage

@Suite("Where a memory cgroup can be had")
struct OutOfMemoryGroupTests {
  static let mounts: [(text: String, root: String?)] = [
    ("", nil),
    ("proc /proc proc rw 0 0\n", nil),
    ("cgroup /sys/fs/cgroup/cpu cgroup rw,relatime,cpu 0 0\n", nil),
    ("cgroup /groups/memory cgroup rw,relatime,memory 0 0\n", "/groups/memory"),
    // A version 2 that has no controllers is mounted beside it.
    (
      "none /nowhere cgroup2 rw 0 0\ncgroup /groups/both cgroup rw,cpu,memory 0 0\n",
      "/groups/both"
    ),
    ("damaged\n", nil),
  ]

  @Test("The mounts say", arguments: mounts)
  func place(text: String, root: String?) {
    let place = OutOfMemoryGroup.place(in: text)
    #expect(place?.root == root)
    #expect(place?.isVersion2 != true)
  }

  @Test("Where there is none, that is the reason")
  func none() {
    let failure = #expect(throws: OutOfMemoryGroup.Failure.self) {
      try OutOfMemoryGroup(mounts: "/dev/null")
    }
    #expect(failure?.description == "no memory cgroup is mounted")
  }

  @Test("Where the kernel would panic, none is made")
  func panics() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try Data("2\n".utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let failure = #expect(throws: OutOfMemoryGroup.Failure.self) {
      try OutOfMemoryGroup(panics: file.path)
    }
    #expect(failure?.description == "the kernel would panic (vm.panic_on_oom is 2)")
  }
}
