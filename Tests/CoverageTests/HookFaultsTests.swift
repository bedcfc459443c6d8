import Probes
import Testing

@Suite("Hooks that are made to fail")
struct HookFaultsTests {
  static let readable: [(text: String?, silent: Set<Hook>, refused: Set<Hook>)] = [
    (nil, [], []), ("", [], []), ("signal", [.signal], []), ("oom:refuse", [], [.oom]),
    ("exec_failed, file_walk:refuse,mmap", [.execFailed, .mmap], [.fileWalk]),
  ]

  @Test("The variable names them", arguments: readable)
  func reads(text: String?, silent: Set<Hook>, refused: Set<Hook>) throws {
    let faults = try HookFaults(environment: text.map { [HookFaults.variable: $0] } ?? [:])
    #expect(faults.silent == silent)
    #expect(faults.refused == refused)
  }

  static let mistakes: [(text: String, words: String)] = [
    ("sigal", "there is no hook 'sigal': did you mean 'signal'?"),
    ("signal,Exec", "there is no hook 'Exec': did you mean 'exec'?"),
    ("execfailed:refuse", "did you mean 'exec_failed'?"),
    ("everything", "there are fork, exec, exit, switch, "),
    ("signal:silent", "'signal:silent': what follows a hook's name can only be ':refuse'"),
    (":refuse", "there is no hook ''"),
  ]

  @Test("A mistake is named, with the mend", arguments: mistakes)
  func mistake(text: String, words: String) {
    let error = #expect(throws: ProbeError.self) {
      try HookFaults(environment: [HookFaults.variable: text])
    }
    #expect(error?.message.hasPrefix("SONDE_FAULT_HOOK: ") == true)
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }
}
