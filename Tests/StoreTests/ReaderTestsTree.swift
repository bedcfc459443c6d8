import Events
import Testing

@testable import Store

@Suite struct ReaderTreeTests {
  @Test func aTreeHasEveryProcessOfASmallRun() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    let tree = try tree(of: run, in: store, lines: 200)
    let root = try #require(tree.roots.first)
    #expect(tree.roots.count == 1)
    #expect(root.children.count == 10)
    #expect(root.more.isEmpty)
    #expect(root.children.contains { $0.children.first?.process.name == "samtools" })
    #expect(lines(tree) == 13)
  }

  @Test func ofAThousandAlikeThoseThatFailedAreShown() throws {
    let store = try FictionalStore()
    let run = try store.wideRun()
    let root = try #require(try tree(of: run, in: store, lines: 200).roots.first)
    #expect(root.children.map(\.process.command.last) == ["0", "1", "700"])
    #expect(root.more == [OmittedProcesses(name: "noop", count: 997, descendants: 1)])
  }

  @Test(arguments: [2, 3, 5, 10, 50])
  func aTreeHasNoMoreLinesThanItMay(_ limit: Int) throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/make")
      for name in 0..<20 {
        var parent = run.root
        for level in 0..<20 {
          parent = try store.fork(parent, in: run)
          try store.execute(parent, [RawText("/bin/p\(name)-\(level)")], in: run)
        }
      }
      return run
    }
    let tree = try tree(of: run, in: store, lines: limit)
    #expect(lines(tree) <= limit)
    #expect(count(tree) == 401)
  }

  @Test func processesWhoseParentIsUnknownAreRoots() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/make")
      let orphan = try store.fork(ProcessKey(pid: 77, start: 77), in: run)
      try store.execute(orphan, ["/bin/orphan"], in: run)
      return run
    }
    let tree = try tree(of: run, in: store, lines: 200)
    #expect(tree.roots.map(\.process.name) == ["make", "orphan"])
  }

  // MARK: Helpers

  private func tree(
    of run: FictionalRun, in store: FictionalStore, lines: Int
  ) throws -> ProcessTree {
    var options = RunReport.Options()
    options.treeLines = lines
    let report = try StoreReader(path: store.path).report(ofRun: run.id, options)
    return try #require(report?.tree)
  }

  /// What is not shown of a process none of whose children are shown goes on its own line.
  private func lines(_ tree: ProcessTree) -> Int {
    func lines(_ node: ProcessNode) -> Int {
      1 + (node.children.isEmpty ? 0 : node.more.count) + node.children.map(lines).reduce(0, +)
    }
    return tree.more.count + tree.roots.map(lines).reduce(0, +)
  }

  /// All processes, shown or only counted.
  private func count(_ tree: ProcessTree) -> Int64 {
    func omitted(_ more: [OmittedProcesses]) -> Int64 {
      more.reduce(0) { $0 + $1.count + $1.descendants }
    }
    func count(_ node: ProcessNode) -> Int64 {
      1 + omitted(node.more) + node.children.map(count).reduce(0, +)
    }
    return omitted(tree.more) + tree.roots.map(count).reduce(0, +)
  }
}
