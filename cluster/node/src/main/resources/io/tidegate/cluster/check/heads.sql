-- Products, stock levels and deliveries stand as their events left them.
WITH parcel AS (
  SELECT aggregate_id,
         (array_agg(type ORDER BY version DESC))[1] AS last_type,
         (array_agg(data ORDER BY version))[1] AS first,
         count(DISTINCT data ->> 'orderId') AS orders,
         max(data ->> 'dispatchedAt') AS dispatched_at,
         max(data ->> 'deliveredAt') AS delivered_at
    FROM delivery.event
   GROUP BY aggregate_id
), expected AS (
  SELECT aggregate_id,
         CASE last_type WHEN 'delivery.scheduled.v1' THEN 'SCHEDULED'
                        WHEN 'delivery.dispatched.v1' THEN 'DISPATCHED'
                        WHEN 'delivery.delivered.v1' THEN 'DELIVERED'
                        WHEN 'delivery.cancelled.v1' THEN 'CANCELLED' END AS status,
         first ->> 'orderId' AS order_id,
         first ->> 'estimatedDelivery' AS estimated_delivery,
         coalesce((first -> 'lines')::jsonb, '[]') AS lines,
         orders, dispatched_at, delivered_at
    FROM parcel
)
SELECT format('product %s at version %s is not what its event says', aggregate_id, version)
  FROM catalog.head JOIN catalog.event USING (aggregate_id, version)
 WHERE head.state::jsonb <> (event.data -> 'product')::jsonb
UNION ALL
SELECT format('stock of %s at version %s is not what its event says', sku, stock.version)
  FROM inventory.stock JOIN inventory.event ON aggregate_id = sku AND event.version = stock.version
 WHERE event.data::jsonb <> jsonb_build_object(
         'sku', sku, 'version', stock.version, 'onHand', on_hand, 'reserved', reserved,
         'available', on_hand - reserved)
UNION ALL
SELECT format('delivery %s is %s and not what its events say, %s', aggregate_id, head.status,
              expected.status)
  FROM delivery.head JOIN expected USING (aggregate_id)
 WHERE expected.orders <> 1
    OR (head.status, head.state ->> 'status', head.state ->> 'orderId',
        head.state ->> 'estimatedDelivery', (head.state -> 'lines')::jsonb,
        head.state ->> 'dispatchedAt', head.state ->> 'deliveredAt')
       IS DISTINCT FROM
       (expected.status, expected.status, expected.order_id, expected.estimated_delivery,
        expected.lines, expected.dispatched_at, expected.delivered_at)
