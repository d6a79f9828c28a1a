import { grad, jvp, vjp } from "@adjoint/autodiff";
import { add, conj, formatShape, mul, real, sameShape, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "./expect-close.ts";
import { finiteDifferences } from "./finite-differences.ts";
import type { TensorFunction } from "./finite-differences.ts";
import { inner } from "./inner.ts";
import { randomTensor } from "./pseudo-random.ts";

/** How derivatives are compared with finite differences. */
export interface DerivativeLawOptions {
  /** Derivatives of derivatives are checked up to this order. */
  readonly order: number;
  /** The largest step of the differences; the function must be smooth within it. */
  readonly step: number;
  /** Relative and absolute agreement with the differences. */
  readonly tolerance: number;
}

/**
 * Laws: the forward derivative is the limit of differences, and the reverse one is its transpose,
 * ⟨c, J v⟩ = ⟨Jᵀ c, v⟩, whether `vjp` or `grad` computes it; then the same for the derivatives themselves, forward over
 * forward and over reverse, and reverse over reverse.
 */
export function checkDerivatives(
  name: string,
  f: TensorFunction,
  inputs: readonly Tensor[],
  options: DerivativeLawOptions,
): void {
  const { order, step, tolerance } = options;
  if (order < 1) return;
  const seed = 100 * order;
  const directions = inputs.map(({ shape, dtype }, i) => randomTensor(shape, { seed: seed + i, dtype }));
  const forward = jvp(f, [...inputs], directions);
  const expected = finiteDifferences(f, inputs, directions, step);
  naming(`${name}: value under jvp`, () => expectClose(forward.value, f(...inputs)));
  naming(`${name}: jvp against finite differences`, () =>
    expectClose(forward.tangent, expected, { relative: tolerance, absolute: tolerance }),
  );

  const cotangents = forward.value.map(({ shape, dtype }, k) =>
    randomTensor(shape, { seed: seed + 50 + k, dtype }),
  );
  const reverse = vjp(f, ...inputs);
  naming(`${name}: value under vjp`, () => expectClose(reverse.value, f(...inputs)));
  const pulled = reverse.pullback(cotangents);
  checkInnerProducts(name, inputs, directions, pulled, cotangents, forward.tangent);
  naming(`${name}: grad against vjp`, () =>
    expectClose(gradientOf(f, cotangents)(...inputs), pulled, { relative: 1e-11, absolute: 1e-12 }),
  );

  checkDerivatives(`${name}, pushed forward`, (...xs) => jvp(f, xs, directions).tangent, inputs, {
    ...options,
    order: order - 1,
  });
  checkDerivatives(`${name}, pulled back`, gradientOf(f, cotangents), inputs, {
    ...options,
    order: order - 1,
  });
}

/** The function x ↦ J(x)ᵀ c, the gradient of ⟨c, f(x)⟩, of complex numbers J(x)ᴴ c and Re⟨c, f(x)⟩. */
export function gradientOf(f: TensorFunction, cotangents: readonly Tensor[]): TensorFunction {
  const paired = (...xs: Tensor[]): Tensor =>
    f(...xs).reduce((total, part, k) => add(total, real(sum(mul(conj(cotangents[k]!), part)))), tensor(0));
  return (...xs) => grad(paired, { argnums: [...xs.keys()] })(...xs);
}

function checkInnerProducts(
  name: string,
  inputs: readonly Tensor[],
  directions: readonly Tensor[],
  pulled: readonly Tensor[],
  cotangents: readonly Tensor[],
  tangents: readonly Tensor[],
): void {
  for (const [i, x] of inputs.entries()) {
    const part = pulled[i]!;
    if (!sameShape(part.shape, x.shape)) {
      throw new Error(
        `${name}: vjp gives argument ${i} of shape ${formatShape(x.shape)} a gradient of shape ${formatShape(part.shape)}`,
      );
    }
  }
  const left = tangents.map((tangent, k) => inner(cotangents[k]!, tangent));
  const right = pulled.map((part, i) => inner(part, directions[i]!));
  const sum = (terms: readonly { value: number }[]): number =>
    terms.reduce((total, { value }) => total + value, 0);
  const scale = [...left, ...right].reduce((total, term) => total + term.scale, 0);
  if (Math.abs(sum(left) - sum(right)) <= 1e-11 * scale) return;
  throw new Error(
    `${name}: vjp is not the transpose of jvp: ⟨c, J v⟩ is ${sum(left)}, ⟨Jᵀ c, v⟩ is ${sum(right)}`,
  );
}

/** Runs a check and says of which law the failure is. */
export function naming(law: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    throw new Error(`${law}: ${error instanceof Error ? error.message : String(error)}`, { cause: error });
  }
}
