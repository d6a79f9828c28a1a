/**
 * Writes the Python programs that to_python.py runs, to packages/testing/test/fixtures/python-programs.json.
 *
 * Run: node tooling/reference/to_python.ts && python3 tooling/reference/to_python.py
 */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pythonPrograms } from "../../packages/testing/test/python-cases.ts";

const target = join(import.meta.dirname, "../../packages/testing/test/fixtures");
mkdirSync(target, { recursive: true });
const lines = pythonPrograms().map((program) => JSON.stringify(program));
writeFileSync(join(target, "python-programs.json"), `[\n${lines.join(",\n")}\n]\n`);
