import Foundation
import Testing

extension TracingTests {
  @Suite("Steps")
  struct StepTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("Snakemake: rule and wildcards of every process, in the database, the report and spans")
    func snakemake() async throws {
      for sample in ["A", "B"] { try directory.write("z\ny\n", to: "\(sample).fq") }
      try directory.write(Self.snakefile, to: "Snakefile")
      try directory.write(
        "import subprocess\nsubprocess.run(['sort', snakemake.input[0], '-o', snakemake.output[0]])",
        to: "sort.py")
      let snakemake = try program("snakemake")
      let receiver = try await TelemetryReceiver(in: directory)
      let trace = try await Trace(
        [snakemake, "--cores", "2", "--keep-going"], environment: receiver.environment(.http),
        in: directory)
      #expect(trace.result.status == 1)
      let steps = try trace.database.texts(
        "SELECT label || ' ' || exit_code FROM steps WHERE engine = 'snakemake' ORDER BY 1")
      #expect(
        steps == [
          "align sample=A 0", "align sample=B 0", "broken 3", "count 0", "sort sample=A 0",
          "sort sample=B 0",
        ])
      // What fails inside of a step that succeeds, and what the step that fails has failed of.
      let failures = try trace.database.texts(
        """
        SELECT s.name || ' ' || (s.details ->> '$.wildcards.sample') || ' ' || p.tool
          || ' ' || p.exit_code || ' ' || s.exit_code
        FROM steps s JOIN step_processes m USING (step_id)
          JOIN processes p ON p.process_id = m.process_id
        WHERE p.exit_code <> 0 AND s.name = 'align' ORDER BY 1
        """)
      #expect(failures == ["align A sh 7 0", "align B sh 7 0"])
      let sorting = try trace.database.texts(
        """
        SELECT p.command FROM steps s JOIN step_processes m USING (step_id)
          JOIN processes p ON p.process_id = m.process_id
        WHERE s.label = 'sort sample=B' AND p.tool = 'sort'
        """)
      #expect(sorting == [#"["sort","B.up","-o","B.txt"]"#])
      try await checkReport(of: trace, says: "<snakemake: align sample=A>")
      let spans = try receiver.requests().spans
      let inside = spans.filter {
        $0.number("process.exit.code") == 7 && $0.text("sonde.step.name") == "align"
      }
      #expect(
        Set(inside.compactMap { $0.text("sonde.step.label") }) == [
          "align sample=A", "align sample=B",
        ])
      let tasks = spans.filter { $0.text("cicd.pipeline.task.name") == "broken" }
      #expect(tasks.map { $0.text("cicd.pipeline.task.run.result") } == ["failure"])
    }

    private static let snakefile = """
      rule all:
          input: expand("{sample}.txt", sample=["A", "B"]), "count", "none"
      rule align:
          input: "{sample}.fq"
          output: "{sample}.up"
          shell: "tr a-z A-Z < {input} > {output}; sh -c 'exit 7' || true"
      rule sort:
          input: "{sample}.up"
          output: "{sample}.txt"
          script: "sort.py"
      rule count:
          input: expand("{sample}.up", sample=["A", "B"])
          output: "count"
          run:
              shell("cat {input} | wc -l > {output}")
      rule broken:
          output: "none"
          shell: "sh -c 'exit 3' | cat > {output}"
      """

    @Test("CWL: the step of every job, by cwltool's own documents")
    func cwl() async throws {
      try directory.write("a\n", to: "A.fq")
      try directory.write(Self.align, to: "align.cwl")
      try directory.write(Self.workflow, to: "workflow.cwl")
      let cwltool = try program("cwltool")
      let trace = try await Trace([cwltool, "workflow.cwl", "--reads", "A.fq"], in: directory)
      #expect(trace.result.status == 1, "\(trace.result.errorText)")
      let steps = try trace.database.texts(
        """
        SELECT s.engine || ' ' || s.name || ' ' || s.exit_code || ' ' || s.processes || ' '
          || (SELECT group_concat(p.tool || ' ' || p.exit_code, ', ')
              FROM step_processes JOIN processes p USING (process_id)
              WHERE step_id = s.step_id AND p.exit_code <> 0)
        FROM steps s ORDER BY s.step_id
        """)
      #expect(steps == ["cwl align 0 3 sh 7", "cwl check 4 1 sh 4"])
      try await checkReport(of: trace, says: "in cwl step align (sh align.sh A.fq)")
    }

    private static let align = """
      cwlVersion: v1.2
      class: CommandLineTool
      baseCommand: [sh, align.sh]
      requirements:
        InitialWorkDirRequirement:
          listing:
            - entryname: align.sh
              entry: |
                sh -c 'exit 7' || true
                tr a-z A-Z < "$1"
      inputs:
        reads: {type: File, inputBinding: {position: 1}}
      outputs:
        mapped: {type: stdout}
      stdout: mapped.sam
      """
    private static let workflow = """
      cwlVersion: v1.2
      class: Workflow
      inputs: {reads: File}
      steps:
        align:
          run: align.cwl
          in: {reads: reads}
          out: [mapped]
        check:
          run:
            class: CommandLineTool
            baseCommand: [sh, -c, exit 4]
            inputs: {mapped: File}
            outputs: []
          in: {mapped: align/mapped}
          out: []
      outputs: []
      """

    @Test("make inside of make inside of a script: each line below what it is a line of")
    func make() async throws {
      try directory.write(
        "all: a.o sub\na.o:\n\tcp Makefile -T a.o\n.PHONY: sub\nsub:\n\t$(MAKE) -f Inner x y\n",
        to: "Makefile")
      try directory.write("x:\n\tdate > x\ny:\n\t-sh -c 'exit 5'; sort Inner > y\n", to: "Inner")
      try directory.write("make -j2\nsort Makefile | uniq -c\n", to: "build.sh")
      let trace = try await Trace(["bash", "build.sh"], in: directory)
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
      let steps = try trace.database.texts(
        """
        SELECT coalesce(o.label, '') || ' | ' || s.engine || ' | ' || s.label || ' | ' || s.name
        FROM steps s LEFT JOIN steps o ON o.step_id = s.parent_step_id ORDER BY 1
        """)
      #expect(
        steps == [
          " | shell | make -j2 | make", " | shell | sort Makefile | sort",
          " | shell | uniq -c | uniq", "make -f Inner x y | make | date > x | x",
          "make -f Inner x y | make | sh -c 'exit 5'; sort Inner > y | sh",
          "make -j2 | make | cp Makefile -T a.o | cp",
          "make -j2 | make | make -f Inner x y | make",
        ])
      #expect(
        try trace.database.number(
          "SELECT processes FROM steps WHERE label = 'make -j2'") == 8)
      let inside = try trace.database.texts(
        """
        SELECT s.label FROM processes p JOIN step_processes USING (process_id)
          JOIN steps s USING (step_id) WHERE p.exit_code = 5
        """)
      #expect(inside == ["sh -c 'exit 5'; sort Inner > y"])
    }

    /// Nextflow and Slurm are no packages that a test could install: their layout, with real processes.
    @Test("A task of Nextflow in a step of Slurm, by environment and wrapper")
    func schedulers() async throws {
      let work = directory.path("work/3f/9c1d55")
      try FileManager.default.createDirectory(atPath: work, withIntermediateDirectories: true)
      try directory.write(
        """
        #!/bin/bash
        # NEXTFLOW TASK: FASTQC (sample1)
        set -e
        export NXF_TASK_WORKDIR="$PWD"
        /bin/bash -ue \(work)/.command.sh
        """, to: "work/3f/9c1d55/.command.run")
      try directory.write(
        "/bin/sort /dev/null\n/bin/false || true\n", to: "work/3f/9c1d55/.command.sh")
      let trace = try await Trace(
        ["/usr/bin/env", "-C", work, "/bin/bash", "-ue", ".command.run"],
        environment: [
          "SLURM_JOB_ID": "1237", "SLURM_JOB_NAME": "qc", "SLURM_ARRAY_JOB_ID": "1230",
          "SLURM_ARRAY_TASK_ID": "7", "SLURM_STEP_ID": "0", "SLURM_JWT": "secret",
        ], in: directory)
      #expect(
        try trace.database.texts("SELECT engine || ' ' || label FROM steps ORDER BY step_id") == [
          "slurm qc (job 1230_7) step 0", "nextflow FASTQC (sample1)",
        ])
      let tools = try trace.database.texts(
        """
        SELECT p.tool FROM step_processes JOIN steps s USING (step_id)
          JOIN processes p USING (process_id) WHERE s.engine = 'nextflow' ORDER BY 1
        """)
      #expect(tools == ["bash", "bash", "false", "sort"])
      // A prefix would have taken this one along.
      let environments = try trace.database.texts("SELECT environment FROM executions")
      #expect(!environments.isEmpty && !environments.joined().contains("secret"))
    }

    /// A program of the tests' Python.
    private func program(_ name: String) throws -> String {
      try Installation.python().deletingLastPathComponent().appending(path: name).path
    }

    private func checkReport(of trace: Trace, says text: String) async throws {
      let report = try await RunningCommand(
        [try Installation().sonde, "report", "--tree", "--db", directory.path("trace.db")],
        in: directory
      ).end(within: .seconds(20))
      #expect(report.outputText.contains(text), "\(report.outputText)\(report.errorText)")
    }
  }
}
