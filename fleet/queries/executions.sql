-- What each tool of each pipeline has cost, over all hosts.
--
-- A process counts for the tool that it ran last. Seconds become whole microseconds before they are
-- added, so that the sums are the same in whatever order an engine adds. pN is the nearest rank:
-- the smallest value that at least N % of the values do not exceed.
WITH chosen AS (
  SELECT
    tool, pipeline, host, run_key, execs, peak_rss_bytes, read_bytes, write_bytes,
    CASE WHEN exit_code <> 0 OR signal IS NOT NULL THEN 1 ELSE 0 END AS failed,
    CAST(floor(duration_s * 1e6 + 0.5) AS BIGINT) AS wall_us,
    CAST(floor((cpu_user_s + cpu_system_s) * 1e6 + 0.5) AS BIGINT) AS cpu_us
  FROM processes
  WHERE date >= :since
    AND (:pipeline = '' OR pipeline = :pipeline)
    AND (:host = '' OR host = :host)
),
ranked AS (
  -- What is not known has ranks of its own.
  SELECT
    *,
    row_number() OVER (
      PARTITION BY tool, pipeline, CASE WHEN wall_us IS NULL THEN 1 ELSE 0 END
      ORDER BY wall_us) AS wall_rank,
    count(wall_us) OVER (PARTITION BY tool, pipeline) AS walls,
    row_number() OVER (
      PARTITION BY tool, pipeline, CASE WHEN cpu_us IS NULL THEN 1 ELSE 0 END
      ORDER BY cpu_us) AS cpu_rank,
    count(cpu_us) OVER (PARTITION BY tool, pipeline) AS cpus
  FROM chosen
),
grouped AS (
  SELECT
    tool, pipeline,
    count(DISTINCT host) AS hosts,
    count(DISTINCT run_key) AS runs,
    count(*) AS processes,
    sum(execs) AS executions,
    sum(failed) AS failures,
    count(wall_us) AS walls_known,
    sum(wall_us) AS wall_sum,
    max(CASE WHEN 100 * wall_rank >= 50 * walls AND 100 * (wall_rank - 1) < 50 * walls
      THEN wall_us END) AS wall_p50,
    max(CASE WHEN 100 * wall_rank >= 95 * walls AND 100 * (wall_rank - 1) < 95 * walls
      THEN wall_us END) AS wall_p95,
    max(wall_us) AS wall_max,
    count(cpu_us) AS cpus_known,
    sum(cpu_us) AS cpu_sum,
    max(CASE WHEN 100 * cpu_rank >= 50 * cpus AND 100 * (cpu_rank - 1) < 50 * cpus
      THEN cpu_us END) AS cpu_p50,
    max(CASE WHEN 100 * cpu_rank >= 95 * cpus AND 100 * (cpu_rank - 1) < 95 * cpus
      THEN cpu_us END) AS cpu_p95,
    max(cpu_us) AS cpu_max,
    max(peak_rss_bytes) AS peak_rss_max,
    sum(read_bytes) AS read_sum,
    sum(write_bytes) AS write_sum
  FROM ranked
  GROUP BY tool, pipeline
)
SELECT
  tool, pipeline, hosts, runs, processes, executions, failures,
  CAST(wall_sum AS DOUBLE) / 1e6 AS wall_s,
  CAST(wall_sum AS DOUBLE) / walls_known / 1e6 AS wall_mean_s,
  CAST(wall_p50 AS DOUBLE) / 1e6 AS wall_p50_s,
  CAST(wall_p95 AS DOUBLE) / 1e6 AS wall_p95_s,
  CAST(wall_max AS DOUBLE) / 1e6 AS wall_max_s,
  CAST(cpu_sum AS DOUBLE) / 1e6 AS cpu_s,
  CAST(cpu_sum AS DOUBLE) / cpus_known / 1e6 AS cpu_mean_s,
  CAST(cpu_p50 AS DOUBLE) / 1e6 AS cpu_p50_s,
  CAST(cpu_p95 AS DOUBLE) / 1e6 AS cpu_p95_s,
  CAST(cpu_max AS DOUBLE) / 1e6 AS cpu_max_s,
  peak_rss_max AS peak_rss_bytes, read_sum AS read_bytes, write_sum AS write_bytes
FROM grouped
ORDER BY processes DESC, tool NULLS LAST, pipeline NULLS LAST
LIMIT :top
