-- The tables every service has. They stand in a schema of their own, apart from the service's
-- Prisma models, and are written with SQL by @signalos/messaging and @signalos/http only.
CREATE SCHEMA platform;

-- Events recorded in the transaction that made them true; the relay publishes them.
CREATE TABLE platform.outbox (
    seq          BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    id           UUID NOT NULL UNIQUE,
    -- The aggregate: rows of one key are published in the order of seq.
    key          TEXT NOT NULL,
    partition    SMALLINT NOT NULL GENERATED ALWAYS AS (hashtext(key) & 7) STORED,
    type         TEXT NOT NULL,
    tenant       TEXT NOT NULL,
    payload      JSON NOT NULL,
    trace        JSON NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    published_at TIMESTAMPTZ,
    attempts     SMALLINT NOT NULL DEFAULT 0,
    last_error   TEXT,
    -- Set aside after failing for a reason that will not pass by itself.
    parked_at    TIMESTAMPTZ
);
CREATE INDEX outbox_pending_idx ON platform.outbox (partition, seq)
    WHERE published_at IS NULL AND parked_at IS NULL;
CREATE INDEX outbox_published_idx ON platform.outbox (published_at) WHERE published_at IS NOT NULL;
CREATE INDEX outbox_parked_idx ON platform.outbox (parked_at) WHERE parked_at IS NOT NULL;

-- What was handled, so that a second delivery has no second effect.
CREATE TABLE platform.inbox (
    consumer   TEXT NOT NULL,
    event_id   UUID NOT NULL,
    handled_at TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (consumer, event_id)
);
CREATE INDEX inbox_handled_idx ON platform.inbox (handled_at);

-- How often a message left unfinished by a crash was begun again.
CREATE TABLE platform.inbox_catch_up (
    consumer   TEXT NOT NULL,
    sequence   BIGINT NOT NULL,
    beginnings INTEGER NOT NULL,
    PRIMARY KEY (consumer, sequence)
);

-- What a request with an Idempotency-Key was answered, committed together with its effect.
CREATE TABLE platform.idempotency_key (
    actor       TEXT NOT NULL,
    key         TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status      SMALLINT,
    body        JSON,
    created_at  TIMESTAMPTZ NOT NULL DEFAULT clock_timestamp(),
    PRIMARY KEY (actor, key)
);
CREATE INDEX idempotency_key_created_idx ON platform.idempotency_key (created_at);
