internal import Foundation
import Testing

/// What binutils say of an object.
struct Readelf {
  private struct Segment {
    let offset: UInt64
    let address: UInt64
    let size: UInt64
  }

  let path: String
  private let segments: [Segment]

  init(_ path: String) throws {
    self.path = path
    segments = try Workshop.run(["readelf", "-lW", path]).compactMap { line in
      let words = line.split(separator: " ")
      // LOAD offset virtual physical file memory R E align
      guard words.first == "LOAD", words[6...].contains("E") || words[6] == "RWE" else {
        return nil
      }
      let numbers = words[1...4].compactMap { UInt64($0.dropFirst(2), radix: 16) }
      return Segment(offset: numbers[0], address: numbers[1], size: numbers[3])
    }
    try #require(!segments.isEmpty)
  }

  /// Where in the file an address of code is.
  func offset(ofAddress address: UInt64) -> UInt64? {
    segments.first { address >= $0.address && address < $0.address + $0.size }
      .map { address - $0.address + $0.offset }
  }

  /// The functions that are defined, of the symbol table or the dynamic one.
  func functions(isDynamic: Bool = false) throws -> Set<NameAtOffset> {
    let option = isDynamic ? "--dyn-syms" : "-s"
    var found: Set<NameAtOffset> = []
    var isWanted = false
    for line in try Workshop.run(["readelf", option, "-W", path]) {
      if line.hasPrefix("Symbol table") {
        isWanted = line.contains(isDynamic ? "'.dynsym'" : "'.symtab'")
      }
      // number: value size type binding visibility section name
      let words = line.split(separator: " ")
      guard isWanted, words.count >= 8, words[3] == "FUNC" || words[3] == "IFUNC",
        words[6] != "UND", let address = UInt64(words[1], radix: 16),
        let offset = offset(ofAddress: address)
      else { continue }
      let name = words[7].split(separator: "@", omittingEmptySubsequences: false)[0]
      found.insert(NameAtOffset(name: String(name), offset: offset))
    }
    return found
  }

  /// How many inlined copies there are of each function, by its name.
  func inlinedCopies() throws -> [String: Int] {
    var names: [Substring: Substring] = [:]
    var origins: [Substring] = []
    var entry: Substring = ""
    var isCopy = false
    for line in try Workshop.run(["readelf", "-W", "--debug-dump=info", path]) {
      // <level><offset>: Abbrev Number: n (tag), then a line for each attribute.
      if line.contains("Abbrev Number") {
        entry = line.split { "<>".contains($0) }.dropFirst(2).first ?? ""
        isCopy = line.contains("(DW_TAG_inlined_subroutine)")
      } else if line.contains("DW_AT_name") {
        names[entry] = line.split(separator: ": ").last?.split(separator: "\t").last
      } else if isCopy, line.contains("DW_AT_abstract_origin"),
        let origin = line.split(separator: "<0x").last?.dropLast()
      {
        origins.append(origin)
      }
    }
    return Dictionary(
      origins.map { (String(names[$0] ?? "?").trimmingCharacters(in: .whitespaces), 1) },
      uniquingKeysWith: +)
  }
}
