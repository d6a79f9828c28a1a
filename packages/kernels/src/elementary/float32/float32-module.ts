import type { ElementaryFunction, ElementaryModule } from "../elementary-function.ts";
import { exp } from "../exp.ts";
import { expm1 } from "../expm1.ts";
import { log, log1p } from "../logarithm.ts";
import { sigmoid } from "../sigmoid.ts";
import { cos, sin } from "../sine.ts";
import { tanh } from "../tanh.ts";
import { exp32 } from "./exp.ts";
import { expm132 } from "./expm1.ts";
import { log1p32, log32 } from "./logarithm.ts";
import { sigmoid32 } from "./sigmoid.ts";
import { cos32, sin32 } from "./sine.ts";
import { tanh32 } from "./tanh.ts";

/**
 * The kernel of an elementary function on float32 in float32, within 2 units in the last place; undefined for those that have
 * none. They stand apart from the functions themselves, which eager evaluation needs without them.
 *
 * @example
 * ```ts
 * import { exp, float32Module } from "@adjoint/kernels";
 *
 * float32Module(exp)?.group; // => 16
 * ```
 */
export function float32Module(f: ElementaryFunction): ElementaryModule | undefined {
  return (modules ??= allModules()).get(f);
}

/** A cache, so sharing it between all callers changes no result. */
let modules: ReadonlyMap<ElementaryFunction, ElementaryModule> | undefined;

function allModules(): ReadonlyMap<ElementaryFunction, ElementaryModule> {
  return new Map([
    [cos, cos32],
    [exp, exp32],
    [expm1, expm132],
    [log, log32],
    [log1p, log1p32],
    [sigmoid, sigmoid32],
    [sin, sin32],
    [tanh, tanh32],
  ]);
}
