import { acceleratedKernel } from "./accelerated-kernel.ts";
import { chooseKernels, choiceOf, type KernelChoice, kernelChoice } from "./kernel-choice.ts";
import { parallelProduct } from "./parallel-product.ts";
import { PARALLEL_FROM, type Product, volume } from "./product.ts";
import { chooseResident } from "./resident/resident-choice.ts";
import { wideResidentMaker } from "./resident/wide-resident.ts";
import { sharedKernel, type SharedKernel } from "./shared-kernel.ts";
import { startTeam, type Team } from "./team.ts";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.ts";
import { wideKernel } from "./wide-lanes.ts";

/** What may be switched on that is not on by itself. */
export interface AccelerateOptions {
  /** Vectors of 256 bits instead of 128, through an experimental flag of V8: Node 24 and later on x64. */
  readonly wideLanes?: boolean;
  /** How many threads large products use, the calling one among them: 1 to 16. */
  readonly threads?: number;
}

/** What `accelerate` has switched on. */
export interface Acceleration {
  readonly wideLanes: boolean;
  readonly threads: number;
  /** Why something that was asked for is off. */
  readonly reason?: string;
  /** Ends the workers and returns to what is on by itself. */
  readonly release: () => void;
}

/** The workers in use, which the next call ends. */
let team: Team | undefined;

/**
 * Switches faster matrix products on where the platform has them, and says which; what is not named is switched off.
 * Results stay the same to the last bit. Where something cannot be had, `reason` says why and nothing else changes.
 *
 * `wideLanes` doubles the speed of large products on Node 24 and later with x64. It sets an experimental flag of V8
 * until one kernel is optimized, checks that the kernel gives the same bits as the ordinary one, and measures that it
 * is faster; this takes 30 ms, and up to 250 ms where it fails. Products of `residentProducts`, which compiled programs use,
 * have kernels of their own, which are widened in the same way when they are first needed.
 *
 * `threads` shares large products among workers, which sleep in between and do not keep a Node process alive. The
 * calling thread waits for them, which the main thread of a browser may not: call it in a worker there, on a page that
 * is cross-origin isolated. On cores that others use it gains nothing.
 *
 * @throws TypeError for an option that does not exist, RangeError for a number of threads that is none.
 *
 * @example
 * ```ts
 * import { accelerate } from "@adjoint/kernels";
 *
 * const { wideLanes, reason } = accelerate({ wideLanes: true });
 * wideLanes === (reason === undefined); // => true
 * accelerate({}).wideLanes; // => false
 * ```
 */
export function accelerate(options: AccelerateOptions): Acceleration {
  const { wideLanes = false, threads = 1 } = options;
  for (const name of Object.keys(options)) {
    if (name === "wideLanes" || name === "threads") continue;
    throw new TypeError(`accelerate: no option ${name}; there are wideLanes and threads`);
  }
  if (!Number.isInteger(threads) || threads < 1 || threads > 16) {
    throw new RangeError(`accelerate: threads must be a whole number from 1 to 16, got ${threads}`);
  }
  release();
  const { implementation } = kernelChoice();
  const ordinary = implementation === "relaxed-simd" ? wasmKernel("relaxed-simd") : undefined;
  if (!wideLanes && threads === 1) return { wideLanes: false, threads: 1, release };
  if (ordinary === undefined) {
    const reason = `both build on relaxed SIMD, and products run in ${implementation} here`;
    return { wideLanes: false, threads: 1, reason, release };
  }
  const reasons: string[] = [];
  const noted = <T extends object>(result: T | string): T | undefined => {
    if (typeof result !== "string") return result;
    reasons.push(result);
    return undefined;
  };
  const wide = wideLanes ? noted(wideKernel(ordinary, acceleratedKernel)) : undefined;
  const alone = choiceOf(implementation, wide ?? ordinary);
  const shared = threads > 1 ? noted(startShared(ordinary, wide !== undefined, threads)) : undefined;
  const choice = shared ? together(alone, shared) : alone;
  chooseKernels(choice);
  chooseResident({ makeWide: wide && wideResidentMaker(), share: shared && choice.run });
  const reason = reasons.length > 0 ? { reason: reasons.join("; ") } : {};
  return { wideLanes: wide !== undefined, threads: shared ? threads : 1, ...reason, release };
}

function release(): void {
  team?.release();
  team = undefined;
  chooseKernels(undefined);
  chooseResident({});
}

function startShared(ordinary: WasmKernel, wide: boolean, threads: number): SharedKernel | string {
  let kernel: SharedKernel | string;
  try {
    kernel = wide ? wideKernel(ordinary, sharedKernel) : sharedKernel();
  } catch (error) {
    return `there is no memory that threads could share: ${String(error)}`;
  }
  if (typeof kernel === "string") return kernel;
  const started = startTeam(kernel, threads);
  if (typeof started === "string") return started;
  if (!started.ready()) {
    started.release();
    return "the workers did not start in time";
  }
  team = started;
  return kernel;
}

/** Large products by the team, until it fails to answer; the others as they were. */
function together(alone: KernelChoice, kernel: SharedKernel): KernelChoice {
  const run = (work: Product): void => {
    if (team === undefined || volume(work) < PARALLEL_FROM) alone.run(work);
    else if (!parallelProduct(kernel, team, work)) {
      release();
      alone.run(work);
    }
  };
  return { ...alone, run };
}
