-- AlterTable
ALTER TABLE "account_day" DROP CONSTRAINT "account_day_pkey",
ADD CONSTRAINT "account_day_pkey" PRIMARY KEY ("account_id", "boundary", "day_start");
