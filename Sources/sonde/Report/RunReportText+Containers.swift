import Store

extension RunReportText {
  /// The containers and jobs that took part, and namespaces of nobody's. Units alone are no news.
  var containers: [String] {
    let containers = report.containers.elements.filter { $0.kind != "unit" }
    guard !containers.isEmpty else { return [] }
    var table = TextColumns([
      ("processes", .right), ("CPU", .right), ("peak memory", .right), ("read", .right),
      ("written", .right), ("container", .left),
    ])
    for container in containers {
      table.add([
        Quantity.count(container.processes), container.cpuTime.map(Quantity.duration) ?? "",
        container.peakRSS.map(Quantity.size) ?? "", container.readBytes.map(Quantity.size) ?? "",
        container.writeBytes.map(Quantity.size) ?? "", label(RawText(Self.words(container))),
      ])
    }
    var lines = [heading("Containers")] + table.lines(style)
    if report.containers.omitted > 0 {
      lines.append(line("… and \(Quantity.count(report.containers.omitted)) that used less"))
    }
    return lines
  }

  /// What it is called, with the job that it is in.
  static func words(_ container: ContainerBrief) -> String {
    var job = container.slurmJob.map { "Slurm job \($0)" }
    if let step = container.slurmStep { job = job.map { "\($0), step \(step)" } }
    if let task = container.slurmTask { job = job.map { "\($0), task \(task)" } }
    return [container.words, job].compactMap(\.self).joined(separator: ", in ")
  }
}
