internal import OTLP

extension ProcessSpans {
  /// Says where a process was, in the words of the conventions for containers and Kubernetes
  /// (https://opentelemetry.io/docs/specs/semconv/registry/attributes/container/).
  func tell(_ container: ProcessContainer, _ span: inout SpanRecord) {
    var said: [Attribute] = []
    func add(_ key: String, _ value: String?) {
      if let value { said.append(Attribute(key, .string(value))) }
    }
    add("process.linux.cgroup", container.controlGroup)
    add("container.id", container.id)
    add("container.name", container.name)
    add("container.image.name", container.imageParts?.name)
    if let tag = container.imageParts?.tag {
      said.append(Attribute("container.image.tags", .strings([tag])))
    }
    add("container.runtime.name", container.engine)
    add("k8s.pod.uid", container.podUID)
    if container.isInferred { said.append(Attribute("sonde.container.inferred", .bool(true))) }
    if let limit = options.valueLengthLimit {
      for index in said.indices { said[index].value = said[index].value.cut(to: limit) }
    }
    span.attributes += said
  }
}
