-- CreateTable
CREATE TABLE "Import" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "file" TEXT NOT NULL,
    "contentHash" TEXT NOT NULL,
    "sizeBytes" INTEGER NOT NULL,
    "vantage" TEXT,
    "node" TEXT,
    "summary" JSONB NOT NULL,
    "auditSubject" TEXT NOT NULL,
    "content" BYTEA NOT NULL,

    CONSTRAINT "Import_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Import_at_idx" ON "Import"("at");
