-- Orders are priced by the terms that the catalogue published, as far as order has heard of them.
WITH heard AS (
  SELECT event.aggregate_id AS sku, max(event.version) AS version
    FROM catalog.event
         LEFT JOIN unheard ON unheard.consumer = 'order.offers'
                              AND unheard.aggregate_id = event.aggregate_id
                              AND unheard.version = event.version
   WHERE unheard.consumer IS NULL
   GROUP BY event.aggregate_id
), copied AS (
  SELECT sku, min(version) AS version, max(version) AS other FROM "order".offer GROUP BY sku
)
SELECT format('the offers of %s are those of %s; version %s was heard', sku,
              coalesce('version ' || copied.version, 'none'), heard.version)
  FROM heard LEFT JOIN copied USING (sku)
 WHERE copied.version IS NULL OR copied.version < heard.version
UNION ALL
SELECT format('the offers of %s are of the versions %s and %s', sku, version, other)
  FROM copied
 WHERE version <> other
UNION ALL
SELECT format('the offers of %s are of version %s, which there is not', sku, copied.version)
  FROM copied
       LEFT JOIN catalog.event ON event.aggregate_id = sku AND event.version = copied.version
 WHERE event.version IS NULL
