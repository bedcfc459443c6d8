internal import OpenTelemetryProto

extension JSONText {
  mutating func append(_ data: Opentelemetry_Proto_Trace_V1_TracesData) {
    list("resourceSpans", data.resourceSpans) { group, text in
      if group.hasResource { text.object("resource") { $0.append(group.resource) } }
      text.list("scopeSpans", group.scopeSpans) { group, text in
        if group.hasScope { text.object("scope") { $0.append(group.scope) } }
        text.list("spans", group.spans) { $1.append($0) }
        text.text("schemaUrl", group.schemaURL)
      }
      text.text("schemaUrl", group.schemaURL)
    }
  }

  private mutating func append(_ span: Opentelemetry_Proto_Trace_V1_Span) {
    hex("traceId", span.traceID)
    hex("spanId", span.spanID)
    text("traceState", span.traceState)
    hex("parentSpanId", span.parentSpanID)
    number("flags", span.flags)
    text("name", span.name)
    number("kind", span.kind.rawValue)
    long("startTimeUnixNano", span.startTimeUnixNano)
    long("endTimeUnixNano", span.endTimeUnixNano)
    append("attributes", span.attributes)
    number("droppedAttributesCount", span.droppedAttributesCount)
    list("events", span.events) { $1.append($0) }
    number("droppedEventsCount", span.droppedEventsCount)
    list("links", span.links) { $1.append($0) }
    number("droppedLinksCount", span.droppedLinksCount)
    if span.hasStatus {
      object("status") { text in
        text.text("message", span.status.message)
        text.number("code", span.status.code.rawValue)
      }
    }
  }

  private mutating func append(_ event: Opentelemetry_Proto_Trace_V1_Span.Event) {
    long("timeUnixNano", event.timeUnixNano)
    text("name", event.name)
    append("attributes", event.attributes)
    number("droppedAttributesCount", event.droppedAttributesCount)
  }

  private mutating func append(_ link: Opentelemetry_Proto_Trace_V1_Span.Link) {
    hex("traceId", link.traceID)
    hex("spanId", link.spanID)
    text("traceState", link.traceState)
    append("attributes", link.attributes)
    number("droppedAttributesCount", link.droppedAttributesCount)
    number("flags", link.flags)
  }
}
