import Foundation
import Store
import Testing

@testable import Export

@Suite("Text of a crate")
struct CrateTextTests {
  @Test(
    "Paths are escaped as URIs ask for, and letters stay",
    arguments: [
      ("/a b/50%.txt", "file:///a%20b/50%25.txt"), ("/x:y?#[z]", "file:///x:y%3F%23%5Bz%5D"),
      ("/é/面试", "file:///é/面试"), ("/a\nb\u{202e}", "file:///a%0Ab%E2%80%AE"),
      (#"/<b>"\^`{|}"#, "file:///%3Cb%3E%22%5C%5E%60%7B%7C%7D"),
    ])
  func local(path: String, expected: String) {
    #expect(CrateIdentifier.local(RawText(path)) == expected)
    // What others make of it.
    #expect(URL(string: expected)?.path(percentEncoded: false) == path)
  }

  @Test("A byte that is no UTF-8 is escaped as it is")
  func invalid() {
    #expect(CrateIdentifier.local(RawText(Array("/a".utf8) + [0xff])) == "file:///a%FF")
    #expect(CrateIdentifier.absent(RawText([0x2f, 0xc3]), container: nil) == "#/%C3")
  }

  @Test(
    "Of the crate is what lies below its root and has a name that a reference can have",
    arguments: [
      ("/r/a", "a"), ("/r/a:b/c", "a%3Ab/c"),
      ("/r/b/ro-crate-metadata.json", "b/ro-crate-metadata.json"),
      ("/r", nil), ("/ra", nil), ("/x/a", nil), ("/r/ro-crate-metadata.json", nil),
    ] as [(String, String?)])
  func relative(path: String, expected: String?) {
    #expect(CrateIdentifier.relative(RawText(path), below: "/r") == expected)
  }

  @Test("Below the root of all, too; not what is no UTF-8")
  func edges() {
    #expect(CrateIdentifier.relative("/a", below: "/") == "a")
    #expect(CrateIdentifier.relative(RawText([0x2f, 0xff]), below: "/") == nil)
  }

  @Test(
    "Moments",
    arguments: [
      (0, "1970-01-01T00:00:00.000+00:00"), (-1, "1969-12-31T23:59:59.999+00:00"),
      (1_769_851_441_250_999, "2026-01-31T09:24:01.250+00:00"),
    ] as [(Int64, String)])
  func moments(microseconds: Int64, expected: String) {
    #expect(CrateTime.text(microseconds) == expected)
  }

  @Test(
    "Which files are the system's and software's",
    arguments: [
      ("/usr/share/x", true), ("/home/alice/.venv/lib/python3.11/os.py", true),
      ("/home/alice/.venv/pyvenv.cfg", true), ("/conda/e/share/x", true), ("/opt/l.jar", true),
      ("/data/usr/x", false), ("/home/alice/lib/x", false), ("/conda/else", false), ("/a", false),
    ])
  func system(path: String, expected: Bool) {
    let files = SystemFiles(libraries: ["/opt/l.jar"], prefixes: ["/conda/e/"])
    #expect(files.contains(RawText(path)) == expected)
  }

  @Test("What the kernel makes up is never a file, shared memory is")
  func kernel() {
    #expect(SystemFiles.isKernels("/proc/1/stat") && SystemFiles.isKernels("/dev/null"))
    #expect(!SystemFiles.isKernels("/dev/shm/x") && !SystemFiles.isKernels("/data/proc/x"))
  }
}
