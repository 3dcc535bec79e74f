-- Every order has the parcel that belongs to its status, and every parcel its order, but for what
-- one has yet to hear of another.
WITH known AS (
  SELECT order_id, head.status, parcel.delivery_id, parcel.status AS parcel,
         coalesce(yet_to_hear.consumers, '{}') AS yet_to_hear
    FROM (SELECT aggregate_id AS order_id, status FROM "order".head) AS head
         FULL JOIN parcel USING (order_id)
         LEFT JOIN yet_to_hear USING (order_id)
)
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
