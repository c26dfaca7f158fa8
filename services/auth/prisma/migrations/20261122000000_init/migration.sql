-- CreateTable
CREATE TABLE "user_account" (
    "id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "display_name" TEXT,
    "roles" TEXT[],
    "registered_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "user_account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "password" (
    "user_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "password_pkey" PRIMARY KEY ("user_id")
);

-- CreateTable
CREATE TABLE "login_guard" (
    "email_hash" BYTEA NOT NULL,
    "source" TEXT NOT NULL,
    "failures" INTEGER NOT NULL,
    "looks" INTEGER NOT NULL,
    "locked_until" TIMESTAMPTZ(3),
    "last_failed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "login_guard_pkey" PRIMARY KEY ("email_hash","source")
);

-- CreateTable
CREATE TABLE "session" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "device_name" TEXT,
    "user_agent" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,
    "last_used_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3) NOT NULL,
    "generation" INTEGER NOT NULL,
    "rotated_at" TIMESTAMPTZ(3),
    "successor" TEXT,
    "revoked_at" TIMESTAMPTZ(3),
    "revocation_reason" TEXT,

    CONSTRAINT "session_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "refresh_token" (
    "hash" BYTEA NOT NULL,
    "session_id" UUID NOT NULL,
    "generation" INTEGER NOT NULL,

    CONSTRAINT "refresh_token_pkey" PRIMARY KEY ("hash")
);

-- CreateTable
CREATE TABLE "signing_key" (
    "id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "x" TEXT NOT NULL,
    "y" TEXT NOT NULL,
    "private_key" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "activated_at" TIMESTAMPTZ(3),
    "retired_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "signing_key_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "secret_fingerprint" (
    "name" TEXT NOT NULL,
    "value" BYTEA NOT NULL,

    CONSTRAINT "secret_fingerprint_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "user_account_email_key" ON "user_account"("email");

-- CreateIndex
CREATE INDEX "login_guard_last_failed_at_idx" ON "login_guard"("last_failed_at");

-- CreateIndex
CREATE INDEX "session_user_id_started_at_id_idx" ON "session"("user_id", "started_at", "id");

-- CreateIndex
CREATE INDEX "session_ends_at_idx" ON "session"("ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "refresh_token_session_id_generation_key" ON "refresh_token"("session_id", "generation");

-- AddForeignKey
ALTER TABLE "password" ADD CONSTRAINT "password_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "session" ADD CONSTRAINT "session_user_id_fkey" FOREIGN KEY ("user_id") REFERENCES "user_account"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "refresh_token" ADD CONSTRAINT "refresh_token_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "session"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What follows Prisma cannot say.

ALTER TABLE "user_account"
    ADD CONSTRAINT "user_account_email_check" CHECK ("email" = lower("email"));

ALTER TABLE "login_guard"
    ADD CONSTRAINT "login_guard_email_hash_check" CHECK (octet_length("email_hash") = 32),
    ADD CONSTRAINT "login_guard_counts_check" CHECK ("failures" >= 0 AND "looks" >= 0);

ALTER TABLE "session"
    ADD CONSTRAINT "session_times_check" CHECK ("expires_at" <= "ends_at"),
    ADD CONSTRAINT "session_generation_check" CHECK ("generation" >= 1),
    ADD CONSTRAINT "session_successor_check" CHECK ("successor" IS NULL OR "rotated_at" IS NOT NULL),
    ADD CONSTRAINT "session_revocation_check"
        CHECK (("revoked_at" IS NULL) = ("revocation_reason" IS NULL));

-- Few at a time: those that were refreshed just now.
CREATE INDEX "session_successor_idx" ON "session" ("rotated_at") WHERE "successor" IS NOT NULL;

ALTER TABLE "refresh_token"
    ADD CONSTRAINT "refresh_token_hash_check" CHECK (octet_length("hash") = 32);

ALTER TABLE "signing_key"
    ADD CONSTRAINT "signing_key_id_check" CHECK ("id" ~ '^[A-Za-z0-9_-]{43}$'),
    ADD CONSTRAINT "signing_key_state_check"
        CHECK ("state" IN ('next', 'active', 'retiring', 'gone', 'revoked')),
    -- Only a key that signs, or will, still has its private half.
    ADD CONSTRAINT "signing_key_private_key_check"
        CHECK (("private_key" IS NOT NULL) = ("state" IN ('next', 'active'))),
    ADD CONSTRAINT "signing_key_activated_check" CHECK ("state" <> 'active' OR "activated_at" IS NOT NULL),
    ADD CONSTRAINT "signing_key_retired_check" CHECK ("state" <> 'retiring' OR "retired_at" IS NOT NULL),
    ADD CONSTRAINT "signing_key_ended_check"
        CHECK (("ended_at" IS NOT NULL) = ("state" IN ('gone', 'revoked')));

-- One key signs, and one is about to.
CREATE UNIQUE INDEX "signing_key_one_each_idx" ON "signing_key" ("state")
    WHERE "state" IN ('next', 'active');

ALTER TABLE "secret_fingerprint"
    ADD CONSTRAINT "secret_fingerprint_value_check" CHECK (octet_length("value") = 32);
