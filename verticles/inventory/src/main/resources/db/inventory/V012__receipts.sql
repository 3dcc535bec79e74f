-- Takes goods in for a batch of commands, each once for its caller and key, whatever came before or
-- comes beside it. The first with a key decides; what stands for each place is returned: the
-- fingerprint of whoever came first, the answer he got, and whether that was decided by this call.
-- Locks the keys before the stock, each sorted.
CREATE FUNCTION ${schema}.receive_once(
  callers text[], keys text[], fingerprints text[], received_skus text[],
  received_quantities int[], notes text[], metadata text, moment timestamptz
) RETURNS TABLE (
  place bigint, fingerprint text, reply_type text, reply text, fresh boolean
) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
  decided int[];
BEGIN
  WITH wish AS (
    SELECT DISTINCT ON (w.caller, w.key) w.caller, w.key, w.fingerprint, w.place
      FROM unnest(callers, keys, fingerprints) WITH ORDINALITY
        AS w (caller, key, fingerprint, place)
     ORDER BY w.caller, w.key, w.place
  ), inserted AS (
    -- The answer is not known before the stock is locked, and the keys are locked first.
    INSERT INTO ${schema}.idempotency (caller, command, key, fingerprint, reply_type, reply)
    SELECT caller, 'ReceiveStock', key, fingerprint, 'inventory.StockLevel', 'null'
      FROM wish
     ORDER BY caller, key
        ON CONFLICT (caller, command, key) DO NOTHING
    RETURNING caller, key
  )
  SELECT array_agg(wish.place ORDER BY wish.place) INTO decided
    FROM wish JOIN inserted USING (caller, key);

  IF decided IS NOT NULL THEN
    PERFORM FROM ${schema}.receive(
      ARRAY(SELECT received_skus[p] FROM unnest(decided) WITH ORDINALITY AS d (p, n) ORDER BY n),
      ARRAY(SELECT received_quantities[p] FROM unnest(decided) WITH ORDINALITY AS d (p, n) ORDER BY n),
      ARRAY(SELECT notes[p] FROM unnest(decided) WITH ORDINALITY AS d (p, n) ORDER BY n),
      metadata, moment);

    UPDATE ${schema}.idempotency AS kept
       SET reply = json_build_object('sku', level.sku, 'onHand', level.on_hand,
                                     'reserved', level.reserved,
                                     'available', level.on_hand - level.reserved)
      FROM unnest(callers, keys, received_skus) WITH ORDINALITY AS w (caller, key, sku, place)
           JOIN ${schema}.stock AS level ON level.sku = w.sku
     WHERE w.place = ANY (decided)
       AND kept.caller = w.caller AND kept.command = 'ReceiveStock' AND kept.key = w.key;
  END IF;

  RETURN QUERY
  SELECT w.place, kept.fingerprint, kept.reply_type, kept.reply::text,
         coalesce(w.place = ANY (decided), false)
    FROM unnest(callers, keys) WITH ORDINALITY AS w (caller, key, place)
         JOIN ${schema}.idempotency AS kept
           ON kept.caller = w.caller AND kept.command = 'ReceiveStock' AND kept.key = w.key
   ORDER BY w.place;
END;
$$;
