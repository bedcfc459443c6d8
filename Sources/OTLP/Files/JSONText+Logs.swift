internal import OpenTelemetryProto

extension JSONText {
  mutating func append(_ data: Opentelemetry_Proto_Logs_V1_LogsData) {
    list("resourceLogs", data.resourceLogs) { group, text in
      if group.hasResource { text.object("resource") { $0.append(group.resource) } }
      text.list("scopeLogs", group.scopeLogs) { group, text in
        if group.hasScope { text.object("scope") { $0.append(group.scope) } }
        text.list("logRecords", group.logRecords) { $1.append($0) }
        text.text("schemaUrl", group.schemaURL)
      }
      text.text("schemaUrl", group.schemaURL)
    }
  }

  private mutating func append(_ record: Opentelemetry_Proto_Logs_V1_LogRecord) {
    long("timeUnixNano", record.timeUnixNano)
    long("observedTimeUnixNano", record.observedTimeUnixNano)
    number("severityNumber", record.severityNumber.rawValue)
    text("severityText", record.severityText)
    text("eventName", record.eventName)
    if record.hasBody { object("body") { $0.append(record.body) } }
    append("attributes", record.attributes)
    number("droppedAttributesCount", record.droppedAttributesCount)
    number("flags", record.flags)
    hex("traceId", record.traceID)
    hex("spanId", record.spanID)
  }
}
