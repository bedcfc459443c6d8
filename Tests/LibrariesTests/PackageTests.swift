import SeededRandom
import Testing

@testable import Libraries

@Suite("Packages of shared objects")
struct PackageTests {
  private let object = ObjectBytes().image(soname: "libx.so.1", buildID: [1])

  @Test("dpkg's lists and status name the package as dpkg does, on either side of a merged /usr")
  func debian() throws {
    let tree = try FileTreeFixture()
    try tree.link("/lib", to: "usr/lib")
    try tree.write("/usr/lib/libx.so.1", object)
    try tree.write("/usr/lib/liby.so.1", object)
    try tree.write("/usr/lib/libz.so.1", object)
    let info = "/var/lib/dpkg/info/"
    try tree.write(info + "libx1:amd64.list", "/.\n/lib\n/lib/libx.so.1\n/usr/share/doc/libx1\n")
    try tree.write(info + "y.list", "/.\n/usr/lib/liby.so.1\n/etc/y.conf")
    try tree.write(
      "/var/lib/dpkg/status",
      """
      Package: libx1
      Status: install ok installed
      Architecture: i386
      Version: 0.9

      Package: libx1
      Architecture: amd64
      Multi-Arch: same
      Version: 1:1.0-2
      Description: words
       Version: not this

      Package: y
      Architecture: all
      Version: 3
      """)
    #expect(ask(tree, "x") == "1:1.0-2 /usr/lib/libx.so.1 libx1:amd64")
    #expect(ask(tree, "y") == "3 /usr/lib/liby.so.1 y")
    #expect(ask(tree, "z") == "- /usr/lib/libz.so.1 -")
    try tree.write(info + "z.list", "/usr/lib/libz.so.1\n")
    try tree.write("/var/lib/dpkg/status", "Package: z\nArchitecture: all\nVersion: 7\n")
    tree.seconds += 60
    #expect(ask(tree, "z") == "7 /usr/lib/libz.so.1 z")
  }

  @Test(
    "apk's database names the package, wherever it is",
    arguments: ["/lib/apk/db/installed", "/usr/lib/apk/db/installed"])
  func alpine(_ place: String) throws {
    let tree = try FileTreeFixture()
    try tree.write("/lib/libx.so.1", object)
    try tree.write("/usr/lib/liby.so.1", object)
    try tree.write(
      place,
      """
      C:Q1abc=
      P:musl
      V:1.2.4-r2
      A:x86_64
      F:lib
      R:libx.so.1
      a:0:0:755
      Z:Q1abc=

      P:y
      V:2-r0
      F:usr
      F:usr/lib
      R:liby.so.1

      """)
    #expect(ask(tree, "x", in: "/lib") == "1.2.4-r2 /lib/libx.so.1 musl")
    #expect(ask(tree, "y") == "2-r0 /usr/lib/liby.so.1 y")
  }

  @Test("Databases of any content are read without harm", arguments: 0..<6)
  func fuzz(seed: UInt64) throws {
    let tree = try FileTreeFixture()
    var generator = SeededRandom(seed: seed)
    try tree.write("/usr/lib/libx.so.1", object)
    let pieces = [
      "\n", "\n\n", "P:", "V:", "F:", "R:", "lib", "/", ".so", "/usr/lib/libx.so.1", "Package: ",
      "Version: ", "Architecture: ", "\0", "\u{FF}", "a", String(repeating: "x", count: 70_000),
    ]
    for round in 0..<20 {
      let text = (0..<200).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      let place = ["/var/lib/dpkg/info/a.list", "/var/lib/dpkg/status", "/lib/apk/db/installed"]
      try tree.write(place[round % 3], text)
      tree.seconds += 60
      #expect(tree.ask("/usr/lib/libx.so.1", isMapped: true).count == 1)
    }
  }

  private func ask(_ tree: FileTreeFixture, _ name: String, in directory: String = "/usr/lib")
    -> String
  {
    let found = tree.ask("\(directory)/lib\(name).so.1", isMapped: true).joined()
    return String(found.dropFirst("shared-object libx.so.1 ".count))
  }
}
