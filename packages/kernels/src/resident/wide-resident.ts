import { binary } from "../generated/resident-wide.ts";
import { relaxedSimdBinary } from "../generated/resident.ts";
import { host } from "../host.ts";
import type { Memory } from "../host.ts";
import { decode } from "../wasm-kernel.ts";
import { numbers, tooSlow, widened } from "../wide-lanes.ts";
import type { MultiplyMatrices, ResidentExports, WideExports } from "./resident-exports.ts";

/** It takes 30 ms, so that it is made once, and when it is needed. */
let made: object | undefined;

/**
 * Gives the module of products in a memory whose vectors V8 has merged in pairs, or undefined where that fails: then it is not
 * tried again by the same function.
 */
export function wideResidentMaker(): () => object | undefined {
  let failed = false;
  return () => {
    if (made !== undefined || failed) return made;
    const result = widened(make);
    if (typeof result === "string") failed = true;
    else made = result;
    return made;
  };
}

/** Depth and columns of the products that are tried; where their matrices lie, in bytes, for each element type. */
const K = 128;
const N = 64;
const LEFT = 0;
const RIGHT = 65_536;
const RESULT = 2 * 65_536;
const SCRATCH = 3 * 65_536;
const ROOM = 8 * 65_536;

/** So few columns that A is read where it lies. */
const FEW = 32;

/** A product of so many rows and columns, by either kernel; C is at the same place. */
interface Trial {
  readonly columns: number;
  readonly ordinary: (rows: number, columns: number) => void;
  readonly wide: (rows: number, columns: number) => void;
  readonly result: Uint8Array;
}

function make(): object | string {
  const { Memory, Module, Instance } = host.WebAssembly;
  const memory = new Memory({ initial: (2 * ROOM) / 65_536 });
  const imports = { env: { memory }, finish: { finish: () => {} } };
  const module = new Module(decode(binary));
  const wide = new Instance(module, imports).exports as WideExports;
  const ordinary = new Instance(new Module(decode(relaxedSimdBinary)), imports).exports as ResidentExports;
  const trials = [
    ...trialsOf(memory, 8, (...matrices) => ordinary.multiply64(1, 0, 0, 0, ...matrices), wide.multiply64),
    ...trialsOf(memory, 4, (...matrices) => ordinary.multiply32(1, 0, 0, 0, ...matrices), wide.multiply32),
  ];
  // The first tile of rows leaves B packed for the second.
  const slow = tooSlow(
    trials.map(({ columns, ordinary: one, wide: other }) => [
      () => one(12, columns),
      () => other(12, columns),
    ]),
  );
  if (slow !== undefined) return slow;
  const areSame = trials.every((each) => agree(each, 12, each.columns) && agree(each, 11, each.columns - 3));
  return areSame ? module : "the widened kernel does not give the same bits as the ordinary one";
}

/** Matrices A that are read where they lie, and that are packed. */
function trialsOf(memory: Memory, size: number, ordinary: MultiplyMatrices, wide: MultiplyMatrices): Trial[] {
  const base = size === 8 ? 0 : ROOM;
  const kind = size === 8 ? Float64Array : Float32Array;
  numbers(new kind(memory.buffer, base + LEFT, 12 * K), 1);
  numbers(new kind(memory.buffer, base + RIGHT, N * K), 2);
  const result = new Uint8Array(memory.buffer, base + RESULT, 12 * N * size);
  return [
    [K * size, size, FEW],
    [size, 12 * size, N],
  ].map(([row, column, most]) => {
    const run = (multiply: MultiplyMatrices, rows: number, columns: number): void => {
      const left = [base + LEFT, row!, column!] as const;
      const right = [base + RIGHT, N * size, size] as const;
      multiply(...left, ...right, base + RESULT, N * size, rows, columns, K, 0, 0, 0, base + SCRATCH);
    };
    return {
      columns: most!,
      ordinary: (rows, columns) => run(ordinary, rows, columns),
      wide: (rows, columns) => run(wide, rows, columns),
      result,
    };
  });
}

function agree({ ordinary, wide, result }: Trial, rows: number, columns: number): boolean {
  result.fill(0);
  ordinary(rows, columns);
  const expected = result.slice();
  result.fill(0);
  wide(rows, columns);
  return expected.every((byte, i) => byte === result[i]);
}
