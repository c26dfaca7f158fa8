-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "broker" TEXT NOT NULL,
    "currency" TEXT NOT NULL,
    "initial_balance" DECIMAL(20,2) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "platform" TEXT,
    "registered_at" TIMESTAMPTZ(3) NOT NULL,
    "mode" TEXT NOT NULL DEFAULT 'auto',
    "mode_reason" TEXT,
    "mode_until" TIMESTAMPTZ(3),
    "last_sync_at" TIMESTAMPTZ(3),

    CONSTRAINT "device_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "device_epoch" (
    "device_id" UUID NOT NULL,
    "epoch" UUID NOT NULL,
    "last_seq" INTEGER NOT NULL,

    CONSTRAINT "device_epoch_pkey" PRIMARY KEY ("device_id","epoch")
);

-- CreateTable
CREATE TABLE "item" (
    "user_id" UUID NOT NULL,
    "action_id" UUID NOT NULL,
    "device_id" UUID,
    "epoch" UUID,
    "seq" INTEGER,
    "kind" TEXT NOT NULL,
    "content_sha" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "code" TEXT,
    "detail" TEXT,
    "expires_at" TIMESTAMPTZ(3),
    "received_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "item_pkey" PRIMARY KEY ("user_id","action_id")
);

-- CreateTable
CREATE TABLE "message" (
    "user_id" UUID NOT NULL,
    "item_id" UUID NOT NULL,
    "device_id" UUID NOT NULL,
    "source" TEXT NOT NULL,
    "message_id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "reading" JSONB NOT NULL,
    "parser_version" TEXT NOT NULL,

    CONSTRAINT "message_pkey" PRIMARY KEY ("user_id","item_id")
);

-- CreateTable
CREATE TABLE "action" (
    "user_id" UUID NOT NULL,
    "id" UUID NOT NULL,
    "place" BIGSERIAL NOT NULL,
    "account_id" UUID NOT NULL,
    "device_id" UUID,
    "kind" TEXT NOT NULL,
    "payload" JSONB NOT NULL,
    "state" TEXT NOT NULL,
    "accepted_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3),
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "next_at" TIMESTAMPTZ(3) NOT NULL,
    "question" INTEGER NOT NULL DEFAULT 0,
    "submitted_at" TIMESTAMPTZ(3),
    "misses" INTEGER NOT NULL DEFAULT 0,
    "settled_at" TIMESTAMPTZ(3),

    CONSTRAINT "action_pkey" PRIMARY KEY ("user_id","id")
);

-- CreateTable
CREATE TABLE "lane" (
    "account_id" UUID NOT NULL,
    "leased_until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "lane_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "change_log" (
    "id" BIGSERIAL NOT NULL,
    "txid" xid8 NOT NULL DEFAULT pg_current_xact_id(),
    "user_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "action_id" UUID,
    "kind" TEXT,
    "state" TEXT NOT NULL,
    "detail" JSONB NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "change_log_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "paper_account" (
    "account_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "balance" DECIMAL(20,2) NOT NULL,

    CONSTRAINT "paper_account_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "paper_position" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "opened_by" UUID NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "lots" DECIMAL(20,8) NOT NULL,
    "open_price" DECIMAL(20,8) NOT NULL,
    "stop_loss" DECIMAL(20,8),
    "take_profit" DECIMAL(20,8),
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "closed_at" TIMESTAMPTZ(3),

    CONSTRAINT "paper_position_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "paper_order" (
    "account_id" UUID NOT NULL,
    "client_order_id" TEXT NOT NULL,
    "user_id" UUID NOT NULL,
    "action_id" UUID NOT NULL,
    "state" TEXT NOT NULL,
    "code" TEXT,
    "message" TEXT,
    "symbol" TEXT,
    "side" TEXT,
    "type" TEXT,
    "lots" DECIMAL(20,8),
    "entry_price" DECIMAL(20,8),
    "stop_loss" DECIMAL(20,8),
    "take_profit" DECIMAL(20,8),
    "expires_at" TIMESTAMPTZ(3),
    "placed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "paper_order_pkey" PRIMARY KEY ("account_id","client_order_id")
);

-- CreateIndex
CREATE INDEX "account_user_id_opened_at_id_idx" ON "account"("user_id", "opened_at", "id");

-- CreateIndex
CREATE INDEX "device_user_id_registered_at_id_idx" ON "device"("user_id", "registered_at", "id");

-- CreateIndex
CREATE UNIQUE INDEX "item_device_id_epoch_seq_key" ON "item"("device_id", "epoch", "seq");

-- CreateIndex
CREATE INDEX "message_user_id_device_id_kind_idx" ON "message"("user_id", "device_id", "kind");

-- CreateIndex
CREATE INDEX "action_user_id_state_idx" ON "action"("user_id", "state");

-- CreateIndex
CREATE INDEX "change_log_user_id_txid_id_idx" ON "change_log"("user_id", "txid", "id");

-- CreateIndex
CREATE UNIQUE INDEX "paper_position_account_id_opened_by_key" ON "paper_position"("account_id", "opened_by");


-- What Prisma cannot say.

ALTER TABLE "account" ADD CONSTRAINT "account_initial_balance_check" CHECK ("initial_balance" > 0);
ALTER TABLE "device" ADD CONSTRAINT "device_mode_check"
    CHECK ("mode" IN ('auto', 'force_offline', 'force_online') AND ("mode" = 'auto') = ("mode_until" IS NULL));
ALTER TABLE "device_epoch" ADD CONSTRAINT "device_epoch_last_seq_check" CHECK ("last_seq" >= 0);
ALTER TABLE "item" ADD CONSTRAINT "item_status_check"
    CHECK ("status" IN ('accepted', 'voided', 'rejected') AND ("status" = 'rejected') = ("code" IS NOT NULL));
ALTER TABLE "item" ADD CONSTRAINT "item_seq_check" CHECK (("seq" IS NULL) = ("epoch" IS NULL));
ALTER TABLE "message" ADD CONSTRAINT "message_kind_check" CHECK ("kind" IN ('signal', 'update', 'noise'));
ALTER TABLE "action" ADD CONSTRAINT "action_kind_check" CHECK ("kind" IN ('open', 'close', 'modify'));
ALTER TABLE "action" ADD CONSTRAINT "action_state_check"
    CHECK ("state" IN ('queued', 'executing', 'in_doubt', 'working', 'executed', 'refused', 'expired', 'failed')
      AND ("state" IN ('executed', 'refused', 'expired', 'failed')) = ("settled_at" IS NOT NULL));
ALTER TABLE "paper_position" ADD CONSTRAINT "paper_position_lots_check"
    CHECK ("lots" >= 0 AND ("lots" = 0) = ("closed_at" IS NOT NULL));
ALTER TABLE "paper_order" ADD CONSTRAINT "paper_order_state_check"
    CHECK ("state" IN ('working', 'filled', 'rejected', 'expired') AND ("state" = 'rejected') = ("code" IS NOT NULL));

-- The head of each account's queue, and what has waited too long in it.
CREATE INDEX "action_pending_idx" ON "action" ("account_id", "place")
    WHERE "state" IN ('queued', 'executing', 'in_doubt');
CREATE INDEX "action_expiry_idx" ON "action" ("expires_at") WHERE "state" = 'queued';
CREATE INDEX "action_settled_idx" ON "action" ("user_id", "settled_at") WHERE "settled_at" IS NOT NULL;
-- What the paper market watches.
CREATE INDEX "paper_position_open_idx" ON "paper_position" ("symbol") WHERE "closed_at" IS NULL;
CREATE INDEX "paper_order_working_idx" ON "paper_order" ("symbol") WHERE "state" = 'working';
