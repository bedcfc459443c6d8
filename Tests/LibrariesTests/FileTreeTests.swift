internal import Foundation
internal import Glibc
import Testing

@testable import Libraries

@Suite("Files below a root")
struct FileTreeTests {
  @Test("Links stay within the root, as for a process whose root it is")
  func links() throws {
    let fixture = try FileTreeFixture()
    try fixture.write("/etc/hostname", "inside")
    try fixture.link("/absolute", to: "/etc/hostname")
    try fixture.link("/above", to: "../../../../../../etc/hostname")
    try fixture.link("/dir", to: "/etc")
    let tree = FileTree(root: fixture.root)
    for path in ["/absolute", "/above", "/dir/hostname", "/dir/../dir/./hostname", "/../absolute"] {
      #expect(tree.resolve(Array(path.utf8)) == Array("/etc/hostname".utf8), "\(path)")
      #expect(tree.beginning(of: Array(path.utf8), limit: 99) == Array("inside".utf8), "\(path)")
    }
  }

  @Test("Rings of links, missing files and odd names lead nowhere")
  func nowhere() throws {
    let fixture = try FileTreeFixture()
    try fixture.link("/a", to: "/b")
    try fixture.link("/b", to: "a")
    try fixture.write("/file")
    let tree = FileTree(root: fixture.root)
    let long = String(repeating: "/x", count: 3000)
    for path in ["/a", "/a/x", "/none", "/file/x", "/fi\0le", "", "/", long, "/" + long] {
      #expect(tree.resolve(Array(path.utf8)) == nil)
      #expect(tree.stamp(Array(path.utf8)) == nil)
    }
    #expect(FileTree(root: fixture.root + "/none").resolve(Array("/file".utf8)) == nil)
  }

  @Test("Only regular files are opened, and none is waited for")
  func kinds() throws {
    let fixture = try FileTreeFixture()
    #expect(mkfifo(fixture.root + "/pipe.jar", 0o600) == 0)
    try FileManager.default.createDirectory(
      atPath: fixture.root + "/dir.jar", withIntermediateDirectories: true)
    #expect(mknod(fixture.root + "/null.jar", S_IFCHR | 0o600, 0x103) == 0)
    for path in ["/pipe.jar", "/dir.jar", "/null.jar"] { #expect(fixture.ask(path) == []) }
  }

  @Test("Lines are handed out whole, whatever their length, up to the limit")
  func lines() throws {
    let fixture = try FileTreeFixture()
    let lengths = [0, 1, 65_535, 65_536, 65_537, 200_000, 3, 0, 30_000, 40_000, 5]
    let text = lengths.map { String(repeating: "x", count: $0) }.joined(separator: "\n")
    try fixture.write("/lines", text)
    let tree = FileTree(root: fixture.root)
    #expect(read(tree, limit: 1 << 20) == lengths.filter { $0 < 65_536 })
    #expect(read(tree, limit: 4) == [0, 1, 1])
    #expect(read(tree, limit: 0) == [])
  }

  private func read(_ tree: FileTree, limit: Int) -> [Int] {
    var found: [Int] = []
    let done: Bool? = tree.withFile(Array("/lines".utf8)) { file, _ in
      file.forEachLine(limit: limit) {
        found.append($0.count)
        return true
      }
      return true
    }
    return done == true ? found : []
  }
}
