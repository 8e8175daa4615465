-- AlterTable
ALTER TABLE "Observation" ADD COLUMN     "kept" REAL;
