import { blockedProduct } from "./blocked-product.ts";
import { directProduct } from "./direct-product.ts";
import type { Implementation } from "./implementation.ts";
import { type Product, productOf, type Stack, volume } from "./product.ts";
import { smallProduct } from "./small-product.ts";
import { smallStack } from "./small-stack.ts";
import { type WasmKernel, wasmKernel } from "./wasm-kernel.ts";
import { wasmProduct } from "./wasm-product.ts";

/** How products run: those that repay packing, and the smaller ones. */
export interface KernelChoice {
  readonly implementation: Implementation;
  readonly run: (work: Product) => void;
  readonly runSmall: (work: Product) => void;
  /** Products of stacks of small matrices. */
  readonly runStack: (work: Stack) => void;
}

/** The choice in use, made on first need; whatever it is, results obey one bound. */
let chosen: KernelChoice | undefined;

/** The choice in use: the fastest of the platform's, unless `chooseKernels` set another. */
export function kernelChoice(): KernelChoice {
  chosen ??= fastest();
  return chosen;
}

/** Sets the choice; without one the fastest that needs no permission is made again. */
export function chooseKernels(choice: KernelChoice | undefined): void {
  chosen = choice;
}

/** Products that run on the given kernel, or in TypeScript where it fails to get the memory it needs. */
export function choiceOf(implementation: Implementation, kernel: WasmKernel): KernelChoice {
  return {
    implementation,
    run: (work) => {
      if (!wasmProduct(kernel, work)) blockedProduct(work);
    },
    runSmall: (work) => {
      if (!smallProduct(kernel, work)) directProduct(work);
    },
    runStack: (work) => {
      if (smallStack(kernel, work)) return;
      for (let i = 0; i < work.count; i++) directProduct(productOf(work, i));
    },
  };
}

function fastest(): KernelChoice {
  for (const implementation of ["relaxed-simd", "simd"] as const) {
    const kernel = wasmKernel(implementation);
    if (kernel) return choiceOf(implementation, kernel);
  }
  const runSmall = (work: Product): void => (volume(work) <= 512 ? directProduct : blockedProduct)(work);
  return {
    implementation: "typescript",
    run: blockedProduct,
    runSmall,
    runStack: (work) => {
      for (let i = 0; i < work.count; i++) runSmall(productOf(work, i));
    },
  };
}
