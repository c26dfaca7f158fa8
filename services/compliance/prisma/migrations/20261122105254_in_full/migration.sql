-- DropForeignKey
ALTER TABLE "violation" DROP CONSTRAINT "violation_decision_id_fkey";

-- AlterTable
ALTER TABLE "account" ADD COLUMN     "highest_closed" DECIMAL(38,18),
ADD COLUMN     "paused_until" TIMESTAMPTZ(3),
ADD COLUMN     "peak_equity" DECIMAL(38,18),
ADD COLUMN     "permitted_symbols" TEXT[] NOT NULL DEFAULT ARRAY[]::TEXT[],
ADD COLUMN     "phase" TEXT NOT NULL DEFAULT 'evaluation',
ADD COLUMN     "type" TEXT NOT NULL DEFAULT 'standard';

-- What is known of accounts that are there already.
UPDATE "account" SET "highest_closed" = greatest("initial_balance", "balance"),
    "peak_equity" = greatest("initial_balance", "balance");
ALTER TABLE "account" ALTER COLUMN "highest_closed" SET NOT NULL,
    ALTER COLUMN "peak_equity" SET NOT NULL,
    ADD CONSTRAINT "account_phase_check" CHECK ("phase" IN ('evaluation', 'funded')),
    ADD CONSTRAINT "account_type_check" CHECK ("type" IN ('standard', 'swing'));

-- AlterTable
ALTER TABLE "account_day" ADD COLUMN     "boundary" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "start_balance" DECIMAL(38,18);
UPDATE "account_day" SET "start_balance" = "start_equity";
ALTER TABLE "account_day" ALTER COLUMN "start_balance" SET NOT NULL,
    ALTER COLUMN "boundary" DROP DEFAULT;

-- AlterTable
ALTER TABLE "position" ADD COLUMN     "swap" DECIMAL(38,18) NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "violation" ADD COLUMN     "latched" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "phase" TEXT NOT NULL DEFAULT 'pre-trade',
ALTER COLUMN "decision_id" DROP NOT NULL;
ALTER TABLE "violation" ALTER COLUMN "phase" DROP DEFAULT,
    ADD CONSTRAINT "violation_phase_check" CHECK ("phase" IN ('pre-trade', 'monitor', 'day-roll')),
    ADD CONSTRAINT "violation_decision_check" CHECK (("phase" = 'pre-trade') = ("decision_id" IS NOT NULL));

-- CreateTable
CREATE TABLE "fill" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "position_id" UUID NOT NULL,
    "symbol" TEXT NOT NULL,
    "side" TEXT NOT NULL,
    "lots" DECIMAL(38,18) NOT NULL,
    "price" DECIMAL(38,18) NOT NULL,
    "filled_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "fill_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "cash_flow" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" TEXT NOT NULL,
    "amount" DECIMAL(38,18) NOT NULL,
    "booked_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "cash_flow_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "strategy" (
    "account_id" UUID NOT NULL,
    "id" TEXT NOT NULL,
    "executions" INTEGER NOT NULL DEFAULT 0,
    "enabled_by" UUID,
    "enabled_at" TIMESTAMPTZ(3),
    "reason" TEXT,

    CONSTRAINT "strategy_pkey" PRIMARY KEY ("account_id","id")
);

-- CreateTable
CREATE TABLE "kill_switch" (
    "scope" TEXT NOT NULL,
    "scope_id" TEXT NOT NULL,
    "state" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "set_by" UUID NOT NULL,
    "set_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "kill_switch_pkey" PRIMARY KEY ("scope","scope_id")
);

-- CreateTable
CREATE TABLE "custom_profile" (
    "id" TEXT NOT NULL,
    "version" INTEGER NOT NULL,
    "owner_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "base_id" TEXT NOT NULL,
    "base_version" INTEGER NOT NULL,
    "limits" JSONB NOT NULL,
    "looser" BOOLEAN NOT NULL,
    "sha256" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "custom_profile_pkey" PRIMARY KEY ("id","version")
);

-- CreateTable
CREATE TABLE "news_event" (
    "id" TEXT NOT NULL,
    "time" TIMESTAMPTZ(3) NOT NULL,
    "currency" TEXT NOT NULL,
    "impact" TEXT NOT NULL,
    "title" TEXT NOT NULL,

    CONSTRAINT "news_event_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "fill_account_id_filled_at_idx" ON "fill"("account_id", "filled_at");

-- CreateIndex
CREATE INDEX "cash_flow_account_id_booked_at_idx" ON "cash_flow"("account_id", "booked_at");

-- CreateIndex
CREATE INDEX "custom_profile_owner_id_idx" ON "custom_profile"("owner_id");

-- CreateIndex
CREATE INDEX "news_event_time_idx" ON "news_event"("time");

-- CreateIndex
CREATE INDEX "decision_account_id_decided_at_idx" ON "decision"("account_id", "decided_at");

-- AddForeignKey
ALTER TABLE "fill" ADD CONSTRAINT "fill_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "cash_flow" ADD CONSTRAINT "cash_flow_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "strategy" ADD CONSTRAINT "strategy_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "violation" ADD CONSTRAINT "violation_decision_id_fkey" FOREIGN KEY ("decision_id") REFERENCES "decision"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "fill"
    ADD CONSTRAINT "fill_side_check" CHECK ("side" IN ('buy', 'sell')),
    ADD CONSTRAINT "fill_lots_check" CHECK ("lots" > 0);

ALTER TABLE "cash_flow"
    ADD CONSTRAINT "cash_flow_kind_check" CHECK ("kind" IN ('deposit', 'withdrawal', 'payout', 'fee')),
    ADD CONSTRAINT "cash_flow_amount_check" CHECK (("kind" = 'deposit') = ("amount" > 0) AND "amount" <> 0);

ALTER TABLE "strategy" ADD CONSTRAINT "strategy_executions_check" CHECK ("executions" >= 0);

ALTER TABLE "kill_switch"
    ADD CONSTRAINT "kill_switch_scope_check" CHECK ("scope" IN ('platform', 'user', 'account')),
    ADD CONSTRAINT "kill_switch_state_check" CHECK ("state" IN ('ACTIVE', 'REDUCING', 'HALTED'));

ALTER TABLE "news_event" ADD CONSTRAINT "news_event_impact_check" CHECK ("impact" IN ('low', 'medium', 'high'));

ALTER TABLE "reservation"
    DROP CONSTRAINT "reservation_outcome_check",
    ADD CONSTRAINT "reservation_outcome_check" CHECK ("outcome" IN ('filled', 'failed', 'released'));
