import { matmulLaws } from "./matmul-laws.ts";

matmulLaws();
