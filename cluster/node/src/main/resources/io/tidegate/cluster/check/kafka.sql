-- Every event that does not wait for Kafka is there as it is in its table, nothing else is, and
-- each aggregate's come there in the order of their versions, whatever is repeated.
WITH shortened AS (
  -- Topics whose beginning Kafka has forgotten: there an aggregate's first events may be gone.
  SELECT DISTINCT domain FROM topic_partition WHERE first_position > 0
), first_copy AS (
  SELECT DISTINCT ON (domain, aggregate_id, version)
         domain, topic, "partition", position, aggregate_id, version
    FROM copy
   ORDER BY domain, aggregate_id, version, position
), step AS (
  SELECT *, lag(version) OVER aggregate AS before,
         lag("partition", 1, "partition") OVER aggregate AS partition_before
    FROM first_copy
  WINDOW aggregate AS (PARTITION BY domain, aggregate_id ORDER BY "partition", position)
)
SELECT format('%s %s: version %s is neither in Kafka nor waiting for it', published.domain,
              published.aggregate_id, published.version)
  FROM published
       LEFT JOIN copy USING (domain, aggregate_id, version)
       LEFT JOIN waiting USING (domain, aggregate_id, version)
 WHERE copy.domain IS NULL AND waiting.domain IS NULL
   AND (NOT EXISTS (SELECT FROM shortened WHERE shortened.domain = published.domain)
        OR EXISTS (SELECT FROM copy AS earlier
                    WHERE earlier.domain = published.domain
                      AND earlier.aggregate_id = published.aggregate_id
                      AND earlier.version < published.version))
UNION ALL
SELECT format('%s-%s@%s: version %s of %s is no event', copy.topic, copy."partition",
              copy.position, copy.version, copy.aggregate_id)
  FROM copy LEFT JOIN published USING (domain, aggregate_id, version)
 WHERE published.domain IS NULL AND NOT copy.fresh
UNION ALL
SELECT format('%s-%s@%s: version %s of %s says something else than its table', copy.topic,
              copy."partition", copy.position, copy.version, copy.aggregate_id)
  FROM copy JOIN published USING (domain, aggregate_id, version)
 WHERE (copy.type, copy.digest) IS DISTINCT FROM (published.type, md5(published.data::text))
UNION ALL
SELECT format('%s-%s@%s: version %s of %s comes after %s', topic, "partition", position, version,
              aggregate_id, coalesce('version ' || before, 'nothing'))
  FROM step
 WHERE before IS NOT NULL AND version <> before + 1
    OR before IS NULL AND version <> 1
       AND NOT EXISTS (SELECT FROM shortened WHERE shortened.domain = step.domain)
UNION ALL
SELECT format('%s %s: its events are in the partitions %s and %s', domain, aggregate_id,
              partition_before, "partition")
  FROM step
 WHERE partition_before <> "partition"
