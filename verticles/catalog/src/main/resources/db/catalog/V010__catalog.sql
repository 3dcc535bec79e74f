-- Where things are sold. A channel is never removed.
CREATE TABLE ${schema}.channel (
  channel text COLLATE "C" NOT NULL,
  name    text NOT NULL,
  CONSTRAINT channel_key PRIMARY KEY (channel)
);

INSERT INTO ${schema}.channel (channel, name)
VALUES ('WEB', 'Web shop'), ('MOBILE', 'Mobile app'), ('MARKET', 'Marketplace');

-- The offers of all products, as the heads say. No foreign key to the channel: it would lock that one
-- row for every offer written, and a channel that was there stays there. The index includes what is
-- searched: a search for what is not there reads a channel's whole index, but not its offers.
CREATE TABLE ${schema}.offer (
  channel    text COLLATE "C" NOT NULL,
  sku        text COLLATE "C" NOT NULL,
  version    int  NOT NULL,
  searchable text COLLATE "C" NOT NULL,
  view       json NOT NULL,
  CONSTRAINT offer_key PRIMARY KEY (channel, sku) INCLUDE (searchable)
);

COMMENT ON COLUMN ${schema}.offer.version IS 'The product''s.';
COMMENT ON COLUMN ${schema}.offer.searchable IS 'SKU and name in lower case, a line break between them.';
COMMENT ON COLUMN ${schema}.offer.view IS 'The offer as a shopper sees it, but for what is available.';

-- How much of each SKU inventory says is available; also of SKUs that are no product yet.
CREATE TABLE ${schema}.availability (
  sku       text COLLATE "C" NOT NULL,
  version   bigint NOT NULL,
  available bigint NOT NULL,
  CONSTRAINT availability_key PRIMARY KEY (sku),
  CONSTRAINT availability_not_negative CHECK (available >= 0)
) WITH (fillfactor = 50);

COMMENT ON COLUMN ${schema}.availability.version IS 'The stock row''s.';
