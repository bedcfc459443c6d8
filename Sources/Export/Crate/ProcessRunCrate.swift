internal import Store

/// A run as a Process Run Crate (https://w3id.org/ro/wfrun/process/0.5): an action for each execution
/// of a program, with the program, who ran it, and the files that it read and wrote.
///
/// The crate is written in two parts. What the database tells comes first; files are read for their
/// hashes afterwards, which may take long, and need no database.
final class ProcessRunCrate {
  var graph: CrateGraph
  let run: ExportedRun
  let choices: CrateChoices
  let evidence: CrateEvidence
  /// By the file's place: what is there. Of files that nobody refers to, nothing.
  let looks: [FileLook?]
  let identifiers: [String]
  /// What the export is to say to people besides.
  private(set) var remarks = CrateRemarks()

  static let profile = "https://w3id.org/ro/wfrun/process/0.5"
  static let specification = "https://w3id.org/ro/crate/1.1"

  /// - Parameters:
  ///   - root: The directory that the crate is written into; `nil` when there is none.
  ///   - host: This host's name.
  init(
    of run: ExportedRun, choices: CrateChoices, root: RawText?, host: String,
    output: consuming ByteBuffer, snapshot: StoreSnapshot
  ) throws {
    let evidence = try CrateEvidence(of: run, choices: choices, in: snapshot)
    let looks = evidence.files.files.map { file -> FileLook? in
      guard file.isTold else { return nil }
      let isElsewhere = file.container != nil || run.host != host
      return isElsewhere ? .elsewhere : FileLook(at: file, ended: run.ended)
    }
    identifiers = zip(evidence.files.files, looks).map { file, look in
      guard let look, look.isThere else {
        return CrateIdentifier.absent(file.path, container: file.container)
      }
      let path = look == .directory ? RawText(file.path.bytes + Array("/".utf8)) : file.path
      return root.flatMap { CrateIdentifier.relative(path, below: $0) }
        ?? CrateIdentifier.local(path)
    }
    self.run = run
    self.choices = choices
    self.evidence = evidence
    self.looks = looks
    graph = try CrateGraph(output: output)
  }

  /// All but the files.
  func write(from snapshot: StoreSnapshot, version: String) throws {
    try writeDescriptor()
    try writeRoot(CrateRun(run, in: snapshot), version: version)
    try writeActions(from: snapshot)
    try writePrograms()
  }

  private func writeDescriptor() throws {
    try graph.begin(CratePlace.fileName, "CreativeWork")
    try graph.refer("conformsTo", to: Self.specification)
    try graph.refer("about", to: "./")
    try graph.end()
    try graph.begin(Self.profile, "CreativeWork")
    try graph.add("name", "Process Run Crate")
    try graph.add("version", "0.5")
    try graph.end()
  }

  private func writeRoot(_ described: CrateRun, version: String) throws {
    let license = CrateLicense(choices.license)
    try graph.begin("./", "Dataset")
    try graph.refer("conformsTo", to: Self.profile)
    try graph.add("name", described.title)
    try graph.add(
      "description",
      RawText(
        Array(described.words(evidence, looks: looks, version: version).joined(separator: [32]))))
    try graph.add("datePublished", CrateTime.text(run.ended ?? run.started))
    try graph.refer("license", to: license.identifier)
    try graph.refer(
      "hasPart",
      to: looks.indices.lazy.filter { [looks] in looks[$0]?.isThere == true }
        .map { [identifiers] in identifiers[$0] })
    try graph.refer(
      "mentions",
      to: evidence.executions.told.lazy.flatMap(\.executions).map {
        CrateIdentifier.execution($0.id)
      })
    try graph.end()
    try license.write(to: &graph)
  }

  // MARK: Files

  /// The files, and the end.
  func writeFiles() throws {
    for (index, file) in evidence.files.files.enumerated() {
      guard let look = looks[index] else { continue }
      try write(file, look, identifier: identifiers[index])
    }
    try graph.finish()
  }

  private func write(
    _ file: CrateFiles.File, _ look: FileLook, identifier: String
  ) throws {
    var content: FileLook.Content?
    if choices.hasHashes, case .unchanged = look, let ended = run.ended {
      content = FileLook.content(of: file, ended: ended)
    }
    try graph.begin(identifier, look == .directory ? "Dataset" : "File")
    try graph.add("name", file.path.baseName)
    if !identifier.hasPrefix("#"), !identifier.hasPrefix("file:") {
      try graph.add("alternateName", file.path)
    }
    if case .unchanged(let size, let modified) = look, content != .changed {
      try graph.add("contentSize", String(size))
      try graph.add("dateModified", CrateTime.text(modified))
      if case .hash(let digest) = content { try graph.add("sha256", digest) }
    }
    let words = CrateFileWords(run: run, files: evidence.files.files)
      .words(of: file, look, content)
    if !words.isEmpty { try graph.add("description", words) }
    try graph.end()
    // What the run itself took away nobody looks for.
    if !file.isDeleted, file.renamed == nil { remarks.count(look, content) }
  }
}
