internal import OpenTelemetryProto

extension JSONText {
  mutating func append(_ resource: Opentelemetry_Proto_Resource_V1_Resource) {
    append("attributes", resource.attributes)
    number("droppedAttributesCount", resource.droppedAttributesCount)
  }

  mutating func append(_ scope: Opentelemetry_Proto_Common_V1_InstrumentationScope) {
    text("name", scope.name)
    text("version", scope.version)
    append("attributes", scope.attributes)
    number("droppedAttributesCount", scope.droppedAttributesCount)
  }

  mutating func append(
    _ name: StaticString, _ attributes: [Opentelemetry_Proto_Common_V1_KeyValue]
  ) {
    list(name, attributes) { attribute, text in
      text.text("key", attribute.key)
      if attribute.hasValue { text.object("value") { $0.append(attribute.value) } }
    }
  }

  /// Nothing for null.
  mutating func append(_ value: Opentelemetry_Proto_Common_V1_AnyValue) {
    switch value.value {
    case .stringValue(let value): text("stringValue", always: value)
    case .boolValue(let value): flag("boolValue", always: value)
    case .intValue(let value): long("intValue", always: value)
    case .doubleValue(let value): double("doubleValue", always: value)
    case .bytesValue(let value): base64("bytesValue", value)
    case .arrayValue(let value):
      object("arrayValue") { text in text.list("values", value.values) { $1.append($0) } }
    case .kvlistValue(let value):
      object("kvlistValue") { $0.append("values", value.values) }
    default: break
    }
  }
}
