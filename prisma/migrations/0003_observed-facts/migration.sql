-- CreateTable
CREATE TABLE "FactSet" (
    "id" SERIAL NOT NULL,
    "name" TEXT NOT NULL,
    "setBy" TEXT NOT NULL,
    "source" TEXT NOT NULL,
    "vantage" TEXT NOT NULL,
    "observedAt" TIMESTAMPTZ(3) NOT NULL,
    "validUntil" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "FactSet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "ObservedFact" (
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "body" JSONB NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "setId" INTEGER NOT NULL,

    CONSTRAINT "ObservedFact_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "FactChange" (
    "id" BIGSERIAL NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "key" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "setBy" TEXT NOT NULL,
    "vantage" TEXT NOT NULL,
    "from" JSONB,
    "to" JSONB,

    CONSTRAINT "FactChange_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "FactSet_name_key" ON "FactSet"("name");

-- CreateIndex
CREATE INDEX "ObservedFact_kind_idx" ON "ObservedFact"("kind");

-- CreateIndex
CREATE INDEX "ObservedFact_setId_idx" ON "ObservedFact"("setId");

-- CreateIndex
CREATE INDEX "FactChange_key_at_idx" ON "FactChange"("key", "at");

-- CreateIndex
CREATE INDEX "FactChange_kind_at_idx" ON "FactChange"("kind", "at");

-- CreateIndex
CREATE INDEX "FactChange_at_idx" ON "FactChange"("at");

-- AddForeignKey
ALTER TABLE "ObservedFact" ADD CONSTRAINT "ObservedFact_setId_fkey" FOREIGN KEY ("setId") REFERENCES "FactSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;
