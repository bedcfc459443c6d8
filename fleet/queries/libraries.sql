-- The libraries used most: by how many processes, in how many runs, on how many hosts.
WITH used AS (
  -- Once for each process, however many files of a library it used.
  SELECT DISTINCT kind, name, version, host, run_key, process_id
  FROM libraries
  WHERE date >= :since
    AND (:host = '' OR host = :host)
    AND (:pipeline = '' OR run_key IN (
      SELECT run_key FROM runs WHERE date >= :since AND pipeline = :pipeline))
),
-- One that has used two versions is one process.
users AS (
  SELECT kind, name, host, run_key, process_id FROM used
  GROUP BY kind, name, host, run_key, process_id
),
counted AS (
  SELECT
    kind, name, count(*) AS processes, count(DISTINCT run_key) AS runs,
    count(DISTINCT host) AS hosts
  FROM users
  GROUP BY kind, name
),
versioned AS (
  SELECT kind AS of_kind, name AS of_name, count(DISTINCT version) AS versions
  FROM used
  GROUP BY kind, name
)
SELECT kind, name, processes, runs, hosts, versions
FROM counted JOIN versioned ON kind = of_kind AND name = of_name
ORDER BY
  CASE :by WHEN 'hosts' THEN hosts WHEN 'runs' THEN runs ELSE processes END DESC,
  processes DESC, runs DESC, kind, name
LIMIT :top
