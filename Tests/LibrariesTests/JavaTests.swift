internal import Foundation
import SeededRandom
import Testing

@testable import Libraries

@Suite("Java archives")
struct JavaTests {
  @Test(
    "A name by Maven's convention has the version in it",
    arguments: [
      ("guava-31.1-jre", "guava", "31.1-jre"), ("log4j-1.2-api-2.17.1", "log4j-1.2-api", "2.17.1"),
      ("akka-actor_2.13-2.6.20", "akka-actor_2.13", "2.6.20"),
      ("lwjgl-3.3.1-natives-linux", "lwjgl", "3.3.1"), ("x-1.0-SNAPSHOT", "x", "1.0-SNAPSHOT"),
      ("x-1.2.3-20200101.123456-1", "x", "1.2.3-20200101.123456-1"),
      ("x-2.0-beta-3-sources", "x", "2.0-beta-3"), ("a-1.0-rc1-tests", "a", "1.0-rc1"),
      ("netty-epoll-4.1.94.Final-linux-x86_64", "netty-epoll", "4.1.94.Final"),
    ])
  func fileNames(_ stem: String, _ artifact: String, _ version: String) throws {
    let tree = try FileTreeFixture()
    try tree.write("/app/\(stem).jar")
    #expect(tree.ask("/app/\(stem).jar") == ["java \(artifact) \(version) /app/\(stem).jar -"])
  }

  @Test("Without one, the manifest has it, stored or deflated", arguments: [0, 8])
  func manifests(method: Int) throws {
    let tree = try FileTreeFixture()
    let manifest =
      "Manifest-Version: 1.0\r\nImplementation-Ver\r\n sion: 1\r\nBundle-Version: 7\r\n"
      + "IMPLEMENTATION-VERSION: 4.5\r\n .6\r\n\r\nName: x\r\nImplementation-Version: 9\r\n"
    try archive(tree.root + "/app.war", manifest, method: method)
    #expect(tree.ask("/app.war") == ["java app 4.5.6 /app.war -"])
    try archive(
      tree.root + "/b.jar", "Bundle-Version: 7\n\nImplementation-Version: 9", method: method)
    #expect(tree.ask("/b.jar") == ["java b 7 /b.jar -"])
  }

  @Test("Damaged archives are read without harm", arguments: 0..<6)
  func damaged(seed: UInt64) throws {
    let tree = try FileTreeFixture()
    var generator = SeededRandom(seed: seed)
    try archive(tree.root + "/a.jar", "Implementation-Version: 1\n", method: 8)
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: tree.root + "/a.jar")))
    for _ in 0..<150 {
      var bytes = whole
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let position = Int.random(in: 0..<bytes.count, using: &generator)
        bytes[position] = [0, 0xFF, 0x80, 1].randomElement(using: &generator) ?? 0
      }
      if Bool.random(using: &generator) {
        bytes.removeFirst(Int.random(in: 0..<bytes.count, using: &generator))
      }
      try tree.write("/a.jar", bytes)
      tree.seconds += 1
      #expect(tree.ask("/a.jar").count == 1)
    }
  }

  /// Has Python write an archive, so that the reader is not tested with its own idea of one.
  private func archive(_ path: String, _ manifest: String, method: Int) throws {
    let program = """
      import sys, zipfile
      with zipfile.ZipFile(sys.argv[1], "w", int(sys.argv[2])) as archive:
          archive.writestr("META-INF/", "")
          archive.writestr("a.class", b"x" * 1000)
          archive.writestr("META-INF/MANIFEST.MF", sys.stdin.buffer.read())
          archive.comment = b"a comment"
      """
    _ = try Witness.ask(["python3", "-c", program, path, "\(method)"], input: manifest)
  }
}
