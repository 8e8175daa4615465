-- CreateTable
CREATE TABLE "Run" (
    "id" UUID NOT NULL,
    "number" SERIAL NOT NULL,
    "runbookId" TEXT NOT NULL,
    "runbookHash" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT NOT NULL,
    "parameters" JSONB NOT NULL,
    "targets" TEXT[],
    "runbook" JSONB NOT NULL,
    "startedBy" TEXT NOT NULL,
    "commander" TEXT NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL,
    "detectedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "stoppedBecause" TEXT,
    "fencingToken" INTEGER NOT NULL DEFAULT 0,
    "workerId" TEXT,
    "leaseUntil" TIMESTAMPTZ(3),
    "memory" JSONB NOT NULL DEFAULT '{}',
    "scheduled" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "Run_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunStep" (
    "id" UUID NOT NULL,
    "runId" UUID NOT NULL,
    "number" INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "prose" TEXT NOT NULL,
    "block" JSONB NOT NULL,
    "isDestructive" BOOLEAN NOT NULL,
    "status" TEXT NOT NULL,
    "reason" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "requestedBy" TEXT,
    "requestedAt" TIMESTAMPTZ(3),
    "approvalEndsAt" TIMESTAMPTZ(3),
    "turnAt" TIMESTAMPTZ(3),
    "blockedAt" TIMESTAMPTZ(3),
    "startedAt" TIMESTAMPTZ(3),
    "endedAt" TIMESTAMPTZ(3),
    "description" JSONB,
    "preflight" JSONB NOT NULL DEFAULT '[]',
    "preflightAt" TIMESTAMPTZ(3),
    "result" JSONB,
    "chosen" TEXT,

    CONSTRAINT "RunStep_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunApproval" (
    "id" UUID NOT NULL,
    "stepId" UUID NOT NULL,
    "attempt" INTEGER NOT NULL,
    "approvedBy" TEXT NOT NULL,
    "approvedAt" TIMESTAMPTZ(3) NOT NULL,
    "breakGlassReason" TEXT,

    CONSTRAINT "RunApproval_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunLock" (
    "id" BIGSERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "runId" UUID NOT NULL,
    "acquiredAt" TIMESTAMPTZ(3) NOT NULL,
    "releasedAt" TIMESTAMPTZ(3),
    "token" INTEGER NOT NULL,

    CONSTRAINT "RunLock_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunEntry" (
    "id" BIGSERIAL NOT NULL,
    "runId" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "stepKey" TEXT,
    "text" TEXT NOT NULL,

    CONSTRAINT "RunEntry_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "RunPresence" (
    "runId" UUID NOT NULL,
    "person" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "role" TEXT NOT NULL,
    "seenAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "RunPresence_pkey" PRIMARY KEY ("runId","person")
);

-- CreateTable
CREATE TABLE "RunbookEvaluation" (
    "runbookId" TEXT NOT NULL,
    "runbookHash" TEXT NOT NULL,
    "status" TEXT NOT NULL,
    "evaluatedAt" TIMESTAMPTZ(3) NOT NULL,
    "reasons" JSONB NOT NULL,
    "checks" JSONB NOT NULL,

    CONSTRAINT "RunbookEvaluation_pkey" PRIMARY KEY ("runbookId")
);

-- CreateTable
CREATE TABLE "RunSchedule" (
    "runbookId" TEXT NOT NULL,
    "mode" TEXT NOT NULL,
    "everyHours" INTEGER NOT NULL,
    "parameters" JSONB NOT NULL DEFAULT '{}',
    "setBy" TEXT NOT NULL,
    "setAt" TIMESTAMPTZ(3) NOT NULL,
    "nextAt" TIMESTAMPTZ(3) NOT NULL,
    "lastRunId" UUID,
    "lastNotStarted" TEXT,

    CONSTRAINT "RunSchedule_pkey" PRIMARY KEY ("runbookId")
);

-- CreateIndex
CREATE UNIQUE INDEX "Run_number_key" ON "Run"("number");

-- CreateIndex
CREATE INDEX "Run_runbookId_number_idx" ON "Run"("runbookId", "number");

-- CreateIndex
CREATE INDEX "Run_status_idx" ON "Run"("status");

-- CreateIndex
CREATE UNIQUE INDEX "RunStep_runId_key_key" ON "RunStep"("runId", "key");

-- CreateIndex
CREATE UNIQUE INDEX "RunStep_runId_number_key" ON "RunStep"("runId", "number");

-- CreateIndex
CREATE UNIQUE INDEX "RunApproval_stepId_attempt_approvedBy_key" ON "RunApproval"("stepId", "attempt", "approvedBy");

-- CreateIndex
CREATE INDEX "RunLock_name_token_idx" ON "RunLock"("name", "token");

-- CreateIndex
CREATE INDEX "RunLock_runId_idx" ON "RunLock"("runId");

-- CreateIndex
CREATE INDEX "RunEntry_runId_id_idx" ON "RunEntry"("runId", "id");

-- AddForeignKey
ALTER TABLE "RunStep" ADD CONSTRAINT "RunStep_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunApproval" ADD CONSTRAINT "RunApproval_stepId_fkey" FOREIGN KEY ("stepId") REFERENCES "RunStep"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunLock" ADD CONSTRAINT "RunLock_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunEntry" ADD CONSTRAINT "RunEntry_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "RunPresence" ADD CONSTRAINT "RunPresence_runId_fkey" FOREIGN KEY ("runId") REFERENCES "Run"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- One active run a lock, whatever happens at the same moment.
CREATE UNIQUE INDEX "RunLock_held_key" ON "RunLock"("name") WHERE "releasedAt" IS NULL;
