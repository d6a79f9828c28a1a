import { relaxedSimdBinary, simdBinary } from "../generated/resident.ts";
import { host } from "../host.ts";
import type { Memory } from "../host.ts";
import type { Implementation } from "../implementation.ts";
import { decode } from "../wasm-kernel.ts";
import type { ResidentProduct } from "./resident-product.ts";

/** Matrix products in one memory. */
export interface ResidentProducts {
  /**
   * Makes the product ready to run many times: on the addresses given, moved on by so many bytes.
   *
   * @throws RangeError for a size that is not a whole number, and for the epilogue of a stack.
   */
  readonly prepare: (product: ResidentProduct) => (base?: number) => void;
}

/** A stack of products, with all strides in bytes. */
export type MultiplyStack = (
  count: number,
  aStep: number,
  bStep: number,
  cStep: number,
  a: number,
  aRow: number,
  aColumn: number,
  b: number,
  bRow: number,
  bColumn: number,
  c: number,
  cRow: number,
  m: number,
  n: number,
  k: number,
  accumulate: number,
  notify: number,
  scratch: number,
) => void;

/** What the binaries export. */
export interface ResidentExports {
  readonly multiply64: MultiplyStack;
  readonly multiply32: MultiplyStack;
}

type Epilogue = NonNullable<ResidentProduct["epilogue"]>;

type Binary = Exclude<Implementation, "typescript">;

const binaries = { "relaxed-simd": relaxedSimdBinary, simd: simdBinary };

// Caches, so sharing them between all callers changes no result.
const modules = /* @__PURE__ */ new Map<Binary, object>();
const inMemories = /* @__PURE__ */ new WeakMap<Memory, ResidentProducts>();

/**
 * Matrix products whose operands and results stay in a memory of WebAssembly, or undefined where there is no SIMD.
 *
 * C = A·B, or C + A·B, with matrices of any strides, so that transposes cost nothing. Results have the bits of `matmul`.
 * `implementation` asks for one kernel instead of the fastest.
 *
 * @example
 * ```ts
 * import { residentProducts } from "@adjoint/kernels";
 *
 * const memory = new WebAssembly.Memory({ initial: 1 });
 * const numbers = new Float64Array(memory.buffer);
 * numbers.set([1, 2, 3, 4, 5, 6]);
 * const product = residentProducts(memory)?.prepare({
 *   ...{ dtype: "float64", m: 1, n: 1, k: 3, scratch: 1024 },
 *   ...{ a: 0, aRow: 3, aColumn: 1, b: 24, bRow: 1, bColumn: 1, c: 48, cRow: 1 },
 * });
 * product?.();
 * numbers[6]; // => 32
 * ```
 */
export function residentProducts(memory: Memory, implementation?: Binary): ResidentProducts | undefined {
  const known = implementation === undefined ? inMemories.get(memory) : undefined;
  if (known !== undefined) return known;
  const finish: { now?: Epilogue | undefined } = {};
  const imports = {
    env: { memory },
    finish: { finish: (firstRow: number, rows: number) => finish.now?.(firstRow, rows) },
  };
  for (const name of implementation === undefined ? (["relaxed-simd", "simd"] as const) : [implementation]) {
    try {
      const { exports } = new host.WebAssembly.Instance(moduleOf(name), imports);
      const products = { prepare: prepareWith(exports as ResidentExports, finish) };
      if (implementation === undefined) inMemories.set(memory, products);
      return products;
    } catch {
      // The next one needs less of the platform.
    }
  }
  return undefined;
}

function moduleOf(name: Binary): object {
  const module = modules.get(name) ?? new host.WebAssembly.Module(decode(binaries[name]));
  modules.set(name, module);
  return module;
}

function prepareWith(
  kernel: ResidentExports,
  finish: { now?: Epilogue | undefined },
): ResidentProducts["prepare"] {
  return (product) => {
    const { dtype, m, n, k, a, b, c, count = 1, accumulate = false, scratch, epilogue } = product;
    check(product, count);
    if (m === 0 || n === 0 || count === 0) return () => {};
    const size = dtype === "float64" ? 8 : 4;
    const multiply = dtype === "float64" ? kernel.multiply64 : kernel.multiply32;
    const [aRow, aColumn, bRow, bColumn] = [
      product.aRow * size,
      product.aColumn * size,
      product.bRow * size,
      product.bColumn * size,
    ];
    const cRow = product.cRow * size;
    const [aStep, bStep, cStep] = [product.aStep ?? 0, product.bStep ?? 0, product.cStep ?? 0].map(
      (step) => step * size,
    ) as [number, number, number];
    const adds = accumulate ? 1 : 0;
    const run = (base: number, notify: number): void =>
      multiply(
        count,
        aStep,
        bStep,
        cStep,
        base + a,
        aRow,
        aColumn,
        base + b,
        bRow,
        bColumn,
        base + c,
        cRow,
        m,
        n,
        k,
        adds,
        notify,
        base + scratch,
      );
    if (epilogue === undefined) return (base = 0) => run(base, 0);
    return (base = 0) => {
      const outer = finish.now;
      finish.now = epilogue;
      try {
        run(base, 1);
      } finally {
        finish.now = outer;
      }
    };
  };
}

function check({ m, n, k, epilogue }: ResidentProduct, count: number): void {
  for (const [name, size] of Object.entries({ m, n, k, count })) {
    if (!Number.isInteger(size) || size < 0) {
      throw new RangeError(`residentProducts: sizes must be whole numbers: ${name} is ${size}`);
    }
  }
  if (epilogue !== undefined && count !== 1) {
    throw new RangeError(
      `residentProducts: only a single product has an epilogue, and count is ${count}: prepare each product of the stack`,
    );
  }
}
