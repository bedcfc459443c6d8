import Glibc
import Synchronization
import Testing

@testable import OTLP

@Suite("Random ids")
struct IDGeneratorTests {
  @Test("No id comes twice, whichever threads ask")
  func threads() async {
    let ids = await withTaskGroup(of: [UInt64].self) { group in
      for _ in 0..<8 {
        group.addTask { (0..<5000).map { _ in SpanID.random().value } }
      }
      return await group.reduce(into: []) { $0 += $1 }
    }
    #expect(Set(ids).count == 40_000)
    // Each bit is set about half of the time: 6 standard deviations from 20,000 are 600.
    for bit in 0..<64 {
      let count = ids.count { $0 >> bit & 1 == 1 }
      #expect((19_400...20_600).contains(count), "bit \(bit)")
    }
  }

  @Test("A child of fork makes other ids than its parent")
  func fork() throws {
    // Some wait already.
    _ = TraceID.random()
    let child = try idsOfChild()
    let parent = Set((0..<64).map { _ in SpanID.random().value })
    #expect(child.count == 64)
    #expect(Set(child).count == 64)
    #expect(parent.isDisjoint(with: child))
  }

  // MARK: Processes

  /// What a child of fork makes, read from a pipe.
  private func idsOfChild() throws -> [UInt64] {
    typealias Fork = @convention(c) () -> pid_t
    // Swift hides it; nothing is done in the child that a signal handler might not do.
    let symbol = try #require(dlsym(nil, "fork"))
    let fork = unsafeBitCast(symbol, to: Fork.self)
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let ids = UnsafeMutableBufferPointer<UInt64>.allocate(capacity: 64)
    defer { ids.deallocate() }
    let (readEnd, writeEnd) = (ends[0], ends[1])
    var generator = IDGenerator()
    let child = fork()
    if child == 0 {
      for index in 0..<64 { ids[index] = generator.next() }
      _ = write(writeEnd, ids.baseAddress, 64 * 8)
      _exit(0)
    }
    try #require(child > 0)
    close(writeEnd)
    defer { close(readEnd) }
    let size = read(readEnd, ids.baseAddress, 64 * 8)
    waitpid(child, nil, 0)
    return Array(ids.prefix(max(size, 0) / 8))
  }
}
