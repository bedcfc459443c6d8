import Testing

extension TracingTests {
  @Suite("The peak memory of a process")
  struct PeakMemoryTests {
    @Test("is that of its own program, not of the parent it was forked from")
    func isItsOwn() async throws {
      let alone = try await Trace.workload("allocate", "20").root()
      let program = try Installation().workloads
      let trace = try await Trace.workload("big-parent", "500", program, "allocate", "20")
      let child = try #require(try trace.children().first)
      let expected = try #require(alone.peakRssBytes)
      let peak = try #require(child.peakRssBytes)
      #expect(abs(peak - expected) <= expected / 10, "\(peak) bytes, alone \(expected)")
      #expect(child.peakRssSource == "exact")
      #expect(try #require(try trace.root().peakRssBytes) >= 500 << 20)
    }

    @Test(
      "is the highest it ever had, freed or not",
      arguments: [["allocate", "200"], ["allocate", "200", "--free-first"]])
    func isTheHighest(program: [String]) async throws {
      let process = try await Trace([try Installation().workloads] + program).root()
      #expect((200 << 20...210 << 20).contains(try #require(process.peakRssBytes)))
      #expect(process.peakRssSource == "exact")
    }
  }
}
