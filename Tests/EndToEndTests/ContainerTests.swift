import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("Containers")
  struct ContainerTests {
    private static let id = "0123456789abcdef" + String(repeating: "5a", count: 24)
    private let directory: TemporaryDirectory
    private let inGroup = Installation.path("Tests/Scripts/in-cgroup.sh")

    init() throws { directory = try TemporaryDirectory() }

    /// Engines' groups with real namespaces, each gone within milliseconds.
    @Test("are named by real control groups and namespaces, though they are gone at once")
    func engines() async throws {
      let pod = "0c3b9f0e-8f0e-4d11-9a4b-0d6f5c6c9a11"
      try directory.write(
        """
        group() { version=$1; path=$2; shift 2; "$IN" "$version" "$path" "$@"; }
        group 2 /docker/$ID unshare -mpf true
        group 1 /lxc.payload.pond unshare -m true
        group 1 /kubepods/burstable/pod\(pod)/$ID unshare -mu true
        group 2 /machine.slice/libpod-$ID.scope unshare -m sh -c '/bin/true; :'
        group 2 /system.slice/slurmstepd.scope/job_17/step_0/user/task_3 true
        group 2 /docker/${ID}x true
        unshare -n true
        """, to: "all.sh")
      let receiver = try await TelemetryReceiver(in: directory)
      let trace = try await Trace(
        ["sh", "all.sh"],
        environment: receiver.environment(.http).merging(["IN": inGroup, "ID": Self.id]) { $1 },
        in: directory)
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
      // Where the tests have mounts of their own, all that they start has.
      let found = try trace.database.texts(
        """
        SELECT container || ' | ' || coalesce(container_id, '') FROM processes
        WHERE tool IN ('true', 'sh') AND parent_id IS NOT NULL
          AND container <> 'own namespaces: mount' ORDER BY started_at
        """)
      let short = "0123456789ab"
      #expect(
        found.prefix(5) == [
          "\(short) (docker) | \(Self.id)", "pond (lxc) | pond",
          "\(short) (kubernetes, pod \(pod)) | \(Self.id)", "\(short) (podman) | \(Self.id)",
          "\(short) (podman) | \(Self.id)",
        ])
      #expect(found.count == 6 && found.last?.hasSuffix("network | ") == true, "\(found)")
      let job = try trace.database.texts(
        """
        SELECT slurm_job || '/' || slurm_step || '/' || slurm_task || ' ' || processes
        FROM containers WHERE slurm_job IS NOT NULL
        """)
      #expect(job == ["17/0/3 1"])
      let inside = try trace.database.texts(
        """
        SELECT executable FROM executions
        WHERE container = 'pond (lxc)' AND argv = '["true"]' AND error IS NULL
        """)
      #expect(inside.count == 1)
      #expect(try trace.run().complete == true)
      let span = try receiver.requests().spans.first { $0.text("container.name") == "pond" }
      let attributes = try #require(span)
      #expect(attributes.text("container.runtime.name") == "lxc")
      #expect(attributes.text("process.linux.cgroup") == "/lxc.payload.pond")
    }

    @Test("of strange names are named, and what they are called is never markup")
    func strangeNames() async throws {
      // A name of 255 bytes with an escape sequence and no UTF-8; a path of 40 components.
      try directory.write(
        #"""
        name=$(printf 'lxc.payload.\033[31m\377%0237d' 7)
        "$IN" 2 "/$name" unshare -m true
        deep=/$(printf 'd/%.0s' $(seq 38))docker/$ID
        "$IN" 2 "$deep" unshare -m true
        echo '<script>alert(1)</script>' >name
        unshare --uts sh -c 'cat name >/proc/sys/kernel/hostname; exec unshare -m false'
        unshare -m env APPTAINER_CONTAINER=/data/t.sif APPTAINER_NAME=t.sif sh -c 'exit 3'
        """#, to: "all.sh")
      let trace = try await Trace(
        ["sh", "all.sh"], environment: ["IN": inGroup, "ID": Self.id], in: directory)
      #expect(trace.result.status == 3, "\(trace.result.errorText)")
      let rows = try trace.database.texts(
        """
        SELECT kind || ' ' || coalesce(engine, '') || ' ' || coalesce(image, '') || ' '
          || length(name) || ' ' || node_name FROM containers WHERE engine = 'lxc'
        UNION ALL SELECT engine || ' ' || container_id FROM containers WHERE engine = 'docker'
        UNION ALL SELECT node_name FROM containers WHERE node_name LIKE '<%'
        UNION ALL SELECT container FROM containers WHERE engine = 'apptainer'
        """)
      var host = [CChar](repeating: 0, count: 65)
      gethostname(&host, 64)
      #expect(
        rows == [
          "container lxc  243 \(String(cString: host))", "docker \(Self.id)",
          "<script>alert(1)</script>", "t.sif (apptainer, image /data/t.sif)",
        ])
      let cut = try trace.database.texts(
        "SELECT DISTINCT substr(cgroup, 1, 3) FROM processes WHERE container_engine = 'docker'")
      #expect(cut == ["…/d"])

      let report = try await report("--tree")
      #expect(report.contains("{t.sif (apptainer, image /data/t.sif)}"), "\(report)")
      #expect(report.contains("in the container t.sif (apptainer"), "\(report)")
      #expect(!report.contains("\u{1B}"))
      _ = try await self.report("--html", directory.path("page.html"))
      let page = try String(contentsOfFile: directory.path("page.html"), encoding: .utf8)
      #expect(page.contains("&lt;script&gt;alert(1)") && !page.contains("<script>alert(1)"))
      let json = try await self.report("--json")
      #expect(json.contains(#""node_name": "<script>alert(1)</script>""#), "\(json)")
    }

    @Test("of runc have the name that it was given, and the programs inside of them")
    func runc() async throws {
      let name = "sonde-test-\(getpid())"
      try directory.write(
        """
        set -e
        mkdir -p rootfs/bin
        cp "$(command -v busybox)" rootfs/bin/busybox
        ln -s busybox rootfs/bin/true
        runc spec
        jq '.process.terminal = false | .process.args = ["/bin/true"] | del(.process.rlimits)' \
          config.json >changed.json
        mv changed.json config.json
        """, to: "prepare.sh")
      let made = try await RunningCommand(["sh", "prepare.sh"], in: directory).end()
      try #require(made.status == 0, "\(made.errorText)")
      let trace = try await Trace(["runc", "run", name], in: directory)
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
      let containers = try trace.database.texts(
        """
        SELECT container || ' ' || container_id || ' ' || (own_namespaces LIKE 'mount,pid,%')
        FROM containers WHERE kind = 'container'
        """)
      #expect(containers == ["\(name) (runc) \(name) 1"])
      let programs = try trace.database.texts(
        "SELECT executable FROM executions WHERE container_engine = 'runc'")
      #expect(programs == ["/bin/busybox"])
      #expect(
        try trace.database.texts("SELECT container_id FROM processes WHERE tool = 'true'")
          == [name])
    }

    @Test("beyond what a run has room for are counted, and the run is incomplete")
    func bounds() async throws {
      let trace = try await Trace.workload(
        "own-namespaces", "4999", try Installation().workloads, "noop")
      #expect(trace.result.status == 0)
      let database = trace.database
      #expect(try database.number("SELECT count(*) FROM containers") == 4_096)
      let unnamed = try database.number(
        """
        SELECT count(*) FROM executions
        WHERE container_key IS NULL AND argv LIKE '%,"noop"]' AND argv NOT LIKE '%own-namespaces%'
        """)
      #expect(try #require(unnamed) >= 903)
      #expect(
        try database.number("SELECT count FROM losses WHERE kind = 'container_model_full'")
          == unnamed)
      #expect(try trace.run().complete == false)
    }

    @Test("that ran before the agent are named from /proc")
    func seeded() async throws {
      let sleep = try RunningCommand(
        [
          inGroup, "2", "/docker/\(Self.id)", "unshare", "-m", "sh", "-c",
          "echo $$ >pid; mv pid begun; exec sleep 60",
        ], in: directory)
      let config = try directory.write(
        "[filters.executables]\nsleepers = ['sleep']\n[filters]\nusers = ['root']\n",
        to: "config.toml")
      try await wait(for: "the container") {
        FileManager.default.fileExists(atPath: directory.path("begun"))
      }
      let agent = try RunningCommand(
        [try Installation().sonde, "agent", "--config", config, "--db", directory.path("a.db")],
        in: directory)
      let own = "FROM processes WHERE seeded AND container_id = '\(Self.id)'"
      try await wait(for: "the process") {
        let database = try? StoredDatabase(directory.path("a.db"))
        return (try? database?.number("SELECT 1 \(own)")) == 1
      }
      agent.send(SIGTERM)
      #expect(try await agent.end(within: .seconds(10)).status == 0)
      let stored = try StoredDatabase(directory.path("a.db")).texts(
        "SELECT container || ' ' || cgroup \(own)")
      #expect(stored == ["0123456789ab (docker) /docker/\(Self.id)"])
      // Whoever made the group removes it.
      let text = try String(contentsOfFile: directory.path("begun"), encoding: .utf8)
      let pid = try #require(Int32(text.trimmingCharacters(in: .whitespacesAndNewlines)))
      kill(pid, SIGTERM)
      #expect(try await sleep.end(within: .seconds(10)).status == 128 + SIGTERM)
    }

    private func report(_ options: String...) async throws -> String {
      let report = try await RunningCommand(
        [try Installation().sonde, "report", "--db", directory.path("trace.db")] + options,
        in: directory
      ).end(within: .seconds(20))
      #expect(report.status == 0, "\(report.errorText)")
      return report.outputText
    }
  }
}
