import Store

extension RunReportJSON {
  /// Where the time went.
  var times: JSONValue {
    guard let times = report.times else { return .null }
    let tools = times.tools.map { name, use in
      JSONValue.object([("tool", name.map { .text($0) } ?? .null)] + members(of: use))
    }
    return .object(members(of: times.all) + [("tools", .array(tools))])
  }

  private func members(of use: TimeUse) -> Members {
    [("processes", .integer(use.processes)), ("threads_s", JSONValue(seconds: use.threads))]
      + TimePart.all.map { ($0.column, JSONValue(seconds: $0.value(use))) }
  }
}
