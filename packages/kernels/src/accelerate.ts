import { chooseKernels, choiceOf, kernelChoice } from "./kernel-choice.ts";
import { wasmKernel } from "./wasm-kernel.ts";
import { wideKernel } from "./wide-lanes.ts";

/** What may be switched on that is not on by itself. */
export interface AccelerateOptions {
  /** Vectors of 256 bits instead of 128, through an experimental flag of V8: Node 24 and later on x64. */
  readonly wideLanes?: boolean;
}

/** What `accelerate` has switched on. */
export interface Acceleration {
  readonly wideLanes: boolean;
  /** Why something that was asked for is off. */
  readonly reason?: string;
}

/**
 * Switches faster matrix products on where the platform has them, and says which; what is not named is switched off.
 *
 * `wideLanes` doubles the speed of large products on Node 24 and later with x64. It sets an experimental flag of V8
 * until one kernel is optimized, checks that the kernel gives the same bits as the ordinary one, and measures that it
 * is faster; this takes 30 ms, and up to 250 ms where it fails. Where anything of that fails nothing changes, and `reason` says what it was. Results
 * are the same to the last bit.
 *
 * @throws TypeError for an option that does not exist.
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
  for (const name of Object.keys(options)) {
    if (name !== "wideLanes") throw new TypeError(`accelerate: no option ${name}; there is wideLanes`);
  }
  chooseKernels(undefined);
  if (options.wideLanes !== true) return { wideLanes: false };
  const { implementation } = kernelChoice();
  const ordinary = implementation === "relaxed-simd" ? wasmKernel("relaxed-simd") : undefined;
  if (ordinary === undefined) {
    return {
      wideLanes: false,
      reason: `wide lanes build on relaxed SIMD, and products run in ${implementation} here`,
    };
  }
  const wide = wideKernel(ordinary);
  if (typeof wide === "string") return { wideLanes: false, reason: wide };
  chooseKernels(choiceOf(implementation, wide));
  return { wideLanes: true };
}
