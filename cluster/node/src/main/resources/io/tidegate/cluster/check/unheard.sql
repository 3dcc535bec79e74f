-- Fills the table of events that their consumers have not come to: those in an outbox, and those
-- whose first copy in Kafka stands at or after the consumer's position.
INSERT INTO unheard (consumer, domain, aggregate_id, version)
WITH consumer (consumer, domain) AS (
  VALUES ('show-availability', 'inventory'),
         ('inventory.release', 'order'),
         ('inventory.issue', 'delivery'),
         ('order.offers', 'catalog'),
         ('order.delivery', 'delivery'),
         ('order.sales', 'order'),
         ('schedule-delivery', 'order')
), first_copy AS (
  SELECT DISTINCT ON (domain, aggregate_id, version)
         domain, topic, "partition", position, aggregate_id, version
    FROM copy
   ORDER BY domain, aggregate_id, version, position
)
SELECT consumer, domain, aggregate_id, version
  FROM consumer JOIN waiting USING (domain)
UNION
SELECT consumer, domain, aggregate_id, version
  FROM consumer JOIN first_copy USING (domain)
       LEFT JOIN consumer_position USING (consumer, topic, "partition")
 WHERE position >= coalesce(next_offset, 0)
