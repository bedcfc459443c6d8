import Procfs
import Testing

@Suite("Samples of the host")
struct HostSamplerTests {
  private static let files = [
    "stat": """
    cpu  100 10 50 800 40 0 0 0 7 7
    cpu0 100 10 50 800 40 0 0 0 7 7
    intr 99 1 2 3
    btime 1700000000
    processes 4242
    procs_running 3
    """,
    "meminfo": """
    MemTotal:        1000 kB
    MemFree:          100 kB
    MemAvailable:     400 kB
    SwapTotal:         50 kB
    SwapFree:          20 kB
    HugePages_Total:    0
    """,
    "loadavg": "0.85 1.44 1.07 1/86 32551\n",
  ]

  @Test("The first sample has everything but the share of the processors")
  func firstSample() throws {
    let proc = try FakeProc(Self.files)
    var sampler = HostSampler(root: proc.path)
    var expected = HostSample()
    (expected.load1, expected.load5, expected.load15) = (0.85, 1.44, 1.07)
    (expected.memoryTotal, expected.memoryAvailable) = (1_024_000, 409_600)
    (expected.memoryUsed, expected.swapUsed) = (614_400, 30_720)
    (expected.runningProcesses, expected.processesForked) = (3, 4242)
    expected.bootTime = 1_700_000_000
    #expect(sampler.sample() == expected)
  }

  @Test(
    "The share of the processors is that of the time not spent idle since the sample before",
    arguments: [
      ("cpu  150 10 75 815 50 0 0 0 9 9", 75),  // 75 of 100 ticks
      ("cpu  100 10 50 900 40 0 0 0 7 7", 0),
      ("cpu  100 10 50 800 40 5 5 10 7 7", 100),
      ("cpu  110 10 50 800 30 0 0 0 7 7", 100),  // iowait has gone backwards
      ("cpu  100 10 50 800 40 0 0 0 7 7", nil),  // no time has passed
      ("cpu  125 10 50 875", 25),  // an old kernel
      ("cpu  125 10 x 875", nil),
      ("cpu  99999999999999999999999 10 50 875", nil),
      ("cpu", nil),
      ("", nil),
    ] as [(String, Double?)])
  func processorShare(line: String, percent: Double?) throws {
    let proc = try FakeProc(Self.files)
    var sampler = HostSampler(root: proc.path)
    _ = sampler.sample()
    try proc.write(line + "\n", to: "stat")
    #expect(sampler.sample().cpuPercent == percent)
  }

  @Test("What cannot be read or understood is zero")
  func garbage() throws {
    let nothing = try FakeProc()
    var sampler = HostSampler(root: nothing.path)
    #expect(sampler.sample() == HostSample())
    let garbage = try FakeProc([
      "stat": "cpu a b c d\nbtime -1\nprocesses\n\u{0}", "loadavg": "nan inf -1",
      "meminfo": "MemTotal: 18446744073709551615 kB\nMemAvailable: 1 MB\nSwapFree 3 kB",
    ])
    sampler = HostSampler(root: garbage.path)
    #expect(sampler.sample() == HostSample())
  }

  @Test("More memory available than there is leaves none used")
  func moreAvailableThanTotal() throws {
    let proc = try FakeProc(["meminfo": "MemTotal: 1 kB\nMemAvailable: 2 kB\n"])
    var sampler = HostSampler(root: proc.path)
    #expect(sampler.sample().memoryUsed == 0)
  }

  @Test("The host of this test has memory and has started processes")
  func thisHost() {
    var sampler = HostSampler()
    let first = sampler.sample()
    #expect(first.cpuPercent == nil)
    #expect(first.memoryTotal > first.memoryAvailable)
    #expect(first.memoryUsed == first.memoryTotal - first.memoryAvailable)
    #expect(first.runningProcesses > 0)
    #expect(first.processesForked > 0)
    #expect(first.bootTime > 1_000_000_000)
    if let percent = sampler.sample().cpuPercent { #expect((0...100).contains(percent)) }
  }
}
