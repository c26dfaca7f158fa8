-- CreateTable
CREATE TABLE "audit_entry" (
    "stream" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "prev_hash" BYTEA NOT NULL,
    "hash" BYTEA NOT NULL,
    "body" BYTEA NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "appended_at" TIMESTAMPTZ(3) NOT NULL DEFAULT clock_timestamp(),

    CONSTRAINT "audit_entry_pkey" PRIMARY KEY ("stream","seq")
);

-- CreateTable
CREATE TABLE "audit_head" (
    "index" BIGINT NOT NULL,
    "stream" TEXT NOT NULL,
    "seq" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_head_pkey" PRIMARY KEY ("index")
);

-- CreateTable
CREATE TABLE "audit_node" (
    "level" INTEGER NOT NULL,
    "index" BIGINT NOT NULL,
    "hash" BYTEA NOT NULL,

    CONSTRAINT "audit_node_pkey" PRIMARY KEY ("level","index")
);

-- CreateTable
CREATE TABLE "audit_checkpoint" (
    "size" BIGINT NOT NULL,
    "root" BYTEA NOT NULL,
    "note" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "audit_checkpoint_pkey" PRIMARY KEY ("size")
);

-- CreateIndex
CREATE INDEX "audit_entry_appended_at_idx" ON "audit_entry" USING BRIN ("appended_at");

-- CreateIndex
CREATE UNIQUE INDEX "audit_entry_stream_prev_hash_key" ON "audit_entry"("stream", "prev_hash");

-- CreateIndex
CREATE UNIQUE INDEX "audit_head_stream_seq_key" ON "audit_head"("stream", "seq");

-- What Prisma cannot say. A hash is what it must be, the first entry follows from the stream's name,
-- and no two entries follow the same one: with the key, a fork is impossible rather than found.
ALTER TABLE "audit_entry"
    ADD CONSTRAINT "audit_entry_stream_check" CHECK (octet_length("stream") BETWEEN 1 AND 100),
    ADD CONSTRAINT "audit_entry_seq_check" CHECK ("seq" > 0),
    ADD CONSTRAINT "audit_entry_prev_hash_check" CHECK (octet_length("prev_hash") = 32),
    ADD CONSTRAINT "audit_entry_genesis_check" CHECK (("seq" = 1) = ("prev_hash" = sha256(
        'signalos-audit-genesis-v1\000'::bytea || int4send(octet_length("stream"))
        || convert_to("stream", 'UTF8')))),
    ADD CONSTRAINT "audit_entry_hash_check" CHECK ("hash" = sha256(
        'signalos-audit-v1\000'::bytea || int8send("seq") || "prev_hash"
        || int4send(octet_length("body")) || "body"));

ALTER TABLE "audit_head"
    ADD CONSTRAINT "audit_head_index_check" CHECK ("index" >= 0),
    ADD CONSTRAINT "audit_head_hash_check" CHECK (octet_length("hash") = 32);

ALTER TABLE "audit_node"
    ADD CONSTRAINT "audit_node_place_check" CHECK ("level" >= 0 AND "index" >= 0),
    ADD CONSTRAINT "audit_node_hash_check" CHECK (octet_length("hash") = 32);

ALTER TABLE "audit_checkpoint"
    ADD CONSTRAINT "audit_checkpoint_size_check" CHECK ("size" > 0),
    ADD CONSTRAINT "audit_checkpoint_root_check" CHECK (octet_length("root") = 32);

-- Appends in one round trip. Every statement in here sees what was committed before it started, so
-- the head that is read under the lock is the head; one statement that locked and read would not.
CREATE FUNCTION audit_append(for_stream text, happened_at timestamptz, content text)
    RETURNS TABLE ("seq" bigint, "hash" bytea) LANGUAGE plpgsql AS $$
#variable_conflict use_column
DECLARE
    last_seq bigint;
    last_hash bytea;
    bytes bytea := convert_to(content, 'UTF8');
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('audit ' || for_stream, 0));
    SELECT entry.seq, entry.hash INTO last_seq, last_hash FROM audit_entry AS entry
        WHERE entry.stream = for_stream ORDER BY entry.seq DESC LIMIT 1;
    IF NOT FOUND THEN
        last_seq := 0;
        last_hash := sha256('signalos-audit-genesis-v1\000'::bytea
            || int4send(octet_length(for_stream)) || convert_to(for_stream, 'UTF8'));
    END IF;
    RETURN QUERY INSERT INTO audit_entry (stream, seq, prev_hash, hash, body, at)
        VALUES (for_stream, last_seq + 1, last_hash, sha256('signalos-audit-v1\000'::bytea
            || int8send(last_seq + 1) || last_hash || int4send(octet_length(bytes)) || bytes),
            bytes, happened_at)
        RETURNING audit_entry.seq, audit_entry.hash;
END $$;

CREATE FUNCTION audit_refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'What is in % never changes', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER "audit_entry_never_changes" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_entry"
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER "audit_head_never_changes" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_head"
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER "audit_node_never_changes" BEFORE UPDATE OR DELETE OR TRUNCATE ON "audit_node"
    FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
CREATE TRIGGER "audit_checkpoint_never_changes" BEFORE UPDATE OR DELETE OR TRUNCATE
    ON "audit_checkpoint" FOR EACH STATEMENT EXECUTE FUNCTION audit_refuse_change();
