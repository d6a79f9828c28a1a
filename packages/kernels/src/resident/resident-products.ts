import { relaxedSimdBinary, simdBinary } from "../generated/resident.ts";
import { host } from "../host.ts";
import type { Memory } from "../host.ts";
import type { Implementation } from "../implementation.ts";
import { PARALLEL_FROM } from "../product.ts";
import { decode } from "../wasm-kernel.ts";
import type { ResidentExports, WideExports } from "./resident-exports.ts";
import type { ResidentProduct } from "./resident-product.ts";
import { residentChoice } from "./resident-choice.ts";

/** Matrix products in one memory. */
export interface ResidentProducts {
  /**
   * Makes the product ready to run many times: on the addresses given, moved on by so many bytes.
   *
   * @throws RangeError for a size that is not a whole number, and for the epilogue of a stack.
   */
  readonly prepare: (product: ResidentProduct) => (base?: number) => void;
}

type Epilogue = NonNullable<ResidentProduct["epilogue"]>;

type Binary = Exclude<Implementation, "typescript">;

const binaries = { "relaxed-simd": relaxedSimdBinary, simd: simdBinary };

/** Up to so many multiplications products are rounded apart from their sums, and by the ordinary kernels. */
const TINY = 512;

/** Wide tiles, of 6 rows by 64 bytes, repay what they waste from so many rows and bytes of a row on. */
const WIDE_ROWS = 12;
const WIDE_BYTES = 40;

/** From so many rows and so deep on half of the tiles repays mirroring them. */
const SYMMETRIC_ROWS = 24;
const SYMMETRIC_DEPTH = 16;

// Caches, so sharing them between all callers changes no result.
const modules = /* @__PURE__ */ new Map<Binary, object>();
const inMemories = /* @__PURE__ */ new WeakMap<Memory, ResidentProducts>();

/**
 * Matrix products whose operands and results stay in a memory of WebAssembly, or undefined where there is no SIMD.
 *
 * C = A·B, or C + A·B, with matrices of any strides, so that transposes cost nothing, and A·Aᵀ half. Results have the bits of
 * `matmul`; with `accumulate`, blocks of at most 256 steps of the depth are added to C one after the other.
 * `accelerate` reaches them. `implementation` asks for one kernel instead of the fastest.
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
  for (const name of implementation === undefined ? (["relaxed-simd", "simd"] as const) : [implementation]) {
    try {
      const kernels = new Kernels(memory, moduleOf(name), name === "relaxed-simd");
      const products: ResidentProducts = { prepare: (product) => prepared(kernels, product) };
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

/** The kernels of one memory. */
class Kernels {
  readonly ordinary: ResidentExports;
  readonly memory: Memory;
  /** Who is told of complete rows. */
  epilogue: Epilogue | undefined;
  readonly #imports: object;
  readonly #mayWiden: boolean;
  #module: object | undefined;
  #wide: WideExports | undefined;

  constructor(memory: Memory, module: object, mayWiden: boolean) {
    const finish: Epilogue = (firstRow, rows) => this.epilogue?.(firstRow, rows);
    this.#imports = { env: { memory }, finish: { finish } };
    this.memory = memory;
    this.#mayWiden = mayWiden;
    this.ordinary = new host.WebAssembly.Instance(module, this.#imports).exports as ResidentExports;
  }

  /** The widened kernels, while `accelerate` has switched them on. */
  get wide(): WideExports | undefined {
    const module = this.#mayWiden ? residentChoice().makeWide?.() : undefined;
    if (module !== this.#module) {
      this.#module = module;
      const instance = module && new host.WebAssembly.Instance(module, this.#imports);
      this.#wide = instance?.exports as WideExports | undefined;
    }
    return this.#wide;
  }
}

function prepared(kernels: Kernels, product: ResidentProduct): (base?: number) => void {
  const { m, n, count = 1, epilogue } = product;
  check(product, count);
  if (m === 0 || n === 0 || count === 0) return () => {};
  const alone = runner(kernels, product, count);
  const run = isShareable(product, count) ? sharing(kernels, product, alone) : alone;
  if (epilogue === undefined) return (base = 0) => run(base);
  return (base = 0) => {
    const outer = kernels.epilogue;
    kernels.epilogue = epilogue;
    try {
      run(base);
    } finally {
      kernels.epilogue = outer;
    }
  };
}

function runner(kernels: Kernels, product: ResidentProduct, count: number): (base: number) => void {
  const { dtype, m, n, k, a, b, c, scratch, epilogue } = product;
  const size = dtype === "float64" ? 8 : 4;
  const name = dtype === "float64" ? "multiply64" : "multiply32";
  const multiply = kernels.ordinary[name];
  const [aRow, aColumn] = [product.aRow * size, product.aColumn * size];
  const [bRow, bColumn, cRow] = [product.bRow * size, product.bColumn * size, product.cRow * size];
  const { aStep: ofA = 0, bStep: ofB = 0, cStep: ofC = 0 } = product;
  const [aStep, bStep, cStep] = [ofA * size, ofB * size, ofC * size];
  const adds = product.accumulate === true ? 1 : 0;
  const notify = epilogue === undefined ? 0 : 1;
  const half = isSymmetric(product) ? 1 : 0;
  const ordinary = (base: number): void => {
    const [left, right] = [base + a, base + b];
    const [result, room] = [base + c, base + scratch];
    multiply(
      count,
      aStep,
      bStep,
      cStep,
      left,
      aRow,
      aColumn,
      right,
      bRow,
      bColumn,
      result,
      cRow,
      m,
      n,
      k,
      adds,
      notify,
      half,
      room,
    );
  };
  if (m < WIDE_ROWS || n * size < WIDE_BYTES || k === 0 || m * n * k <= TINY) return ordinary;
  return (base) => {
    const wide = kernels.wide?.[name];
    if (wide === undefined) return ordinary(base);
    for (let i = 0; i < count; i++) {
      const [left, right, result] = [base + a + i * aStep, base + b + i * bStep, base + c + i * cStep];
      wide(
        left,
        aRow,
        aColumn,
        right,
        bRow,
        bColumn,
        result,
        cRow,
        m,
        n,
        k,
        adds,
        notify,
        half,
        base + scratch,
      );
    }
  };
}

/** Whether threads may share the product; what they need of its layout is that of the ordinary product. */
function isShareable(product: ResidentProduct, count: number): boolean {
  const { m, n, k, aRow, aColumn, bRow, bColumn, cRow, accumulate = false, epilogue } = product;
  if (m * n * k < PARALLEL_FROM || count > 1 || cRow !== n || m === 1 || n === 1) return false;
  if (accumulate || epilogue !== undefined || isSymmetric(product)) return false;
  return (aRow === 1 || aColumn === 1) && (bRow === 1 || bColumn === 1);
}

/** The product by threads while `accelerate` has switched them on, which copies matrices into a memory of their own. */
function sharing(
  { memory }: Kernels,
  { dtype, m, n, k, a, aRow, aColumn, b, bRow, bColumn, c, cRow }: ResidentProduct,
  alone: (base: number) => void,
): (base: number) => void {
  const kind = dtype === "float64" ? Float64Array : Float32Array;
  const size = kind.BYTES_PER_ELEMENT;
  return (base) => {
    const { share } = residentChoice();
    if (share === undefined) return alone(base);
    const data = new kind(memory.buffer);
    const [aStart, bStart, cStart] = [(base + a) / size, (base + b) / size, (base + c) / size];
    const left = { a: data, aStart, aRow, aColumn };
    const right = { b: data, bStart, bRow, bColumn };
    share({ m, n, k, ...left, ...right, c: data, cStart, cRow, cColumn: 1 });
  };
}

/** Whether B is the transpose of A, entry by entry: then C is symmetric to the last bit. */
function isSymmetric(product: ResidentProduct): boolean {
  const { m, n, k, a, aRow, aColumn, b, bRow, bColumn, aStep = 0, bStep = 0, accumulate = false } = product;
  if (m < SYMMETRIC_ROWS || k < SYMMETRIC_DEPTH || m !== n || accumulate) return false;
  return a === b && aRow === bColumn && aColumn === bRow && aStep === bStep;
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
