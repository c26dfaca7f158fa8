ALTER TABLE "fill" ADD COLUMN "client_trade_id" TEXT;
