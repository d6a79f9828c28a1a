import { gzipSync } from "node:zlib";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** What a user imports, and the kilobytes (1000 bytes) that it may take, minified and compressed. */
const budgets: readonly { readonly name: string; readonly code: string; readonly limit: number }[] = [
  { name: "add", code: `export { add } from "@adjoint/tensor";`, limit: 7.1 },
  {
    name: "grad of a polynomial",
    code: `
      import { grad } from "@adjoint/autodiff";
      import { add, mul } from "@adjoint/tensor";
      export const derivative = grad((x) => add(mul(x, mul(x, x)), mul(2, x)));
    `,
    limit: 11,
  },
];

/** The built files, since those are what users bundle: in the sources every module can be dropped by itself. */
const built = Object.fromEntries(
  ["autodiff", "kernels", "tensor"].map((name) => [
    `@adjoint/${name}`,
    fileURLToPath(new URL(`../../packages/${name}/dist/index.js`, import.meta.url)),
  ]),
);

let exceeded = 0;
for (const { name, code, limit } of budgets) {
  const size = await sizeOf(code);
  const verdict = size <= limit ? "" : ": too much; find out what drags it in, or say why it must be";
  if (size > limit) exceeded += 1;
  console.log(`import of ${name}: ${size.toFixed(2)} kB of ${limit} kB${verdict}`);
}
if (exceeded > 0) process.exitCode = 1;

/** The kilobytes that some code takes with all it imports. */
async function sizeOf(code: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: code, resolveDir: fileURLToPath(new URL(".", import.meta.url)) },
    alias: built,
    bundle: true,
    minify: true,
    format: "esm",
    write: false,
    logLevel: "error",
  });
  return gzipSync(outputFiles[0]!.contents, { level: 9 }).length / 1000;
}
