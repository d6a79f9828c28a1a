import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const root = new URL("../", import.meta.url);

/** A module of src/generated: compiled kernels as text, committed beside what it is compiled from. */
export interface GeneratedModule {
  readonly path: string;
  readonly generate: () => Promise<string>;
}

const flags = ["-O3", "--converge", "--noAssert", "--runtime=stub", "--enable=simd"];

/** Marks functions of the source as those that the compiler puts into their callers; no formatter parses a decorator. */
function readSource(name: string): string {
  return readFileSync(new URL(name, root), "utf8").replaceAll("/* inline */ ", "@inline ");
}

async function compile(source: string, options: readonly string[]): Promise<string> {
  let binary: Uint8Array | undefined;
  let messages = "";
  const { error } = await asc.main([source, "--outFile=kernel.wasm", ...flags, ...options], {
    readFile: (name) => {
      try {
        return readSource(name);
      } catch {
        return null;
      }
    },
    writeFile: (name, contents) => {
      if (name.endsWith(".wasm") && typeof contents !== "string") binary = contents;
    },
    listFiles: () => [],
    stderr: {
      write: (text) => {
        messages += String(text);
      },
    },
  });
  if (error !== null || binary === undefined) throw new Error(`${source}:\n${messages}`);
  return Buffer.from(binary).toString("base64");
}

async function matmulModule(): Promise<string> {
  const source = "assembly/matmul.ts";
  const relaxed = await compile(source, ["--initialMemory=0", "--enable=relaxed-simd"]);
  const plain = await compile(source, ["--initialMemory=0"]);
  return text(source, { relaxedSimdBinary: relaxed, simdBinary: plain });
}

async function acceleratedModule(): Promise<string> {
  const source = "assembly/accelerated.ts";
  return text(source, { binary: await compile(source, ["--initialMemory=0", "--enable=relaxed-simd"]) });
}

async function residentModule(): Promise<string> {
  const source = "assembly/resident.ts";
  const options = ["--importMemory", "--initialMemory=1"];
  const relaxed = await compile(source, [...options, "--enable=relaxed-simd"]);
  const plain = await compile(source, options);
  return text(source, { relaxedSimdBinary: relaxed, simdBinary: plain });
}

async function wideResidentModule(): Promise<string> {
  const source = "assembly/resident-wide.ts";
  const options = ["--importMemory", "--initialMemory=1", "--enable=relaxed-simd"];
  return text(source, { binary: await compile(source, options) });
}

async function elementaryModule(name: string): Promise<string> {
  const source = `assembly/elementary/${name}.ts`;
  return text(source, { binary: await compile(source, ["--importMemory", "--initialMemory=1"]) });
}

async function randomModule(name: string): Promise<string> {
  const source = `assembly/random/${name}.ts`;
  return text(source, { binary: await compile(source, ["--importMemory", "--initialMemory=1"]) });
}

async function denseModule(name: string): Promise<string> {
  const source = `assembly/dense/${name}.ts`;
  const options = ["--importMemory", "--initialMemory=1"];
  const relaxed = await compile(source, [...options, "--enable=relaxed-simd"]);
  const plain = await compile(source, options);
  return text(source, { relaxedSimdBinary: relaxed, simdBinary: plain });
}

function text(source: string, binaries: Readonly<Record<string, string>>): string {
  return [
    `// Compiled from ${source} by \`pnpm --filter @adjoint/kernels run assemble\`; do not edit.`,
    ...Object.entries(binaries).map(([name, base64]) => `\nexport const ${name}: string =\n  "${base64}";`),
    "",
  ].join("\n");
}

/** The functions that have a kernel each, so that a bundle carries no more than it uses. */
const elementary = ["erf", "exp", "expm1", "extrema", "log", "log1p", "pow", "sigmoid", "sin", "sum", "tanh"];

/** The same in float32, for compiled programs. */
const elementaryFloat32 = ["exp", "expm1", "log", "log1p", "sigmoid", "sin", "tanh"];

/** Kernels of dense linear algebra, which factorizations put together. */
const dense = [
  "bidiagonal",
  "bulges",
  "elimination",
  "hessenberg",
  "products",
  "reflections",
  "rotations",
  "tridiagonal",
];

/** All modules of src/generated. */
export const generatedModules: readonly GeneratedModule[] = [
  { path: generatedPath("matmul"), generate: matmulModule },
  { path: generatedPath("accelerated"), generate: acceleratedModule },
  { path: generatedPath("resident"), generate: residentModule },
  { path: generatedPath("resident-wide"), generate: wideResidentModule },
  ...dense.map((name) => ({ path: generatedPath(`dense/${name}`), generate: () => denseModule(name) })),
  { path: generatedPath("threefry"), generate: () => randomModule("threefry") },
  ...elementary.map((name) => ({ path: generatedPath(name), generate: () => elementaryModule(name) })),
  ...elementaryFloat32.map((name) => ({
    path: generatedPath(`float32/${name}`),
    generate: () => elementaryModule(`float32/${name}`),
  })),
];

function generatedPath(name: string): string {
  return fileURLToPath(new URL(`src/generated/${name}.ts`, root));
}
