-- AlterTable
ALTER TABLE "account_day" DROP CONSTRAINT "account_day_pkey",
ADD CONSTRAINT "account_day_pkey" PRIMARY KEY ("account_id", "boundary", "day_start");

-- CreateIndex
CREATE INDEX "closed_trade_account_id_symbol_closed_at_idx" ON "closed_trade"("account_id", "symbol", "closed_at");
