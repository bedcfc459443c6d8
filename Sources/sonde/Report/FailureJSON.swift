import Store

/// Failures for programs: the keys are those of the view `failures`, but for `command` and `proof`,
/// which are arrays here, and `container`, which the view `processes` has.
enum FailureJSON {
  static func value(_ failure: StoredFailure) -> JSONValue {
    .object([
      ("failure_id", .integer(failure.id)), ("run_id", .integer(failure.runID)),
      ("process_id", .integer(failure.processID)), ("cause_id", .integer(failure.causeID)),
      ("step_process_id", .integer(failure.stepProcessID)), ("at", JSONValue(time: failure.at)),
      ("kind", .string(failure.kind)), ("hidden", .bool(failure.isHidden)),
      ("tool", .string(failure.tool)), ("command", .array(failure.command.map { .text($0) })),
      ("exit_code", JSONValue(failure.exitCode)), ("signal_name", JSONValue(failure.signalName)),
      ("sender_pid", JSONValue(failure.senderPID)),
      ("sender_comm", JSONValue(failure.senderComm)), ("oom_scope", JSONValue(failure.oomScope)),
      ("oom_limit_bytes", JSONValue(failure.oomLimit)), ("rss_bytes", JSONValue(failure.rss)),
      ("call", JSONValue(failure.call)), ("call_error", JSONValue(failure.callError)),
      ("call_path", JSONValue(failure.callPath)), ("summary", .string(failure.summary)),
      ("proof", .array(failure.proof.map { .string($0) })),
      ("container", JSONValue(failure.container)),
    ])
  }

  static func value(_ account: FailureAccount) -> JSONValue {
    .object([
      ("failures", .integer(account.failures)), ("causes", .integer(account.causes)),
      ("hidden", .integer(account.hidden)), ("excused", .integer(account.excused)),
      ("not_looked_at", .integer(account.omitted)),
    ])
  }
}
