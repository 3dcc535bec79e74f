-- What the shop is compared with: the same rows in the same tables, written as PostgreSQL does it
-- best, one function call for each order. The texts are those that the shop stores for the
-- benchmark's article, byte for byte as long. It is spared what the shop does beside: the order
-- passes through no PENDING, nobody relays its outbox, and nothing reads its events.

CREATE SCHEMA bench;

CREATE FUNCTION bench.state(id uuid, customer uuid, sku text) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  ('{"orderId":"' || id || '","customerId":"' || customer || '","status":"CONFIRMED","channel":"WEB","lines":[{"sku":"' || sku || '","name":"Moon jar","quantity":1,"unitPrice":{"amount":80100,"currency":"KRW"},"lineTotal":{"amount":80100,"currency":"KRW"}}],"shippingFee":{"amount":3000,"currency":"KRW"},"total":{"amount":83100,"currency":"KRW"},"paymentMethod":"CARD","estimatedDelivery":"2026-11-23","placedAt":"2026-11-21T13:07:51.755452572Z","updatedAt":"2026-11-21T13:07:52.008682707Z","rejection":null}')::json;

CREATE FUNCTION bench.placed(id uuid, customer uuid, sku text) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  ('{"orderId":"' || id || '","customerId":"' || customer || '","channel":"WEB","lines":[{"sku":"' || sku || '","name":"Moon jar","quantity":1,"unitPrice":{"amount":80100,"currency":"KRW"},"lineTotal":{"amount":80100,"currency":"KRW"}}],"shippingFee":{"amount":3000,"currency":"KRW"},"total":{"amount":83100,"currency":"KRW"},"paymentMethod":"CARD","estimatedDelivery":"2026-11-23","deliveryAddress":{"recipient":"Kim Mina","line1":"12 Sejong-daero","line2":null,"city":"Seoul","postalCode":"04524","country":"KR"},"placedAt":"2026-11-21T13:07:51.755452572Z"}')::json;

CREATE FUNCTION bench.confirmed(id uuid, customer uuid, sku text) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  ('{"orderId":"' || id || '","customerId":"' || customer || '","lines":[{"sku":"' || sku || '","quantity":1}],"estimatedDelivery":"2026-11-23"}')::json;

CREATE FUNCTION bench.metadata(caller text) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  ('{"caller":"' || caller || '","traceparent":"00-41700f45e0e6751cff64f1b0315331aa-61c5dfd3bc70638a-00"}')::json;

CREATE FUNCTION bench.stock_changed(sku text, version int, on_hand bigint, reserved bigint) RETURNS json
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  json_build_object('sku', sku, 'version', version, 'onHand', on_hand, 'reserved', reserved,
                    'available', on_hand - reserved);

CREATE FUNCTION bench.customer(number int) RETURNS uuid
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  ('01a1fe38-631d-7fd2-bd4d-' || lpad(to_hex(number), 12, '0'))::uuid;

CREATE FUNCTION bench.sku(article int) RETURNS text
LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
  'BENCH-' || lpad(article::text, 5, '0');

-- So many articles, of each as many pieces as nobody will buy.
CREATE FUNCTION bench.lay(articles int) RETURNS void LANGUAGE sql AS $$
  WITH received AS (
    INSERT INTO inventory.stock (sku, version, on_hand, reserved)
    SELECT bench.sku(article), 1, 2000000000, 0 FROM generate_series(0, articles - 1) AS article
    RETURNING sku, version, on_hand
  )
  INSERT INTO inventory.movement (sku, version, position, kind, quantity, reference, at)
  SELECT sku, version, 0, 'RECEIPT', on_hand, 'bench', now() FROM received;
$$;

-- One order of one piece. The row that all want is locked as late as can be.
CREATE FUNCTION bench.place_order(customer uuid, wish_key text, article_sku text) RETURNS uuid
LANGUAGE plpgsql AS $$
DECLARE
  id        uuid        := uuidv7();
  moment    timestamptz := clock_timestamp();
  known     uuid;
  stock_row inventory.stock;
BEGIN
  INSERT INTO "order".order_key (customer_id, key, order_id, fingerprint)
  VALUES (customer, wish_key, id, '062166d413ec72b456b5fff4ecfe9b7fbbbc34dac3107dcd7b22e73594a104ee')
      ON CONFLICT (customer_id, key) DO NOTHING;
  IF NOT FOUND THEN
    SELECT order_id INTO STRICT known
      FROM "order".order_key WHERE customer_id = customer AND key = wish_key;
    RETURN known;
  END IF;

  INSERT INTO "order".head (aggregate_id, version, status, state, updated_at)
  VALUES (id, 2, 'CONFIRMED', bench.state(id, customer, article_sku), moment);
  INSERT INTO "order".event (aggregate_id, version, type, data, metadata, at)
  VALUES (id, 1, 'order.placed.v1', bench.placed(id, customer, article_sku),
          bench.metadata(customer::text), moment),
         (id, 2, 'order.confirmed.v1', bench.confirmed(id, customer, article_sku),
          bench.metadata(customer::text), moment);
  INSERT INTO "order".outbox (aggregate_ids, versions) VALUES (ARRAY[id, id], ARRAY[1, 2]);
  INSERT INTO inventory.order_stock (order_id, state, skus, quantities)
  VALUES (id, 'RESERVED', ARRAY[article_sku], ARRAY[1]);

  UPDATE inventory.stock SET version = version + 1, reserved = reserved + 1
   WHERE sku = article_sku AND on_hand > reserved
  RETURNING * INTO stock_row;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'nothing left of %', article_sku;
  END IF;
  INSERT INTO inventory.movement (sku, version, position, kind, quantity, order_id, at)
  VALUES (article_sku, stock_row.version, 0, 'RESERVATION', 1, id, moment);
  INSERT INTO inventory.event (aggregate_id, version, type, data, metadata, at)
  VALUES (article_sku, stock_row.version, 'stock.changed.v1',
          bench.stock_changed(article_sku, stock_row.version, stock_row.on_hand, stock_row.reserved),
          bench.metadata('svc:order'), moment);
  INSERT INTO inventory.outbox (aggregate_ids, versions)
  VALUES (ARRAY[article_sku], ARRAY[stock_row.version]);
  RETURN id;
END;
$$;

-- The ceiling: so many orders of random customers for random articles below a number, all in one
-- call and one commit, with one stock change for each article and one outbox row for the batch.
CREATE FUNCTION bench.place_batch(orders int, articles int) RETURNS int
LANGUAGE plpgsql AS $$
DECLARE
  moment      timestamptz := clock_timestamp();
  order_ids   uuid[];
  order_skus  text[];
BEGIN
  WITH wish AS MATERIALIZED (
    SELECT uuidv7() AS id, bench.customer(1 + floor(random() * 10000)::int) AS customer,
           'bench-' || to_hex(floor(random() * 9e18)::bigint) || '-' || number AS key,
           bench.sku(floor(random() * articles)::int) AS sku
      FROM generate_series(1, orders) AS number
  ), keyed AS (
    INSERT INTO "order".order_key (customer_id, key, order_id, fingerprint)
    SELECT customer, key, id, '062166d413ec72b456b5fff4ecfe9b7fbbbc34dac3107dcd7b22e73594a104ee'
      FROM wish
     ORDER BY customer, key
        ON CONFLICT (customer_id, key) DO NOTHING
    RETURNING order_id
  ), head AS (
    INSERT INTO "order".head (aggregate_id, version, status, state, updated_at)
    SELECT id, 2, 'CONFIRMED', bench.state(id, customer, sku), moment
      FROM wish JOIN keyed ON order_id = id
     ORDER BY id
    RETURNING aggregate_id
  ), stored AS (
    INSERT INTO "order".event (aggregate_id, version, type, data, metadata, at)
    SELECT id, 1, 'order.placed.v1', bench.placed(id, customer, sku),
           bench.metadata(customer::text), moment
      FROM wish JOIN keyed ON order_id = id
    UNION ALL
    SELECT id, 2, 'order.confirmed.v1', bench.confirmed(id, customer, sku),
           bench.metadata(customer::text), moment
      FROM wish JOIN keyed ON order_id = id
    RETURNING aggregate_id, version
  ), queued AS (
    INSERT INTO "order".outbox (aggregate_ids, versions)
    SELECT array_agg(aggregate_id ORDER BY aggregate_id, version),
           array_agg(version ORDER BY aggregate_id, version)
      FROM stored
  ), held AS (
    INSERT INTO inventory.order_stock (order_id, state, skus, quantities)
    SELECT id, 'RESERVED', ARRAY[sku], ARRAY[1] FROM wish JOIN keyed ON order_id = id ORDER BY id
    RETURNING order_id, skus[1] AS sku
  )
  SELECT array_agg(order_id), array_agg(sku) INTO order_ids, order_skus FROM held;

  PERFORM FROM inventory.stock WHERE sku = ANY (order_skus) ORDER BY sku FOR NO KEY UPDATE;
  WITH moved AS (
    SELECT id, sku, row_number() OVER (PARTITION BY sku) - 1 AS position
      FROM unnest(order_ids, order_skus) AS wish (id, sku)
  ), changed AS (
    UPDATE inventory.stock SET version = version + 1, reserved = reserved + need.pieces
      FROM (SELECT sku, count(*) AS pieces FROM moved GROUP BY sku) AS need
     WHERE stock.sku = need.sku
    RETURNING stock.sku, stock.version, stock.on_hand, stock.reserved
  ), ledger AS (
    INSERT INTO inventory.movement (sku, version, position, kind, quantity, order_id, at)
    SELECT sku, version, position, 'RESERVATION', 1, id, moment FROM moved JOIN changed USING (sku)
  ), stored AS (
    INSERT INTO inventory.event (aggregate_id, version, type, data, metadata, at)
    SELECT sku, version, 'stock.changed.v1', bench.stock_changed(sku, version, on_hand, reserved),
           bench.metadata('svc:order'), moment
      FROM changed
    RETURNING aggregate_id, version
  )
  INSERT INTO inventory.outbox (aggregate_ids, versions)
  SELECT array_agg(aggregate_id ORDER BY aggregate_id), array_agg(version ORDER BY aggregate_id)
    FROM stored;
  RETURN cardinality(order_ids);
END;
$$;
