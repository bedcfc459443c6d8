internal import Foundation
import Testing

@testable import Libraries

/// The resolver beside programs that know: readelf and dpkg, and the languages themselves.
@Suite("Agreement with other programs")
struct AgreementTests {
  private let resolver = LibraryResolver()

  @Test("Every shared object of the system has the names that readelf and dpkg give it")
  func sharedObjects() throws {
    let directory = "/usr/lib/\(machine)-linux-gnu"
    let names = try FileManager.default.contentsOfDirectory(atPath: directory)
    let paths = names.filter { $0.contains(".so") }.map { "\(directory)/\($0)" }
    let lines = try Witness.ask(
      ["python3", Witness.script("shared_objects.py")], input: paths.joined(separator: "\n"))
    try #require(lines.count > 50)
    for line in lines {
      let object = try #require(
        resolver.ask(line[0], isMapped: true).first { $0.kind == .sharedObject }, "\(line[0])")
      let base = URL(fileURLWithPath: line[1]).lastPathComponent
      #expect(object.pathText == line[1])
      #expect(object.nameText == (line[2].isEmpty ? base : line[2]))
      #expect(object.buildID ?? "" == line[3])
      #expect(object.package ?? "" == line[4], "\(line[0])")
      #expect(object.version ?? "" == line[5], "\(line[0])")
    }
  }

  @Test("A Python program's modules are of the distributions that importlib.metadata names")
  func python() throws {
    let python = ProcessInfo.processInfo.environment["TEST_PYTHON"] ?? "/usr/bin/python3"
    let script = [python, Witness.script("python_modules.py"), "numpy", "numpy.random", "pip"]
    let (opened, lines) = try Witness.trace(script)
    try #require(lines.count > 50)
    var expected: Set<String> = []
    for line in lines {
      let found = resolver.ask(line[0], isMapped: line[0].contains(".so")).filter {
        $0.kind == .python
      }
      let names = found.map { "\($0.nameText)=\($0.version ?? "-")" }
      #expect(names.count == min(line.count - 1, 1), "\(line)")
      #expect(Set(line.dropFirst()).isSuperset(of: names), "\(line) \(names)")
      expected.formUnion(names)
    }
    // importlib.metadata, in the same program, has read the metadata of all others.
    let used = resolver.libraries(ofOpened: opened, kind: .python)
    #expect(Set(used.map { "\($0.nameText)=\($0.version ?? "-")" }) == expected)
  }

  @Test("A Perl program's modules are those of %INC, in their versions")
  func perl() throws {
    let modules = [
      "File::Spec", "POSIX", "List::Util", "Encode", "Unicode::UCD", "JSON::PP", "Digest::SHA",
      "Getopt::Long", "Time::HiRes", "IO::Socket::INET", "Archive::Tar", "Math::BigFloat",
      "CPAN::Meta", "Test::More", "Pod::Usage", "threads", "Time::Piece", "version",
    ]
    let (opened, lines) = try Witness.trace(["perl", Witness.script("perl_modules.pl")] + modules)
    try #require(lines.count > 80)
    let found = resolver.libraries(ofOpened: opened, kind: .perl)
    #expect(Set(found.map(\.nameText)) == Set(lines.map { $0[1] }))
    let byName = Dictionary(found.map { ($0.nameText, $0) }, uniquingKeysWith: { $1 })
    for line in lines {
      let module = try #require(byName[line[1]])
      #expect(module.pathText == line[0])
      let version = module.version ?? ""
      // A number prints without its last zeros.
      #expect(version == line[2] || Double(version) == Double(line[2]), "\(line) \(version)")
    }
  }

  @Test("An R program's packages are its loaded namespaces, whatever else is installed")
  func r() throws {
    let program = """
      library(stats4); library(grid); packages <- installed.packages()
      for (name in loadedNamespaces()) cat(name, "\\t", as.character(getNamespaceVersion(name)), \
      "\\n", sep = "")
      """
    let (opened, lines) = try Witness.trace(["Rscript", "-e", program])
    let found = resolver.libraries(ofOpened: opened, kind: .r)
    let expected = Set(lines.filter { $0.count == 2 }.map { "\($0[0]) \($0[1])" })
    // Loaded by the above, after the list was made or to start R.
    #expect(expected.count > 8)
    #expect(Set(found.map { "\($0.nameText) \($0.version ?? "-")" }) == expected)
  }

  private var machine: String {
    #if arch(arm64)
      "aarch64"
    #else
      "x86_64"
    #endif
  }
}
