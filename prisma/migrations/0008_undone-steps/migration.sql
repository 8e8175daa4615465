-- AlterTable
ALTER TABLE "RunStep" ADD COLUMN     "undo" JSONB,
ADD COLUMN     "undoable" TEXT NOT NULL DEFAULT 'never';
