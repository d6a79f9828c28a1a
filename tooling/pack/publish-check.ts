import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { checkPackage, createPackageFromTarballData, type Problem } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { type Packed, packAll } from "./packages.ts";
import { giveWay } from "../run/give-way.ts";

giveWay();

/** `publint --strict` and `attw --profile esm-only` on the tarball of every public package. */
const folder = await mkdtemp(join(tmpdir(), "adjoint-publish-"));
try {
  const packed = await packAll(folder);
  const problems = (await Promise.all(packed.map(problemsOf))).flat();
  for (const problem of problems) console.error(problem);
  console.log(`publint and attw: ${packed.length} packages, ${problems.length} problems`);
  process.exitCode = problems.length > 0 || packed.length === 0 ? 1 : 0;
} finally {
  await rm(folder, { recursive: true });
}

async function problemsOf(pkg: Packed): Promise<string[]> {
  const data = await readFile(pkg.tarball);
  return [...(await publintProblems(pkg, data)), ...(await attwProblems(pkg, data))];
}

async function publintProblems(pkg: Packed, data: Buffer): Promise<string[]> {
  const tarball = data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength) as ArrayBuffer;
  const { messages, pkg: manifest } = await publint({ strict: true, pack: { tarball } });
  return messages
    .filter((message) => message.type !== "suggestion")
    .map((message) => `${pkg.name}: ${formatMessage(message, manifest, { color: false }) ?? message.code}`);
}

async function attwProblems(pkg: Packed, data: Buffer): Promise<string[]> {
  const result = await checkPackage(createPackageFromTarballData(new Uint8Array(data)));
  if (result.types === false) return [`${pkg.name}: has no types`];
  return result.problems.filter(concernsEsm).map((problem) => `${pkg.name}: ${JSON.stringify(problem)}`);
}

/** The esm-only profile: what only node10 or a `require` under node16 would meet is no problem of an ESM package. */
function concernsEsm(problem: Problem): boolean {
  if ("resolutionKind" in problem) return !["node10", "node16-cjs"].includes(problem.resolutionKind);
  return !("resolutionOption" in problem && problem.resolutionOption === "node10");
}
