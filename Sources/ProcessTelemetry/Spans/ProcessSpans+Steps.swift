internal import CSondeWire
internal import OTLP
internal import Processes

extension ProcessSpans {
  /// Says which step of a workflow a process is part of. The step's first process carries what the
  /// conventions for CI/CD say of a task.
  func tell(_ step: ProcessStep, of row: ProcessRow, _ span: inout SpanRecord) {
    var said = [
      Attribute("sonde.step.name", .string(step.name)),
      Attribute("sonde.step.engine", .string(step.engine)),
      Attribute("sonde.step.id", .string(String(step.id))),
    ]
    if let label = step.label { said.append(Attribute("sonde.step.label", .string(label))) }
    if step.isFirst {
      said.append(Attribute("cicd.pipeline.task.name", .string(step.name)))
      said.append(Attribute("cicd.pipeline.task.run.id", .string(String(step.id))))
      if let end = row.end, end.hasStatus {
        let isFailure = ProcessOutcome(row, end).isFailure
        said.append(
          Attribute("cicd.pipeline.task.run.result", .string(isFailure ? "failure" : "success")))
      }
    }
    if let limit = options.valueLengthLimit {
      for index in said.indices { said[index].value = said[index].value.cut(to: limit) }
    }
    span.attributes += said
  }
}
