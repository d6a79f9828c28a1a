import {
  bind,
  checkOptions,
  currentInterpreter,
  DomainError,
  isInexact,
  linear,
  runWith,
  Tensor,
  Tracer,
} from "@adjoint/tensor";
import type { Interpreter, Primitive, UnaryPrimitive } from "@adjoint/tensor";
import { callSite } from "./call-site.ts";
import { checkFunction } from "./flat-function.ts";
import { formatIndex } from "./format-index.ts";
import type { Differentiable } from "./types.ts";

/** The options of `checkFinite`. */
export interface CheckFiniteOptions {
  /** Whether ±∞ counts as well as NaN; it does if not given. */
  readonly infinities?: boolean;
}

/**
 * `f` with every step watched: the first operation that gives a NaN or an infinity, as a value, a tangent or an
 * adjoint, throws an error that names it, the line that called it, the element, and what went in there.
 *
 * It is `f` otherwise, so a derivative of it is watched as well: `grad(checkFinite(f))(x)` finds the operation whose
 * derivative is not finite, although the gradient is computed long after the operation was called. To be used while
 * debugging: every operation is checked element by element.
 *
 * @throws DomainError at the first value that is not finite.
 * @example
 * ```ts
 * import { checkFinite, grad } from "@adjoint/autodiff";
 * import { mul, sqrt } from "@adjoint/tensor";
 * import type { Tensor } from "@adjoint/tensor";
 *
 * const f = (x: Tensor) => mul(2, sqrt(x));
 * grad(f)(0).item(); // => Infinity
 *
 * let message = "";
 * try {
 *   grad(checkFinite(f))(0);
 * } catch (error) {
 *   message = (error as Error).message;
 * }
 * message.split(",")[0]; // => "checkFinite: the derivative of sqrt gives the adjoint Infinity to its input"
 * ```
 */
export function checkFinite<Args extends readonly unknown[], Result>(
  f: Differentiable<Args, Result>,
  options: CheckFiniteOptions = {},
): Differentiable<Args, Result> {
  checkFunction("checkFinite", f);
  const { infinities = true } = checkOptions("checkFinite", options, ["infinities"]);
  return (...args) => runWith(new FiniteInterpreter(currentInterpreter(), infinities), () => f(...args));
}

/** Lets a watch stand beside the inputs and outputs of every primitive, one level down. */
class FiniteInterpreter implements Interpreter {
  readonly name = "checkFinite";
  readonly #below: Interpreter;
  readonly #infinities: boolean;

  constructor(below: Interpreter, infinities: boolean) {
    this.#below = below;
    this.#infinities = infinities;
  }

  bind(primitive: Primitive, inputs: readonly Tensor[], params: unknown): readonly Tensor[] {
    const site = callSite();
    return runWith(this.#below, () => {
      const watch = { operation: primitive.name, site, inputs, infinities: this.#infinities };
      const watched = inputs.map((x) => (isInexact(x.dtype) ? bind(watchInput, [x], { watch })[0] : x));
      const outputs = bind(primitive, watched, params);
      return outputs.map((y) => (isInexact(y.dtype) ? bind(watchOutput, [y], { watch })[0] : y));
    });
  }
}

/** An application of a primitive that is watched. */
interface Watch {
  readonly operation: string;
  readonly site: string | undefined;
  readonly inputs: readonly Tensor[];
  readonly infinities: boolean;
}

/** The parameters of a watch. */
interface WatchParams {
  readonly watch: Watch;
}

/** A place where a value passes through unchanged if it is finite; which derivatives are checked differs. */
/* @__NO_SIDE_EFFECTS__ */
function watchPrimitive(
  name: string,
  check: (x: Tensor, watch: Watch) => void,
  tangent: (t: Tensor, params: WatchParams) => Tensor,
  cotangent: (c: Tensor, params: WatchParams) => Tensor,
): UnaryPrimitive<WatchParams> {
  const primitive: UnaryPrimitive<WatchParams> = {
    ...linear<WatchParams>({
      name,
      shape: ({ shape, dtype }) => ({ shape, dtype }),
      kernel(x, { watch }) {
        check(x, watch);
        return x;
      },
      transpose: (c, _x, params) => cotangent(c, params),
      batch: (x, _size, params) => bind(primitive, [x], params)[0],
    }),
    jvp: ([t], _inputs, _outputs, params) => [t && tangent(t, params)],
  };
  return primitive;
}

const pass = <Value>(value: Value): Value => value;

/** The value of an output and its tangent. */
const watchOutput: UnaryPrimitive<WatchParams> = /* @__PURE__ */ watchPrimitive(
  "watchOutput",
  (y, watch) => checkElements(y, watch, (value) => `${watch.operation} gives ${value}`),
  (t, params) => bind(watchTangent, [t], params)[0],
  pass,
);

const watchTangent: UnaryPrimitive<WatchParams> = /* @__PURE__ */ watchPrimitive(
  "watchTangent",
  (t, watch) =>
    checkElements(t, watch, (value) => `the derivative of ${watch.operation} gives the tangent ${value}`),
  (t, params) => bind(watchTangent, [t], params)[0],
  pass,
);

/** What a primitive passes back to an input: nothing is checked on the way forward. */
const watchInput: UnaryPrimitive<WatchParams> = /* @__PURE__ */ watchPrimitive(
  "watchInput",
  () => undefined,
  (t, params) => bind(watchInput, [t], params)[0],
  (c, params) => bind(watchAdjoint, [c], params)[0],
);

const watchAdjoint: UnaryPrimitive<WatchParams> = /* @__PURE__ */ watchPrimitive(
  "watchAdjoint",
  (c, watch) => {
    const explain = (value: number): string =>
      `the derivative of ${watch.operation} gives the adjoint ${value} to its input`;
    checkElements(c, watch, explain);
  },
  (t, params) => bind(watchAdjoint, [t], params)[0],
  pass,
);

function checkElements(x: Tensor, watch: Watch, explain: (value: number) => string): void {
  const isBad = watch.infinities ? (value: number) => !Number.isFinite(value) : Number.isNaN;
  const { data, shape } = x;
  const found = data.findIndex(isBad);
  if (found < 0) return;
  // A complex element is two numbers.
  const element = Math.floor(found / (data.length / x.size));
  const { operation, site, inputs } = watch;
  const value = data[found]!;
  const index = formatIndex(shape, element);
  const place = index === "" ? "" : `, at element ${index}`;
  const called = site === undefined ? "" : `, called at ${site}`;
  throw new DomainError(
    `checkFinite: ${explain(value)}${place}${called}; ${describeInputs(inputs, x, element)}; ` +
      `keep the input where the operation and its derivative are finite, with where before the operation and not after it`,
    { operation, site, index: element, value },
  );
}

/** What went in at an element, as far as it is known. */
function describeInputs(inputs: readonly Tensor[], x: Tensor, element: number): string {
  const parts = inputs.map((input) => {
    const data = known(input);
    if (data === undefined || data.length === 0) return "an unknown value";
    if (input.size === 1) return elementText(input, 0);
    return input.size === x.size
      ? elementText(input, element)
      : `a tensor of shape [${input.shape.join(", ")}]`;
  });
  return parts.length === 1
    ? `its input there is ${parts[0]}`
    : `its inputs there are ${parts.join(" and ")}`;
}

function elementText({ dtype, data }: Tensor, i: number): string {
  return dtype === "complex128"
    ? new Tensor([], dtype, data.slice(2 * i, 2 * i + 2)).toString()
    : String(data[i]);
}

/** The elements of a value, unless it stands for one that is not known. */
function known(x: Tensor): Tensor["data"] | undefined {
  if (!(x instanceof Tracer)) return x.data;
  try {
    return x.data;
  } catch {
    return undefined;
  }
}
