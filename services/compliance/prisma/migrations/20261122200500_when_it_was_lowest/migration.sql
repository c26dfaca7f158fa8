-- When it was is not known of lows that were noted before: no sooner than the day was first seen.
ALTER TABLE "account_day" ADD COLUMN     "lowest_at" TIMESTAMPTZ(3);
UPDATE "account_day" SET "lowest_at" = "taken_at";
ALTER TABLE "account_day" ALTER COLUMN "lowest_at" SET NOT NULL;
