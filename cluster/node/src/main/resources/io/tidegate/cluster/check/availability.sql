-- The catalogue shows what inventory said was available, as far as it has heard it.
WITH heard AS (
  SELECT event.aggregate_id AS sku, max(event.version) AS version
    FROM inventory.event
         LEFT JOIN unheard ON unheard.consumer = 'show-availability'
                              AND unheard.aggregate_id = event.aggregate_id
                              AND unheard.version = event.version
   WHERE unheard.consumer IS NULL
   GROUP BY event.aggregate_id
)
SELECT format('%s is shown at %s; version %s was heard', sku,
              coalesce('version ' || availability.version, 'none'), heard.version)
  FROM heard LEFT JOIN catalog.availability USING (sku)
 WHERE availability.version IS NULL OR availability.version < heard.version
UNION ALL
SELECT format('%s is shown as %s available at version %s; inventory said %s', sku, available,
              availability.version, coalesce(event.data ->> 'available', 'nothing'))
  FROM catalog.availability
       LEFT JOIN inventory.event ON event.aggregate_id = sku
                                    AND event.version = availability.version
 WHERE (event.data ->> 'available')::bigint IS DISTINCT FROM available
