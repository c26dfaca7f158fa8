-- AlterTable
ALTER TABLE "account" ADD COLUMN     "changed_in" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "told_until" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "account_day" ADD COLUMN     "later_flows" DECIMAL(38,18) NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "kill_switch" ADD COLUMN     "by_operator" BOOLEAN NOT NULL;

-- AlterTable
ALTER TABLE "reservation" ADD COLUMN     "committed_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "limit_warning" (
    "account_id" UUID NOT NULL,
    "limit" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "level" INTEGER NOT NULL,
    "warned_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "limit_warning_pkey" PRIMARY KEY ("account_id","limit","since")
);

-- CreateTable
CREATE TABLE "alarm" (
    "account_id" UUID NOT NULL,
    "rule_id" TEXT NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "alarm_pkey" PRIMARY KEY ("account_id","rule_id")
);

-- CreateIndex
CREATE INDEX "account_changed_in_idx" ON "account"("changed_in");

-- AddForeignKey
ALTER TABLE "limit_warning" ADD CONSTRAINT "limit_warning_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "alarm" ADD CONSTRAINT "alarm_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "account"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

ALTER TABLE "limit_warning"
    ADD CONSTRAINT "limit_warning_limit_check" CHECK ("limit" IN ('daily', 'total')),
    ADD CONSTRAINT "limit_warning_level_check" CHECK ("level" BETWEEN 1 AND 100);

-- Every change of an account, or of what it holds, leaves the number of its transaction. Unlike a
-- sequence or a clock it tells what is still under way: pg_snapshot_xmin says from where on to look.
CREATE FUNCTION account_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.changed_in := pg_current_xact_id()::text::bigint;
    RETURN NEW;
END $$;

CREATE TRIGGER "account_changes" BEFORE UPDATE ON "account"
    FOR EACH ROW EXECUTE FUNCTION account_changes();

CREATE FUNCTION account_holds() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE account SET changed_in = 0 WHERE id = coalesce(NEW.account_id, OLD.account_id);
    RETURN NULL;
END $$;

CREATE TRIGGER "account_holds" AFTER INSERT OR UPDATE OR DELETE ON "position"
    FOR EACH ROW EXECUTE FUNCTION account_holds();
