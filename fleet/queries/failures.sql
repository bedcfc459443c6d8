-- How processes failed, by tool and host: an exit code other than 0, a signal, the kernel for want
-- of memory. of_processes is how many of that tool there were on that host, failed or not.
WITH chosen AS (
  SELECT
    host, tool, run_key, exit_code, signal, signal_name, CAST(oom_killed AS INT) AS by_oom,
    count(*) OVER (PARTITION BY host, tool) AS all_processes
  FROM processes
  WHERE date >= :since
    AND (:pipeline = '' OR pipeline = :pipeline)
    AND (:host = '' OR host = :host)
)
SELECT
  host, tool, exit_code, signal, signal_name, by_oom AS oom_killed,
  count(*) AS processes, count(DISTINCT run_key) AS runs, max(all_processes) AS of_processes
FROM chosen
WHERE exit_code <> 0 OR signal IS NOT NULL
GROUP BY host, tool, exit_code, signal, signal_name, by_oom
ORDER BY
  processes DESC, host, tool NULLS LAST, exit_code NULLS LAST, signal NULLS LAST, oom_killed
LIMIT :top
