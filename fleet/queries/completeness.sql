-- Whether what was asked about is all there: runs whose recording says that it missed something.
SELECT
  count(*) AS runs,
  sum(CASE WHEN CAST(complete AS INT) = 1 THEN 0 ELSE 1 END) AS incomplete_runs,
  sum(lost_events) AS events_lost
FROM runs
WHERE date >= :since
  AND (:pipeline = '' OR pipeline = :pipeline)
  AND (:host = '' OR host = :host)
