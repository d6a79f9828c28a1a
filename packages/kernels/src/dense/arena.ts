import { host } from "../host.ts";
import type { Implementation } from "../implementation.ts";
import { decode } from "../wasm-kernel.ts";

/** Kernels of dense linear algebra: compiled, and the same in TypeScript. */
export interface KernelModule<Kernels> {
  readonly relaxedSimdBinary: string;
  readonly simdBinary: string;
  /** The kernels on an array that WebAssembly cannot reach. */
  readonly twin: (data: Float64Array) => Kernels;
}

/** Memory in which a factorization works from beginning to end, so that its kernels need no copies. */
export interface Arena {
  /** All of it: element i is what kernels call place i. */
  readonly data: Float64Array;
  /** The kernels of a module on this memory. */
  readonly use: <Kernels>(module: KernelModule<Kernels>) => Kernels;
  /** The place of room for so many elements, which begins a line of the cache and holds whatever was there. */
  readonly take: (count: number) => number;
}

/** The first elements belong to the kernels, for packed blocks of products. */
const scratch = 16 + 96 * 256 + 512 * 256;

/** Each part is rounded up to whole lines of the cache. */
const line = 8;
const mostParts = 32;

/** Elements of the largest arena that is kept for the next call. */
const largestKept = 2 ** 22;

const elementsInPage = 8192;

/** An arena that can be used again. */
interface Room extends Arena {
  readonly reset: () => void;
}

// Caches, so sharing them between all callers changes no result.
let kept: Room | undefined;
let isBusy = false;
const compiled = /* @__PURE__ */ new Map<string, object>();

/**
 * Calls `work` with an arena that has room for `count` elements, taken in up to 32 parts; it must not be used afterwards.
 *
 * Kernels run in WebAssembly with relaxed SIMD, else with plain SIMD, else in TypeScript; `implementation` asks for one of them,
 * in an arena of its own, and throws where the platform lacks it.
 *
 * @example
 * ```ts
 * import { products, withArena } from "@adjoint/kernels";
 *
 * withArena(3, ({ data, take, use }) => {
 *   const [a, b, c] = [take(1), take(1), take(1)];
 *   data[a] = 6;
 *   data[b] = 7;
 *   use(products).multiply(c, 1, a, 1, 1, b, 1, 1, 1, 1, 1, 0);
 *   return data[c];
 * }); // => 42
 * ```
 */
export function withArena<T>(count: number, work: (arena: Arena) => T, implementation?: Implementation): T {
  const size = scratch + count + mostParts * line;
  if (isBusy || implementation) return work(makeRoom(size, implementation));
  if (!kept || kept.data.length < size) {
    const room = makeRoom(size > largestKept ? size : 2 ** Math.ceil(Math.log2(size)));
    if (size > largestKept) return work(room);
    kept = room;
  }
  kept.reset();
  isBusy = true;
  try {
    return work(kept);
  } finally {
    isBusy = false;
  }
}

function makeRoom(size: number, implementation?: Implementation): Room {
  const memory = implementation === "typescript" ? undefined : allocate(size);
  const data = memory ? new Float64Array(memory.buffer) : new Float64Array(size);
  const kernels = new Map<unknown, unknown>();
  let used = scratch;
  return {
    data,
    use: <Kernels>(module: KernelModule<Kernels>): Kernels => {
      if (!kernels.has(module)) kernels.set(module, instantiate(module, memory, data, implementation));
      return kernels.get(module) as Kernels;
    },
    take: (count) => {
      const place = used;
      used += Math.ceil(count / line) * line;
      if (used > data.length) throw new RangeError(`the arena has no room for ${count} more elements`);
      return place;
    },
    reset: () => {
      used = scratch;
    },
  };
}

type HostMemory = InstanceType<typeof host.WebAssembly.Memory>;

function allocate(size: number): HostMemory | undefined {
  try {
    return new host.WebAssembly.Memory({ initial: Math.ceil(size / elementsInPage) });
  } catch {
    return undefined;
  }
}

/** The kernels in the first implementation that the platform has. */
function instantiate<Kernels>(
  module: KernelModule<Kernels>,
  memory: HostMemory | undefined,
  data: Float64Array,
  implementation?: Implementation,
): Kernels {
  const binaries = { "relaxed-simd": module.relaxedSimdBinary, simd: module.simdBinary };
  for (const name of ["relaxed-simd", "simd"] as const) {
    if (!memory || (implementation ?? name) !== name) continue;
    try {
      const instance = new host.WebAssembly.Instance(compile(binaries[name]), { env: { memory } });
      return instance.exports as Kernels;
    } catch (error) {
      if (implementation) throw error;
    }
  }
  return module.twin(data);
}

function compile(binary: string): object {
  const module = compiled.get(binary) ?? new host.WebAssembly.Module(decode(binary));
  compiled.set(binary, module);
  return module;
}
