import CSondeWire
import Events
import Glibc
import Store

extension FictionalStore {
  /// A pipeline in which much goes wrong; what, is said at each step.
  func troubledPipeline() throws -> FictionalRun {
    try batch {
      let run = try begin("/opt/bioinformatics_pipeline.sh --genome hg38", pipeline: "rnaseq")
      try align(run)
      try search(run)
      try sort(run)
      try misbehave(run)
      try exit(run.root, in: run, at: 12.4, status: 3 << 8) {
        $0.use(cpu: 0.2)
        $0.spend([.SONDE_TIME_ON_CPU: 0.2, .SONDE_TIME_CHILD: 12.2])
      }
      try end(run, at: 12.4, status: 3 << 8)
      return run
    }
  }

  /// Two aligners die of a fault, a third succeeds; looking for them fails at first.
  private func align(_ run: FictionalRun) throws {
    for number in 1...3 {
      let process = try fork(run.root, in: run, at: 0.5)
      try failToExecute(process, "/usr/local/bin/bwa", error: ENOENT, in: run)
      try execute(
        process, ["/usr/bin/bwa", "mem", "reads 1.fq", "reads\(number).fq"].map { RawText($0) },
        in: run, at: 0.6)
      try exit(process, in: run, at: 4 + Double(number), status: number < 3 ? 139 : 0) { record in
        record.use(cpu: 3)
        record.peak_rss = 700 << 20
        record.totals.read_bytes = 5 << 30
        record.totals.rchar = 6 << 30
        record.spend([.SONDE_TIME_ON_CPU: 3, .SONDE_TIME_BLOCK_IO: 0.25, .SONDE_TIME_LOCK: 0.15])
        if number < 3 {
          record.has_sender = 1
          record.signal_code = 1
        }
      }
    }
  }

  /// Finds nothing, which is not a failure; writes to a closed pipe, which is not one either.
  private func search(_ run: FictionalRun) throws {
    let grep = try fork(run.root, in: run, at: 6)
    try execute(grep, ["/usr/bin/grep", "-c", "NM_0001", "out.sam"], in: run, at: 6)
    try exit(grep, in: run, at: 6.01, status: 1 << 8)
    let yes = try fork(run.root, in: run, at: 6)
    try execute(yes, ["/usr/bin/yes"], in: run, at: 6)
    try exit(yes, in: run, at: 6.02, status: UInt32(SIGPIPE)) { $0.sent(by: yes.pid, "yes") }
    let timeout = try fork(run.root, in: run, at: 6)
    try execute(timeout, ["/usr/bin/timeout", "1", "sleep", "10"], in: run, at: 6)
    let sleep = try fork(timeout, in: run, at: 6)
    try execute(sleep, ["/usr/bin/sleep", "10"], in: run, at: 6)
    try exit(sleep, in: run, at: 7, status: UInt32(SIGTERM)) {
      $0.sent(by: timeout.pid, "timeout")
    }
    try exit(timeout, in: run, at: 7.1, status: 124 << 8)
  }

  /// Sorting takes too much memory; its shell reports it as shells do.
  private func sort(_ run: FictionalRun) throws {
    let shell = try fork(run.root, in: run, at: 7)
    try execute(shell, ["/bin/sh", "-c", "samtools sort -m 8G | tee log"], in: run, at: 7)
    let samtools = try fork(shell, in: run, at: 7)
    try execute(samtools, ["/usr/bin/samtools", "sort", "-m", "8G"], in: run, at: 7)
    choose(samtools, in: run)
    try exit(samtools, in: run, at: 11, status: UInt32(SIGKILL)) { record in
      record.use(cpu: 1.5)
      record.peak_rss = 8 << 30
      record.totals.write_bytes = 3 << 20
      record.totals.wchar = 4 << 20
      record.has_sender = 1
      record.signal_code = 0x80
    }
    try exit(shell, in: run, at: 11.1, status: 137 << 8)
  }

  /// A name that steers terminals, arguments that are not UTF-8, a file that is not a program.
  private func misbehave(_ run: FictionalRun) throws {
    let hostile = try fork(run.root, in: run, at: 11)
    try execute(
      hostile,
      [
        RawText("/tmp/\u{1b}[2J\u{1b}]0;x\u{7}"), RawText([0x66, 0xff, 0x0a, 0xc3]),
        RawText("\u{202e}gpj.exe"), RawText(String(repeating: "long ", count: 100)),
      ], in: run, at: 11)
    try exit(hostile, in: run, at: 11.2, status: UInt32(SIGKILL)) {
      $0.sent(by: 4242, "e\u{1b}[31mvil")
      $0.peak_rss_source = sonde_source.SONDE_SOURCE_BOUND.rawValue
    }
    let broken = try fork(run.root, in: run, at: 11)
    try failToExecute(broken, "/opt/tool\n.sh", error: ENOEXEC, in: run)
    try exit(broken, in: run, at: 11.3, status: 126 << 8) {
      $0.peak_rss_source = sonde_source.SONDE_SOURCE_MISSING.rawValue
    }
    let script = try fork(run.root, in: run, at: 11)
    try execute(
      script, ["/opt/summarise_the_counts.py", "--all"], script: "/usr/bin/python3.11", in: run,
      at: 11)
    try exit(script, in: run, at: 11.4)
  }

  /// A root, a thousand children of one name, and under one of them a failure.
  func wideRun(_ width: Int = 1000) throws -> FictionalRun {
    try batch {
      let run = try begin("/bin/make -j2")
      for number in 0..<width {
        let child = try fork(run.root, in: run, at: Double(number) / 1000)
        try execute(child, ["/bin/noop", RawText(String(number))], in: run)
        if number == 500 {
          let grandchild = try fork(child, in: run, at: 0.6)
          try exit(grandchild, in: run, at: 0.7, status: 9)
        }
        try exit(child, in: run, at: 1, status: number == 700 ? 7 << 8 : 0)
      }
      try exit(run.root, in: run, at: 2)
      try end(run, at: 2)
      return run
    }
  }
}
