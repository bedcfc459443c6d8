import Containers
import GRDB
import Testing

@testable import Store

@Suite("Writing containers")
struct WriterContainerTests {
  @Test("A container is one row, however often it is written, with the namespaces it was seen in")
  func containers() throws {
    let id = String(repeating: "5f", count: 32)
    let database = try WriterDatabase()
    let writer = try database.writer()
    let run = try writer.batch { writer in
      try writer.beginRun(name: nil, pipeline: nil, command: .init(start: nil, count: 0), time: 1)
    }
    var tracker = ContainerTracker(lastID: 40, files: EngineFiles { _, _ in nil })
    let set = Namespaces(
      number: .max, namespacesNumber: 2, ownBits: 0b11, isHostKnown: true,
      inodes: [1, 2, 3, 4, 5, 6, 0], nodeName: "<script>", rootType: "overlay", rootSource: "")
    tracker.note(set)
    tracker.note(group: 7, path: "/docker/\(id)")
    let none = UnsafeRawBufferPointer(start: nil, count: 0)
    let change = tracker.exec(
      ContainerPlace(
        processID: 3, runID: run, time: 3_000_000_000, group: 7, namespaces: .max, containerID: 0,
        role: 0), arguments: none, environment: none)
    func write() throws {
      try writer.batch { writer in
        try writer.write(set)
        try tracker.takeTouched { try writer.write($0) }
      }
    }
    try write()
    let select = """
      SELECT printf('%s|%s|%s|%d|', container, kind, container_id = '\(id)', processes)
        || coalesce(cpu_s, '') || '|' || own_namespaces || '|' || node_name || '|'
        || coalesce(root_source, 'none') || '|' || mount_namespace || '|'
        || coalesce(cgroup_namespace, 'none') || '|' || first_seen_at FROM containers
      """
    let (start, end) = ("5f5f5f5f5f5f (docker)|container|1|", "2023-11-14T22:13:23.000000Z")
    let rest = "|mount,pid|<script>|none|1|none|\(end)"
    #expect(try database.lines(select) == ["\(start)0|\(rest)"])
    tracker.end(
      inContainer: change?.containerID ?? 0,
      ContainerUse(totals: (1_500_000_000, 7, 0), peakRSS: 4096))
    try write()
    #expect(try database.lines(select) == ["\(start)1|1.5\(rest)"])
  }
}
