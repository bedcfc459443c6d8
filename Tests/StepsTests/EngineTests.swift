import Testing

@testable import Steps

@Suite("Engines")
struct EngineTests {
  /// Recorded from GNU Make 4.3, `make -j2`.
  @Test("make: lines of recipes, and those of a make inside below its own")
  func make() {
    var run = RecordedRun()
    let one = ["MAKELEVEL": "1"]
    let two = ["MAKELEVEL": "2"]
    let make = run.fork(0, ["make", "-j2"], in: "/work/mk")
    let redirected = run.fork(
      make, ["/bin/sh", "-c", "tr a-z A-Z < a.in > a.out"], in: "/work/mk", one)
    let tr = run.fork(redirected, ["tr", "a-z", "A-Z"], in: "/work/mk", one)
    let compiler = run.fork(make, ["cc", "-c", "-o", "a.o", "a.c"], in: "/work/mk", one)
    let inner = run.fork(make, ["make", "-C", "sub", "c.txt", "d.txt"], in: "/work/mk", one)
    let date = run.fork(inner, ["/bin/sh", "-c", "date > c.txt"], in: "/work/mk/sub", two)
    let shell = run.fork(make, ["/bin/sh", "-c", "cd sub && make e.txt"], in: "/work/mk", one)
    let made = run.fork(shell, ["make", "e.txt"], in: "/work/mk/sub", one)
    let touch = run.fork(made, ["touch", "e.txt"], in: "/work/mk/sub", two)
    #expect(run.path(of: make) == "")
    #expect(run.path(of: tr) == "make: tr a-z A-Z < a.in > a.out")
    #expect(run.step(of: tr)?.description.name == "a.out")
    #expect(run.step(of: compiler)?.description.name == "a.o")
    #expect(run.details(of: compiler).contains(#""level":1,"target":"a.o","inferred":["target"]"#))
    #expect(run.path(of: date) == "make: make -C sub c.txt d.txt / make: date > c.txt")
    #expect(run.details(of: inner).contains(#""goals":["c.txt","d.txt"]"#))
    #expect(run.path(of: made) == "make: cd sub && make e.txt")
    #expect(run.path(of: touch) == "make: cd sub && make e.txt / make: touch e.txt")
    #expect(run.step(of: touch)?.description.name == "touch")
  }

  @Test(
    "make: concludes a target from the one file that a line is seen to write",
    arguments: [
      ("sort a > b", "b"), ("cc -o x x.c", "x"), ("a | b > c.txt", "c.txt"),
      ("cmd 2> log", nil), ("cmd >> log", nil), ("cmd > /dev/null", nil), ("a > b; c > d", nil),
      ("a > $(x)", nil), ("a > b c", nil), ("test -n x", nil), ("> stamp", "stamp"),
    ])
  func target(command: String, target: String?) {
    let line = MakeRecogniser.line(
      ExecutedProgram(arguments: ["/bin/sh", "-c", command], directory: "/w", environment: [:]))
    #expect(line.details["target"] == target.map { .text($0) })
  }

  /// From the sources of Nextflow: see the recogniser.
  @Test(
    "Nextflow: a task's name and tag from its wrapper, once for all its shells",
    arguments: [
      "#!/bin/bash\n# NEXTFLOW TASK: RNASEQ:FASTQC (sample 1)\nset -e\n",
      "#!/bin/bash\n#SBATCH -J x\n### ---\n### name: 'RNASEQ:FASTQC (sample 1)'\n### outputs:\n",
    ])
  func nextflow(wrapper text: String) {
    let directory = "/work/nf/work/3f/9c1d55"
    var run = RecordedRun { $0 == "\(directory)/.command.run" ? text : nil }
    let head = run.fork(0, ["java", "-jar", "nextflow.jar", "run", "main.nf"])
    let wrapper = run.fork(head, ["/bin/bash", "-ue", ".command.run"], in: directory)
    let fork = run.fork(wrapper)
    let script = run.fork(
      fork, ["/bin/bash", "-ue", "\(directory)/.command.sh"], in: directory,
      ["NXF_TASK_WORKDIR": directory])
    let tool = run.fork(script, ["fastqc", "a.fq"], in: directory, ["NXF_TASK_WORKDIR": directory])
    #expect(run.path(of: head) == "")
    #expect(run.path(of: tool) == "nextflow: RNASEQ:FASTQC (sample 1)")
    #expect(run.step(of: tool)?.processID == wrapper)
    #expect(run.step(of: tool)?.description.name == "RNASEQ:FASTQC")
    #expect(run.details(of: tool).contains(#""tag":"sample 1","hash":"3f/9c1d55""#))
  }

  @Test("Nextflow under Slurm: the task inside of the job, named by it when nothing else does")
  func nextflowUnderSlurm() {
    var run = RecordedRun()
    let job = run.fork(
      0, ["/bin/bash", "/var/spool/slurmd/job00017/slurm_script"], in: "/work/nf/work/3f/9c1d55",
      ["SLURM_JOB_ID": "17", "SLURM_JOB_NAME": "nf-FASTQC_(sample1)"])
    #expect(
      run.path(of: job)
        == "slurm: nf-FASTQC_(sample1) (job 17) / nextflow: FASTQC (sample1)")
    #expect(run.details(of: job).contains(#""inferred":["process"]"#))
  }

  /// Recorded from Slurm 22.05: `sbatch --array=1-2 --cpus-per-task=1 --mem=100M align.sh`, and a job
  /// with `srun` of two tasks. What srun starts descends from a slurmstepd of its own.
  @Test("Slurm: a job, its array's task, and the steps, which are not below it")
  func slurm() {
    var job = [
      "SLURM_JOB_ID": "7", "SLURM_JOB_NAME": "align", "SLURM_ARRAY_JOB_ID": "7",
      "SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_COUNT": "2", "SLURM_ARRAY_TASK_MIN": "1",
      "SLURM_ARRAY_TASK_MAX": "2", "SLURM_ARRAY_TASK_STEP": "1", "SLURM_PROCID": "0",
      "SLURM_CPUS_ON_NODE": "1", "SLURM_CPUS_PER_TASK": "1", "SLURM_MEM_PER_NODE": "100",
    ]
    var run = RecordedRun()
    let daemon = run.fork(0, ["/usr/sbin/slurmstepd"], in: "/var/log/slurm")
    let batch = run.fork(
      daemon, ["/bin/bash", "/var/spool/slurmd/job00007/slurm_script"], in: "/work", job)
    let line = run.fork(batch, ["srun", "cat", "missing-2.txt"], in: "/work", job)
    job["SLURM_STEP_ID"] = "1"
    let other = run.fork(0, ["/usr/sbin/slurmstepd"], in: "/var/log/slurm")
    let step = run.fork(other, ["/usr/bin/cat", "missing-2.txt"], in: "/work", job)
    #expect(run.path(of: daemon) == "" && run.path(of: other) == "")
    #expect(run.path(of: batch) == "slurm: align (job 7_2)")
    #expect(run.path(of: line) == "slurm: align (job 7_2) / shell: srun cat missing-2.txt")
    #expect(run.path(of: step) == "slurm: align (job 7_2) step 1")
    #expect(
      run.details(of: step)
        == #"{"job_id":"7","array_job_id":"7","array_task_id":"2","step_id":"1","task_id":"0","#
        + #""job_name":"align"}"#)

    var tasks = [
      "SLURM_JOB_ID": "9", "SLURM_JOB_NAME": "two", "SLURM_STEP_ID": "0", "SLURM_PROCID": "0",
      "SLURM_MEM_PER_CPU": "100", "SLURM_CPUS_ON_NODE": "2",
    ]
    let both = run.fork(0, ["/usr/sbin/slurmstepd"], in: "/var/log/slurm")
    let first = run.fork(both, ["/usr/bin/hostname"], in: "/work", tasks)
    tasks["SLURM_PROCID"] = "1"
    let second = run.fork(both, ["/usr/bin/hostname"], in: "/work", tasks)
    #expect(run.path(of: first) == "slurm: two (job 9) step 0")
    #expect(run.path(of: second) == "slurm: two (job 9) step 0 task 1")
  }

  /// Recorded from bash 5.2, `bash pipeline.sh`.
  @Test("shell: the lines of a script, not those of scripts inside of it")
  func shell() {
    var run = RecordedRun()
    let script = run.fork(0, ["bash", "-eu", "-o", "pipefail", "/work/pipeline.sh"])
    let sort = run.fork(script, ["/usr/bin/sort", "-k1,1", "reads.txt"])
    let subshell = run.fork(script)
    let wc = run.fork(subshell, ["wc", "-l", "reads.txt"])
    let nested = run.fork(script, ["/bin/sh", "tool.sh"])
    let inside = run.fork(nested, ["grep", "x", "y"])
    #expect(run.path(of: script) == "")
    #expect(run.path(of: sort) == "shell: sort -k1,1 reads.txt")
    #expect(run.path(of: subshell) == "")
    #expect(run.path(of: wc) == "shell: wc -l reads.txt")
    #expect(run.path(of: inside) == "shell: sh tool.sh")
    #expect(run.details(of: sort).contains(#""script":"/work/pipeline.sh""#))
  }

  @Test(
    "shell: options before the script or the text of -c, whatever they take",
    arguments: [
      ("bash x.sh", nil, "x.sh"), ("sh -c TEXT name", "TEXT", nil), ("bash -lc TEXT", "TEXT", nil),
      ("/bin/bash -euo pipefail -c TEXT", "TEXT", nil), ("bash -euo pipefail x.sh", nil, "x.sh"),
      ("bash -o errexit +O extglob x.sh -c y", nil, "x.sh"), ("bash --norc -- x.sh", nil, "x.sh"),
      ("bash --rcfile f x.sh", nil, "x.sh"), ("zsh", nil, nil), ("bash -c", nil, nil),
    ])
  func invocation(line: String, text: String?, script: String?) {
    let program = ExecutedProgram(
      arguments: line.split(separator: " ").map(String.init), directory: "/", environment: [:])
    let shell = ShellInvocation(program)
    #expect(shell?.text == text && shell?.script == script, "\(String(describing: shell))")
  }

  @Test(
    "Python: the script that an interpreter runs",
    arguments: [
      ("python3 /opt/bin/snakemake -c2", "snakemake -c2"), ("python -u -X dev x.py a", "x.py a"),
      ("/usr/bin/python3.11 -m pip list", "pip list"), ("python3 -c code", "python3 -c code"),
      ("python3", "python3"), ("/usr/bin/sort -u", "sort -u"),
    ])
  func interpreter(line: String, command: String) {
    let program = ExecutedProgram(
      arguments: line.split(separator: " ").map(String.init), directory: "/", environment: [:])
    #expect(program.commandLine == command)
  }

  @Test("shell: a line that goes on with another program is one step")
  func execInPlace() {
    var run = RecordedRun()
    let script = run.fork(0, ["bash", "-c", "env A=1 sort x; exec cat y"])
    let line = run.fork(script, ["env", "A=1", "sort", "x"])
    run.exec(line, ["sort", "x"])
    run.exec(script, ["cat", "y"])
    let child = run.fork(script, ["ls"])
    #expect(run.path(of: line) == "shell: env A=1 sort x")
    #expect(run.path(of: child) == "")
  }
}
