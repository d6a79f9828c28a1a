import { ShapeError } from "@adjoint/tensor";
import { host } from "./host.ts";
import type { HostMemory } from "./host.ts";

/** The memory of all compiled programs, as arrays. */
export interface Views {
  readonly f64: Float64Array;
  readonly f32: Float32Array;
  readonly i32: Int32Array;
  readonly u8: Uint8Array<ArrayBuffer>;
}

/** The first bytes are strips that every loop may use while it runs. */
export const scratchBytes = 262_144;

/** Behind them lie the constants of elementary functions. */
const sharedBytes = 131_072;

const pageBytes = 65_536;
const mostBytes = 65_536 * pageBytes;
export const firstRegion = scratchBytes + sharedBytes;

/** Regions are given out anew when so many bytes have been, or four times what a program asks for. */
const capBytes = 67_108_864;

/** The memory, who uses it, and how much of it is given away. */
interface State {
  readonly memory: HostMemory;
  views: Views;
  /** Regions of another epoch are not valid any more. */
  epoch: number;
  used: number;
  sharedUsed: number;
  running: number;
  /** Programs that wait for a primitive's kernel: no loop of theirs uses the scratch meanwhile. */
  waiting: number;
}

/** One for all programs, so that elementary functions and products are compiled once. */
let state: State | undefined;

function current(): State {
  if (state !== undefined) return state;
  const memory = new host.WebAssembly.Memory({ initial: firstRegion / pageBytes });
  state = {
    memory,
    views: viewsOf(memory),
    epoch: 0,
    used: firstRegion,
    sharedUsed: scratchBytes,
    running: 0,
    waiting: 0,
  };
  return state;
}

/** The memory for modules to import. */
export function programMemory(): HostMemory {
  return current().memory;
}

/** The memory as it is now; these arrays end when it grows. */
export function views(): Views {
  return current().views;
}

/** Where the regions that are valid belong to. */
export function epoch(): number {
  return current().epoch;
}

/**
 * Checks that a memory can have room for a program, whose addresses are numbers of 32 bits.
 *
 * @throws ShapeError if none can.
 */
export function checkRoom(bytes: number): void {
  if (firstRegion + bytes > mostBytes) throw noRoom(bytes);
}

/**
 * The address of room for so many bytes, which is zeros or whatever was there. If much has been given away and no program
 * runs, all of it is taken back, and the epoch is another one.
 */
export function takeRegion(bytes: number): number {
  const now = current();
  if (now.running === 0 && now.used + bytes > Math.max(capBytes, 4 * bytes)) {
    now.epoch++;
    now.used = firstRegion;
  }
  const base = now.used;
  reserve(now, base + bytes);
  now.used = base + 64 * Math.ceil(bytes / 64);
  return base;
}

/** The address of room for numbers that stay for ever, or undefined if there is none left. */
export function takeShared(numbers: readonly number[]): number | undefined {
  const now = current();
  const address = now.sharedUsed;
  const bytes = 64 * Math.ceil(numbers.length / 8);
  if (address + bytes > firstRegion) return undefined;
  now.sharedUsed += bytes;
  now.views.f64.set(numbers, address / 8);
  return address;
}

/**
 * Runs a program; meanwhile no region is taken away. Where the function of a loop's elements runs a program, the loop finds the scratch
 * as it left it.
 */
export function duringRun<Result>(run: () => Result): Result {
  const now = current();
  const scratch = now.running > now.waiting ? now.views.u8.slice(0, scratchBytes) : undefined;
  now.running++;
  try {
    return run();
  } finally {
    now.running--;
    if (scratch !== undefined) now.views.u8.set(scratch);
  }
}

/** Runs a primitive's kernel, which may run programs. */
export function duringCall<Result>(call: () => Result): Result {
  const now = current();
  now.waiting++;
  try {
    return call();
  } finally {
    now.waiting--;
  }
}

function reserve(now: State, bytes: number): void {
  const missing = bytes - now.memory.buffer.byteLength;
  if (missing <= 0) return;
  try {
    // Some pages more than are missing, since growing ends all views.
    now.memory.grow(16 * Math.ceil(missing / pageBytes / 16));
  } catch {
    throw noRoom(bytes);
  }
  now.views = viewsOf(now.memory);
}

function noRoom(bytes: number): ShapeError {
  return new ShapeError(
    `compile: there is no memory for the ${bytes} bytes of a compiled program; work on parts of the data, one after the ` +
      `other, or choose the backend "interpreter", whose arrays have memory of their own`,
    { operation: "compile", bytes },
  );
}

function viewsOf({ buffer }: HostMemory): Views {
  return {
    f64: new Float64Array(buffer),
    f32: new Float32Array(buffer),
    i32: new Int32Array(buffer),
    u8: new Uint8Array(buffer),
  };
}
