-- AlterTable
ALTER TABLE "RunbookEvaluation" ADD COLUMN     "choices" JSONB NOT NULL DEFAULT '{}';
