-- Who there is, who is logged in, and which refresh tokens renew a login.

CREATE TABLE ${schema}.member (
  member_id     uuid        PRIMARY KEY,
  email         text        NOT NULL CONSTRAINT member_email_unique UNIQUE,
  password_hash text        NOT NULL,
  roles         text[]      NOT NULL,
  disabled_at   timestamptz,
  created_at    timestamptz NOT NULL
);

COMMENT ON COLUMN ${schema}.member.email IS 'Lower-cased by the domain before it gets here.';
COMMENT ON COLUMN ${schema}.member.password_hash IS 'Argon2id as a PHC string: cost and salt are in it.';

-- Whoever changes a login or one of its refresh tokens holds the lock of the login's row.
CREATE TABLE ${schema}.login (
  sid          uuid        PRIMARY KEY,
  member_id    uuid        NOT NULL CONSTRAINT login_member REFERENCES ${schema}.member,
  created_at   timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  expires_at   timestamptz NOT NULL,
  ended_at     timestamptz
);

COMMENT ON COLUMN ${schema}.login.expires_at IS 'When its refresh token does: it can be renewed until then.';
COMMENT ON COLUMN ${schema}.login.ended_at IS
  'By the clock of this database, and drawn as late as can be: the gateways poll for it.';

CREATE INDEX login_of_member ON ${schema}.login (member_id, sid DESC);
CREATE INDEX login_ended_at ON ${schema}.login (ended_at, sid) WHERE ended_at IS NOT NULL;
CREATE INDEX login_expires_at ON ${schema}.login (expires_at);

-- Spent ones are kept until they expire: showing one again betrays that somebody has a copy.
CREATE TABLE ${schema}.refresh_token (
  hash       bytea       PRIMARY KEY,
  sid        uuid        NOT NULL
             CONSTRAINT refresh_token_login REFERENCES ${schema}.login ON DELETE CASCADE,
  issued_at  timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  spent_at   timestamptz
);

COMMENT ON COLUMN ${schema}.refresh_token.hash IS 'SHA-256 of the token, which is nowhere in here.';

CREATE INDEX refresh_token_of_login ON ${schema}.refresh_token (sid);
CREATE INDEX refresh_token_expires_at ON ${schema}.refresh_token (expires_at);
