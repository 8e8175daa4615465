-- DropTable
DROP TABLE "LayoutCache";
