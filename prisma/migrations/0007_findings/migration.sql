-- CreateTable
CREATE TABLE "Finding" (
    "id" UUID NOT NULL,
    "rule" TEXT NOT NULL,
    "key" TEXT NOT NULL,
    "severity" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "subjects" JSONB NOT NULL,
    "statements" JSONB NOT NULL,
    "fixes" JSONB NOT NULL,
    "needs" JSONB,
    "rootCause" TEXT,
    "contradictions" JSONB NOT NULL,
    "digest" TEXT NOT NULL,
    "openedAt" TIMESTAMPTZ(3) NOT NULL,
    "changedAt" TIMESTAMPTZ(3) NOT NULL,
    "resolvedAt" TIMESTAMPTZ(3),
    "acknowledgedBy" TEXT,
    "waivedUntil" TIMESTAMPTZ(3),
    "waiverOwner" TEXT,
    "waiverReason" TEXT,

    CONSTRAINT "Finding_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FindingEvent" (
    "id" BIGSERIAL NOT NULL,
    "findingId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "kind" TEXT NOT NULL,
    "actor" TEXT NOT NULL,
    "note" TEXT NOT NULL,

    CONSTRAINT "FindingEvent_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "FindingRule" (
    "id" TEXT NOT NULL,
    "outcome" TEXT NOT NULL,
    "evaluatedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FindingRule_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Finding_status_idx" ON "Finding"("status");

-- CreateIndex
CREATE UNIQUE INDEX "Finding_rule_key_key" ON "Finding"("rule", "key");

-- CreateIndex
CREATE INDEX "FindingEvent_findingId_id_idx" ON "FindingEvent"("findingId", "id");

-- AddForeignKey
ALTER TABLE "FindingEvent" ADD CONSTRAINT "FindingEvent_findingId_fkey" FOREIGN KEY ("findingId") REFERENCES "Finding"("id") ON DELETE CASCADE ON UPDATE CASCADE;
