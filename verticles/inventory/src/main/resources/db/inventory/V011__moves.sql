-- Every change of stock is one call of one of these functions, for a batch at a time. They lock in
-- one order: the orders' rows, then the stock rows, each sorted by key (ADR 0007).

-- Applies movements, in their order, to stock rows that the caller holds locked: the levels, the
-- ledger, one StockChanged for each SKU, and one outbox row for the batch.
CREATE FUNCTION ${schema}.move(
  skus text[], kinds text[], quantities int[], order_ids uuid[], notes text[],
  metadata text, moment timestamptz
) RETURNS void LANGUAGE sql AS $$
  WITH moved AS (
    SELECT sku, kind, quantity, order_id, note,
           row_number() OVER (PARTITION BY sku ORDER BY place) - 1 AS position
      FROM unnest(skus, kinds, quantities, order_ids, notes) WITH ORDINALITY
        AS wish (sku, kind, quantity, order_id, note, place)
  ), delta AS (
    SELECT sku,
           sum(CASE kind WHEN 'RECEIPT' THEN quantity WHEN 'ISSUE' THEN -quantity ELSE 0 END)
             AS on_hand,
           sum(CASE kind WHEN 'RESERVATION' THEN quantity WHEN 'RECEIPT' THEN 0 ELSE -quantity END)
             AS reserved
      FROM moved
     GROUP BY sku
  ), changed AS (
    UPDATE ${schema}.stock
       SET version = stock.version + 1,
           on_hand = stock.on_hand + delta.on_hand,
           reserved = stock.reserved + delta.reserved
      FROM delta
     WHERE stock.sku = delta.sku
    RETURNING stock.sku, stock.version, stock.on_hand, stock.reserved
  ), ledger AS (
    INSERT INTO ${schema}.movement (sku, version, position, kind, quantity, order_id, reference, at)
    SELECT sku, version, position, kind, quantity, order_id, note, moment
      FROM moved JOIN changed USING (sku)
  ), stored AS (
    INSERT INTO ${schema}.event (aggregate_id, version, type, data, metadata, at)
    SELECT sku, version, 'stock.changed.v1',
           json_build_object('sku', sku, 'version', version, 'onHand', on_hand,
                             'reserved', reserved, 'available', on_hand - reserved),
           metadata::json, moment
      FROM changed
    RETURNING aggregate_id, version
  )
  INSERT INTO ${schema}.outbox (aggregate_ids, versions)
  SELECT array_agg(aggregate_id ORDER BY aggregate_id), array_agg(version ORDER BY aggregate_id)
    FROM stored
  HAVING count(*) > 0;
$$;

-- Reserves for each order all of its lines or none, first come, first served. Skus and quantities
-- are one array literal for each order. Returns what stands for each order; fresh says that it was
-- decided by this call and not before.
CREATE FUNCTION ${schema}.reserve(
  wish_orders uuid[], wish_skus text[], wish_quantities text[], metadata text, moment timestamptz
) RETURNS TABLE (
  order_id uuid, state text, refused_sku text, refused_asked int, refused_available bigint,
  fresh boolean
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  decided       uuid[];
  known_skus    text[];
  available     bigint[];
  wish          record;
  place         int;
  lacking       int;
  short_orders  uuid[]   := '{}';
  short_skus    text[]   := '{}';
  short_asked   int[]    := '{}';
  short_left    bigint[] := '{}';
  move_skus     text[]   := '{}';
  move_counts   int[]    := '{}';
  move_orders   uuid[]   := '{}';
BEGIN
  WITH inserted AS (
    INSERT INTO ${schema}.order_stock (order_id, state, skus, quantities)
    SELECT w.order_id, 'RESERVED', w.skus::text[], w.quantities::int[]
      FROM unnest(wish_orders, wish_skus, wish_quantities) AS w (order_id, skus, quantities)
     ORDER BY w.order_id
        ON CONFLICT (order_id) DO NOTHING
    RETURNING order_id
  )
  SELECT array_agg(order_id) INTO decided FROM inserted;

  IF decided IS NOT NULL THEN
    WITH locked AS (
      SELECT stock.sku, stock.on_hand - stock.reserved AS available
        FROM ${schema}.stock
       WHERE stock.sku IN (SELECT unnest(w.skus::text[])
                             FROM unnest(wish_orders, wish_skus) AS w (order_id, skus)
                            WHERE w.order_id = ANY (decided))
       ORDER BY stock.sku
         FOR NO KEY UPDATE
    )
    SELECT coalesce(array_agg(l.sku), '{}'), coalesce(array_agg(l.available), '{}')
      INTO known_skus, available
      FROM locked AS l;

    FOR wish IN
      SELECT w.order_id, min(w.place) AS first_place, w.skus::text[] AS skus,
             w.quantities::int[] AS quantities
        FROM unnest(wish_orders, wish_skus, wish_quantities) WITH ORDINALITY
          AS w (order_id, skus, quantities, place)
       WHERE w.order_id = ANY (decided)
       GROUP BY w.order_id, w.skus, w.quantities
       ORDER BY first_place
    LOOP
      lacking := 0;
      FOR line IN 1 .. cardinality(wish.skus) LOOP
        place := array_position(known_skus, wish.skus[line]);
        IF place IS NULL OR available[place] < wish.quantities[line] THEN
          lacking := line;
          EXIT;
        END IF;
      END LOOP;
      IF lacking > 0 THEN
        short_orders := short_orders || wish.order_id;
        short_skus := short_skus || wish.skus[lacking];
        short_asked := short_asked || wish.quantities[lacking];
        short_left := short_left || coalesce(available[place], 0);
      ELSE
        FOR line IN 1 .. cardinality(wish.skus) LOOP
          place := array_position(known_skus, wish.skus[line]);
          available[place] := available[place] - wish.quantities[line];
          move_skus := move_skus || wish.skus[line];
          move_counts := move_counts || wish.quantities[line];
          move_orders := move_orders || wish.order_id;
        END LOOP;
      END IF;
    END LOOP;

    IF cardinality(short_orders) > 0 THEN
      UPDATE ${schema}.order_stock AS o
         SET state = 'REFUSED', refused_sku = r.sku, refused_asked = r.asked,
             refused_available = r.available
        FROM unnest(short_orders, short_skus, short_asked, short_left)
          AS r (order_id, sku, asked, available)
       WHERE o.order_id = r.order_id;
    END IF;
    IF cardinality(move_skus) > 0 THEN
      PERFORM ${schema}.move(
        move_skus, array_fill('RESERVATION'::text, ARRAY[cardinality(move_skus)]), move_counts,
        move_orders, array_fill(NULL::text, ARRAY[cardinality(move_skus)]), metadata, moment);
    END IF;
  END IF;

  RETURN QUERY
  SELECT o.order_id, o.state, o.refused_sku, o.refused_asked, o.refused_available,
         coalesce(o.order_id = ANY (decided), false)
    FROM ${schema}.order_stock AS o
   WHERE o.order_id = ANY (wish_orders);
END;
$$;

-- Ends the reservations of orders: RELEASED gives the goods back, ISSUED lets them leave. A release
-- of what was never reserved leaves a tombstone; a repeat changes nothing. Goods cannot leave that
-- are not reserved: that is a bug somewhere, and an error here.
CREATE FUNCTION ${schema}.settle(
  settled_orders uuid[], target text, metadata text, moment timestamptz
) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  held        uuid[];
  move_skus   text[];
  move_counts int[];
  move_orders uuid[];
BEGIN
  IF target = 'RELEASED' THEN
    INSERT INTO ${schema}.order_stock (order_id, state, skus, quantities)
    SELECT DISTINCT order_id, 'RELEASED', '{}'::text[], '{}'::int[]
      FROM unnest(settled_orders) AS order_id
     ORDER BY order_id
        ON CONFLICT (order_id) DO NOTHING;
  END IF;

  WITH locked AS (
    SELECT o.order_id, o.state
      FROM ${schema}.order_stock AS o
     WHERE o.order_id = ANY (settled_orders)
     ORDER BY o.order_id
       FOR NO KEY UPDATE
  )
  SELECT array_agg(l.order_id) INTO held FROM locked AS l WHERE l.state = 'RESERVED';

  IF target = 'ISSUED' AND EXISTS (
       SELECT FROM unnest(settled_orders) AS wanted
        WHERE NOT EXISTS (SELECT FROM ${schema}.order_stock AS o
                           WHERE o.order_id = wanted AND o.state IN ('RESERVED', 'ISSUED'))) THEN
    RAISE EXCEPTION 'goods cannot leave that are not reserved: %', settled_orders
      USING ERRCODE = 'raise_exception';
  END IF;
  IF held IS NULL THEN
    RETURN;
  END IF;

  UPDATE ${schema}.order_stock SET state = target WHERE order_id = ANY (held);

  SELECT array_agg(l.sku), array_agg(l.quantity), array_agg(l.order_id)
    INTO move_skus, move_counts, move_orders
    FROM (SELECT o.order_id, line.sku, line.quantity
            FROM ${schema}.order_stock AS o
                 CROSS JOIN LATERAL unnest(o.skus, o.quantities) AS line (sku, quantity)
           WHERE o.order_id = ANY (held)
           ORDER BY o.order_id, line.sku) AS l;

  PERFORM FROM ${schema}.stock WHERE sku = ANY (move_skus) ORDER BY sku FOR NO KEY UPDATE;
  PERFORM ${schema}.move(
    move_skus,
    array_fill(CASE target WHEN 'ISSUED' THEN 'ISSUE' ELSE 'RELEASE' END,
               ARRAY[cardinality(move_skus)]),
    move_counts, move_orders, array_fill(NULL::text, ARRAY[cardinality(move_skus)]),
    metadata, moment);
END;
$$;

-- Takes goods in, and returns the levels after it.
CREATE FUNCTION ${schema}.receive(
  received_skus text[], received_quantities int[], notes text[], metadata text, moment timestamptz
) RETURNS SETOF ${schema}.stock LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO ${schema}.stock (sku, version, on_hand, reserved)
  SELECT DISTINCT sku, 0, 0, 0
    FROM unnest(received_skus) AS sku
   ORDER BY sku
      ON CONFLICT (sku) DO NOTHING;
  PERFORM FROM ${schema}.stock WHERE sku = ANY (received_skus) ORDER BY sku FOR NO KEY UPDATE;
  PERFORM ${schema}.move(
    received_skus, array_fill('RECEIPT'::text, ARRAY[cardinality(received_skus)]),
    received_quantities, array_fill(NULL::uuid, ARRAY[cardinality(received_skus)]), notes,
    metadata, moment);
  RETURN QUERY SELECT * FROM ${schema}.stock WHERE sku = ANY (received_skus);
END;
$$;
