internal import CElfutils

/// What DWARF tells of functions beyond their names.
///
/// Reading takes about a second for each 100 MB of it, and as much memory as it is large.
public struct DebugInformation: Sendable {
  /// Where functions are declared, by the offset of their entry in the file of the object.
  public let places: [UInt64: SourcePlace]
  /// For functions that have code of their own and were inlined as well, by the offset of their
  /// entry: how many inlined copies there are in code that is there.
  public let inlinedCopies: [UInt64: Int]
  /// Functions that have no code of their own, by name.
  public let inlinedAway: [InlinedFunction]
  /// Units whose information is in files of their own, which are not read: `.dwo`, and modules of
  /// Clang, which have no code.
  public let splitUnits: Int

  /// What is read as a whole is no larger.
  private static let sizeLimit: UInt64 = 4 << 30
  private static let sectionNames = [".debug_info", ".zdebug_info"]

  /// Reads what the object has, or else its file of debug symbols; `nil` if neither has any.
  ///
  /// The parameters are those of `ObjectImage.read`.
  public static func read(
    descriptor: Int32, path: String, debugDirectories: [String] = ["/usr/lib/debug"]
  ) throws(ObjectError) -> DebugInformation? {
    let object = try ObjectFile(descriptor: descriptor)
    let layout = try CodeLayout(object)
    if hasInformation(object) { return try read(object, layout) }
    let search = DebugFileSearch(object: object, path: path, directories: debugDirectories)
    guard let file = search.find(hasInformation).found else { return nil }
    return try read(file.object, layout)
  }

  private static func hasInformation(_ object: ObjectFile) -> Bool {
    sectionNames.contains { object.section(named: $0) != nil }
  }

  private static func read(
    _ object: ObjectFile, _ layout: CodeLayout
  ) throws(ObjectError) -> DebugInformation {
    var size: UInt64 = 0
    for section in object.sections where section.name.contains("debug_") {
      size = size.addingReportingOverflow(section.size).partialValue
      guard section.size <= sizeLimit, size <= sizeLimit else {
        throw .damaged("its debug information claims more than \(sizeLimit >> 30) GiB")
      }
    }
    guard let dwarf = dwarf_begin_elf(object.elf, DWARF_C_READ, nil) else {
      throw DwarfWalk.damage("its debug information")
    }
    defer {
      dwarf_end(dwarf)
      withExtendedLifetime(object) {}
    }
    var walk = DwarfWalk(dwarf: dwarf, layout: layout)
    try walk.run()
    return walk.result()
  }
}
