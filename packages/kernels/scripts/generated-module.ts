import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import asc from "assemblyscript/asc";

const source = "assembly/matmul.ts";
const root = new URL("../", import.meta.url);

/** Where the compiled kernels are committed. */
export const generatedPath: string = fileURLToPath(new URL("src/generated/matmul.ts", root));

const flags = ["-O3", "--converge", "--noAssert", "--runtime=stub", "--initialMemory=0", "--enable=simd"];

async function compile(features: readonly string[]): Promise<string> {
  let binary: Uint8Array | undefined;
  let messages = "";
  const { error } = await asc.main(
    [source, "--outFile=matmul.wasm", ...flags, ...features.map((name) => `--enable=${name}`)],
    {
      readFile: (name) => {
        try {
          return readFileSync(new URL(name, root), "utf8");
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
    },
  );
  if (error !== null || binary === undefined) throw new Error(`${source}:\n${messages}`);
  return Buffer.from(binary).toString("base64");
}

/** The text of the module that carries both builds of the kernels, compiled from the AssemblyScript source. */
export async function generatedModule(): Promise<string> {
  const relaxed = await compile(["relaxed-simd"]);
  const plain = await compile([]);
  return [
    "// Compiled from assembly/matmul.ts by `pnpm --filter @adjoint/kernels run assemble`; do not edit.",
    "",
    `export const relaxedSimdBinary: string =\n  "${relaxed}";`,
    "",
    `export const simdBinary: string =\n  "${plain}";`,
    "",
  ].join("\n");
}
