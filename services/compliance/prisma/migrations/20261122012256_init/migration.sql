-- CreateTable
CREATE TABLE "account" (
    "id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "currency" TEXT NOT NULL,
    "initial_balance" DECIMAL(38,18) NOT NULL,
    "balance" DECIMAL(38,18) NOT NULL,
    "commission_per_lot" DECIMAL(38,18) NOT NULL DEFAULT 0,
    "status" TEXT NOT NULL DEFAULT 'active',
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "profile_id" TEXT,
    "profile_version" INTEGER,
    "activated_at" TIMESTAMPTZ(3),

    CONSTRAINT "account_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "position" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "lots" DECIMAL(38,18) NOT NULL,
    "open_price" DECIMAL(38,18) NOT NULL,
    "stop_loss" DECIMAL(38,18),
    "take_profit" DECIMAL(38,18),
    "commission" DECIMAL(38,18) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "position_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "closed_trade" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "position_id" UUID NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "lots" DECIMAL(38,18) NOT NULL,
    "profit" DECIMAL(38,18) NOT NULL,
    "closed_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "closed_trade_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "account_day" (
    "account_id" UUID NOT NULL,
    "day_start" TIMESTAMPTZ(3) NOT NULL,
    "start_equity" DECIMAL(38,18) NOT NULL,
    "taken_at" TIMESTAMPTZ(3) NOT NULL,
    "lowest_equity" DECIMAL(38,18) NOT NULL,

    CONSTRAINT "account_day_pkey" PRIMARY KEY ("account_id","day_start")
);

-- CreateTable
CREATE TABLE "reservation" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "client_trade_id" TEXT NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "lots" DECIMAL(38,18) NOT NULL,
    "worst_loss" DECIMAL(38,18) NOT NULL,
    "reserved_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "outcome" TEXT,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "reservation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "decision" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "client_trade_id" TEXT NOT NULL,
    "allowed" BOOLEAN NOT NULL,
    "decided_at" TIMESTAMPTZ(3) NOT NULL,
    "trade" JSONB NOT NULL,
    "reply" JSONB NOT NULL,

    CONSTRAINT "decision_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "violation" (
    "id" UUID NOT NULL,
    "decision_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "user_id" UUID NOT NULL,
    "detected_at" TIMESTAMPTZ(3) NOT NULL,
    "rule_id" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "message" TEXT NOT NULL,
    "limit" TEXT NOT NULL,
    "actual" TEXT NOT NULL,
    "unit" TEXT NOT NULL,
    "formula" TEXT NOT NULL,
    "inputs" JSONB NOT NULL,

    CONSTRAINT "violation_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "account_user_id_opened_at_id_idx" ON "account"("user_id", "opened_at", "id");

-- CreateIndex
CREATE INDEX "position_account_id_idx" ON "position"("account_id");

-- CreateIndex
CREATE INDEX "closed_trade_account_id_closed_at_idx" ON "closed_trade"("account_id", "closed_at");

-- CreateIndex
CREATE UNIQUE INDEX "reservation_account_id_client_trade_id_key" ON "reservation"("account_id", "client_trade_id");

-- CreateIndex
CREATE UNIQUE INDEX "decision_account_id_client_trade_id_key" ON "decision"("account_id", "client_trade_id");

-- CreateIndex
CREATE INDEX "violation_user_id_detected_at_id_idx" ON "violation"("user_id", "detected_at", "id");

-- CreateIndex
CREATE INDEX "violation_account_id_detected_at_id_idx" ON "violation"("account_id", "detected_at", "id");

-- AddForeignKey
ALTER TABLE "position" ADD CONSTRAINT "position_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "closed_trade" ADD CONSTRAINT "closed_trade_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "account_day" ADD CONSTRAINT "account_day_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reservation" ADD CONSTRAINT "reservation_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "decision" ADD CONSTRAINT "decision_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "violation" ADD CONSTRAINT "violation_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What Prisma cannot say: the states that do not exist.
ALTER TABLE "account"
    ADD CONSTRAINT "account_status_check" CHECK ("status" IN ('active', 'suspended', 'breached', 'closed')),
    ADD CONSTRAINT "account_initial_balance_check" CHECK ("initial_balance" > 0),
    ADD CONSTRAINT "account_commission_check" CHECK ("commission_per_lot" >= 0),
    ADD CONSTRAINT "account_profile_check" CHECK (num_nulls("profile_id", "profile_version", "activated_at") IN (0, 3));

ALTER TABLE "position"
    ADD CONSTRAINT "position_side_check" CHECK ("side" IN ('buy', 'sell')),
    ADD CONSTRAINT "position_lots_check" CHECK ("lots" > 0),
    ADD CONSTRAINT "position_commission_check" CHECK ("commission" >= 0);

ALTER TABLE "closed_trade"
    ADD CONSTRAINT "closed_trade_side_check" CHECK ("side" IN ('buy', 'sell')),
    ADD CONSTRAINT "closed_trade_lots_check" CHECK ("lots" > 0);

ALTER TABLE "account_day"
    ADD CONSTRAINT "account_day_lowest_check" CHECK ("lowest_equity" <= "start_equity"),
    ADD CONSTRAINT "account_day_taken_check" CHECK ("taken_at" >= "day_start");

ALTER TABLE "reservation"
    ADD CONSTRAINT "reservation_side_check" CHECK ("side" IN ('buy', 'sell')),
    ADD CONSTRAINT "reservation_lots_check" CHECK ("lots" > 0),
    ADD CONSTRAINT "reservation_worst_loss_check" CHECK ("worst_loss" >= 0),
    ADD CONSTRAINT "reservation_expires_check" CHECK ("expires_at" > "reserved_at"),
    ADD CONSTRAINT "reservation_end_check" CHECK (("outcome" IS NULL) = ("ended_at" IS NULL)),
    ADD CONSTRAINT "reservation_outcome_check" CHECK ("outcome" IN ('filled', 'failed'));

ALTER TABLE "violation"
    ADD CONSTRAINT "violation_severity_check" CHECK ("severity" IN ('hard', 'warn'));

-- Each decision reads those that may still hold; the others only stay as a record.
CREATE INDEX "reservation_open_idx" ON "reservation"("account_id", "expires_at") WHERE "ended_at" IS NULL;
