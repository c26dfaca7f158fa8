-- CreateIndex
CREATE INDEX "message_user_id_source_message_id_idx" ON "message"("user_id", "source", "message_id");


-- What Prisma cannot say: a trade may be held until its user confirms it.

ALTER TABLE "action" DROP CONSTRAINT "action_state_check";
ALTER TABLE "action" ADD CONSTRAINT "action_state_check"
    CHECK ("state" IN ('held', 'queued', 'executing', 'in_doubt', 'working', 'executed', 'refused', 'expired', 'failed')
      AND ("state" IN ('executed', 'refused', 'expired', 'failed')) = ("settled_at" IS NOT NULL));

-- What has waited too long, for its turn or for its user.
DROP INDEX "action_expiry_idx";
CREATE INDEX "action_expiry_idx" ON "action" ("expires_at") WHERE "state" IN ('queued', 'held');
