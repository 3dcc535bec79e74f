-- Orders, inventory and delivery agree on every order, but for what one has yet to hear of another.
WITH parcel AS (
  SELECT claim.order_id, claim.delivery_id, head.status
    FROM delivery.delivery_of_order AS claim
         LEFT JOIN delivery.head ON head.aggregate_id = claim.delivery_id
), moving AS (
  SELECT parcel.order_id, unheard.consumer
    FROM unheard JOIN parcel ON parcel.delivery_id::text = unheard.aggregate_id
   WHERE unheard.domain = 'delivery'
  UNION ALL
  SELECT aggregate_id::uuid, consumer FROM unheard WHERE domain = 'order'
), yet_to_hear AS (
  SELECT order_id, array_agg(consumer) AS yet_to_hear FROM moving GROUP BY order_id
), known AS (
  SELECT order_id, head.status, order_stock.state, parcel.delivery_id, parcel.status AS parcel,
         coalesce(yet_to_hear, '{}') AS yet_to_hear
    FROM (SELECT aggregate_id AS order_id, status FROM "order".head) AS head
         FULL JOIN inventory.order_stock USING (order_id)
         FULL JOIN parcel USING (order_id)
         LEFT JOIN yet_to_hear USING (order_id)
)
SELECT format('order %s is %s, in inventory %s', order_id, coalesce(status, 'not there'),
              coalesce(state, 'nothing'))
  FROM known
 WHERE NOT coalesce(CASE coalesce(status, 'NONE')
         WHEN 'NONE' THEN state IS NULL
         WHEN 'PENDING' THEN state IS NULL OR state IN ('RESERVED', 'REFUSED')
         WHEN 'CONFIRMED' THEN state = 'RESERVED'
                               OR state = 'ISSUED' AND 'order.delivery' = ANY (yet_to_hear)
         WHEN 'DISPATCHED' THEN state = 'ISSUED'
                                OR state = 'RESERVED' AND 'inventory.issue' = ANY (yet_to_hear)
         WHEN 'DELIVERED' THEN state = 'ISSUED'
                               OR state = 'RESERVED' AND 'inventory.issue' = ANY (yet_to_hear)
         WHEN 'REJECTED' THEN state IN ('REFUSED', 'RELEASED')
         WHEN 'CANCELLED' THEN state IN ('REFUSED', 'RELEASED')
                               OR 'inventory.release' = ANY (yet_to_hear)
                                  AND (state IS NULL OR state = 'RESERVED')
       END, false)
UNION ALL
SELECT format('order %s is %s, its delivery %s', order_id, coalesce(status, 'not there'),
              coalesce(parcel, 'not there'))
  FROM known
 WHERE NOT coalesce(CASE coalesce(status, 'NONE')
         WHEN 'NONE' THEN delivery_id IS NULL OR parcel = 'CANCELLED'
         WHEN 'PENDING' THEN delivery_id IS NULL
                             OR parcel = 'CANCELLED' AND 'order.delivery' = ANY (yet_to_hear)
         WHEN 'CONFIRMED' THEN parcel = 'SCHEDULED'
                               OR parcel IS NOT NULL AND 'order.delivery' = ANY (yet_to_hear)
                               OR delivery_id IS NULL AND 'schedule-delivery' = ANY (yet_to_hear)
         WHEN 'DISPATCHED' THEN parcel = 'DISPATCHED'
                                OR parcel = 'DELIVERED' AND 'order.delivery' = ANY (yet_to_hear)
         WHEN 'DELIVERED' THEN parcel = 'DELIVERED'
         WHEN 'REJECTED' THEN delivery_id IS NULL OR parcel = 'CANCELLED'
         WHEN 'CANCELLED' THEN parcel = 'CANCELLED'
       END, false)
UNION ALL
SELECT format('delivery %s: it is not the one of its order %s', head.aggregate_id,
              head.state ->> 'orderId')
  FROM delivery.head
       LEFT JOIN parcel ON parcel.delivery_id = head.aggregate_id
 WHERE parcel.order_id::text IS DISTINCT FROM head.state ->> 'orderId'
