/// A record of the log as it was received.
struct TelemetryRecord: Decodable {
  let timeUnixNano: TelemetryNumber
  let severityNumber: Int?
  let severityText: String?
  let body: TelemetryValue?
  let attributes: TelemetryAttributes?
  let traceId: String?
  let spanId: String?

  var text: String { if case .text(let text)? = body { text } else { "" } }
}
