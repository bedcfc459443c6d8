import Foundation
import Settings
import Testing

@Suite("Reading the file")
struct FileTests {
  @Test("A file is read from its path")
  func reads() throws {
    try withFile(Data("monitoring.interval = 9\n".utf8)) { path throws in
      #expect(try Settings.load(file: path, environment: [:]).monitoring.interval == 9)
    }
  }

  @Test("An error in a file is told as compilers tell it")
  func tellsThePlace() throws {
    try withFile(Data("[monitoring]\n\n    interval = 'x'\n".utf8)) { path in
      #expect(complaint(about: path).hasPrefix("\(path):3:16: 'monitoring.interval' must be "))
    }
  }

  @Test("A file that cannot be read is named with the reason")
  func unreadable() {
    #expect(
      complaint(about: "/nowhere/config.toml")
        == "/nowhere/config.toml: the configuration file cannot be read: No such file or directory")
    #expect(
      complaint(about: "/proc") == "/proc: the configuration file cannot be read: Is a directory")
  }

  @Test("A device that never ends is not read up")
  func endless() {
    #expect(complaint(about: "/dev/zero").hasPrefix("/dev/zero: is larger than 1 MiB; "))
  }

  @Test("Bytes that are not text are refused with their place")
  func notText() throws {
    try withFile(Data([0x61, 0x0A, 0xFF])) { path in
      #expect(complaint(about: path).hasPrefix("\(path):2:1: "))
    }
  }

  private func complaint(about path: String) -> String {
    do throws(SettingsErrors) {
      _ = try Settings.load(file: path, environment: [:])
      return ""
    } catch {
      return error.description
    }
  }

  private func withFile(_ content: Data, _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory
      .appending(path: "settings-\(UUID().uuidString).toml")
    try content.write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }
}
