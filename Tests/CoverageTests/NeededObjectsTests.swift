import Symbols
import Testing

@testable import Coverage

@Suite("The shared objects that a program needs")
struct NeededObjectsTests {
  @Test(
    "are read from what dynamic linkers say",
    arguments: [
      ("\tlinux-vdso.so.1 (0x00007ffd)\n", []),
      (
        "\tlibm.so.6 => /lib/x86_64-linux-gnu/libm.so.6 (0x7f01)\n",
        ["/lib/x86_64-linux-gnu/libm.so.6"]
      ),
      ("\t/lib64/ld-linux-x86-64.so.2 (0x7f02)\n", ["/lib64/ld-linux-x86-64.so.2"]),
      ("\tlibgone.so => not found\n", []),
      ("\tlib a.so => /opt/with space (x)/lib a.so (0x7f03)\n", ["/opt/with space (x)/lib a.so"]),
      ("\tstatically linked\n", []), ("", []),
    ] as [(String, [String])])
  func parsed(output: String, paths: [String]) {
    #expect(NeededObjects.paths(in: output) == paths)
  }

  @Test("are what the linker of a real program finds")
  func real() throws {
    let shell = try CodeTarget(path: "/bin/ls")
    let interpreter = try #require(shell.image.interpreter)
    let found = NeededObjects.list(program: "/bin/ls", interpreter: interpreter)
    #expect(found.contains { $0.contains("libc.so") }, "\(found)")
    #expect(found.allSatisfy { $0.hasPrefix("/") })
  }

  @Test("are none of a program that the linker does not take")
  func refused() {
    #expect(NeededObjects.list(program: "/etc/hostname", interpreter: "/lib64/none").isEmpty)
  }
}
