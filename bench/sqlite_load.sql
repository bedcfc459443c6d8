-- A load for SQLite: what a program does with a table of some hundred thousand rows.
CREATE TABLE reading(id INTEGER PRIMARY KEY, station TEXT, value REAL, kind INT);
WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 800000)
INSERT INTO reading
  SELECT i, printf('%08x', i * 2654435761 % 4294967296), (i * 7919 % 10007) / 3.0, i % 97 FROM n;
CREATE INDEX reading_station ON reading(station);
SELECT kind, count(*), sum(value), max(station) FROM reading GROUP BY kind ORDER BY 3 DESC LIMIT 5;
SELECT count(*) FROM reading a JOIN reading b ON b.station = a.station WHERE a.value > 1000;
SELECT sum(r) FROM (
  SELECT row_number() OVER (PARTITION BY kind ORDER BY value) AS r FROM reading WHERE id % 3 = 0);
SELECT count(*) FROM reading WHERE station LIKE '%ab%' OR station GLOB '*cd*';
BEGIN;
UPDATE reading SET value = value + 1 WHERE kind < 30;
DELETE FROM reading WHERE kind = 13;
COMMIT;
CREATE VIEW high AS SELECT * FROM reading WHERE value > (SELECT avg(value) FROM reading);
SELECT count(*), min(station) FROM high WHERE kind IN (SELECT kind FROM reading WHERE id < 40);
SELECT length(json_group_array(json_object('station', station, 'value', value)))
  FROM reading WHERE kind = 7;
SELECT count(DISTINCT substr(station, 1, 5)) FROM reading;
PRAGMA integrity_check;
