/// Reads the script that Nextflow writes for a task, `.command.run`, as far as the line that names it:
/// `# NEXTFLOW TASK: FASTQC (sample1)`, or in later versions, as `getTaskMetadata` of its sources has
/// it,
///
///     ### ---
///     ### name: 'FASTQC (sample1)'
///     ### ...
enum NextflowWrapper {
  /// How much of the script is worth reading: directives for a scheduler stand before the line.
  static let headSize = 8 << 10

  /// The task's name; `nil` when the script does not say it.
  static func taskName(in bytes: some Collection<UInt8>) -> String? {
    for line in String(decoding: bytes, as: UTF8.self).split(separator: "\n") {
      var name: Substring?
      if line.hasPrefix("# NEXTFLOW TASK: ") {
        name = line.dropFirst("# NEXTFLOW TASK: ".count)
      } else if line.hasPrefix("### name: '"), line.hasSuffix("'") {
        name = line.dropFirst("### name: '".count).dropLast()
      }
      if let name = name?.oneLine, !name.isEmpty { return name }
    }
    return nil
  }

  /// A task's name taken apart: `PIPELINE:FASTQC (sample1)` is process and tag.
  static func parts(of name: String) -> (process: String, tag: String?) {
    guard name.hasSuffix(")"), let open = name.firstRange(of: " (") else { return (name, nil) }
    let tag = name[open.upperBound...].dropLast()
    return (String(name[..<open.lowerBound]), tag.isEmpty ? nil : String(tag))
  }
}
