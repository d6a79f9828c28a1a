import { broadcastOperands } from "./broadcast-sum.ts";
import { cast } from "./cast.ts";
import { mapComplex, mapParts } from "./complex-elements.ts";
import { asFloat, asTensor } from "./convert.ts";
import type { TensorLike } from "./convert.ts";
import { zerosLike } from "./creation.ts";
import { alignBatches } from "./families.ts";
import { linear } from "./linear.ts";
import type { BinaryPrimitive } from "./families.ts";
import { atan2 } from "./inverse-trigonometric.ts";
import { bind } from "./interpreter.ts";
import type { Tangent } from "./primitive.ts";
import { neg } from "./arithmetic.ts";
import { Tensor } from "./tensor.ts";

/**
 * The complex numbers re + i·im, elementwise with broadcasting: a complex128 tensor.
 *
 * Derivatives of complex functions: `jvp` pushes complex tangents forward, and for a holomorphic f that is f′(z)·v.
 * `grad` of a real function of a complex z = x + iy is ∂f/∂x + i ∂f/∂y, the direction of steepest ascent, as in
 * PyTorch; `vjp` gives Jᴴ·c for a cotangent c of the same convention.
 *
 * @throws ShapeError if the shapes do not broadcast, DTypeError if a part is complex itself.
 * @example
 * ```ts
 * import { complex, mul } from "@adjoint/tensor";
 *
 * const i = complex(0, 1);
 * mul(i, i); // => (-1+0j)
 * complex([1, 2], [0.5, -1]).toArray(); // => [{ re: 1, im: 0.5 }, { re: 2, im: -1 }]
 * ```
 */
export function complex(re: TensorLike, im: TensorLike = 0): Tensor {
  const parts = broadcastOperands("complex", asFloat("complex", "re", re), asFloat("complex", "im", im));
  const [x, y] = parts.map((part) => cast(part, "float64")) as [Tensor, Tensor];
  return bind(complexPrimitive, [x, y], null)[0];
}

/**
 * The real part, elementwise; a real `x` itself.
 *
 * @example
 * ```ts
 * import { real } from "@adjoint/tensor";
 *
 * real([{ re: 1, im: 2 }, 3]).toArray(); // => [1, 3]
 * ```
 */
export function real(x: TensorLike): Tensor {
  const input = asTensor("real", "x", x);
  return input.dtype === "complex128" ? cast(input, "float64") : input;
}

/**
 * The imaginary part, elementwise; of a real `x` zeros of its dtype.
 *
 * @example
 * ```ts
 * import { imag } from "@adjoint/tensor";
 *
 * imag([{ re: 1, im: 2 }, 3]).toArray(); // => [2, 0]
 * ```
 */
export function imag(x: TensorLike): Tensor {
  const input = asTensor("imag", "x", x);
  return input.dtype === "complex128" ? bind(imagPrimitive, [input], null)[0] : zerosLike(input);
}

/**
 * The complex conjugate, x − iy for x + iy, elementwise; a real `x` itself.
 *
 * @example
 * ```ts
 * import { conj } from "@adjoint/tensor";
 *
 * conj({ re: 1, im: 2 }); // => (1-2j)
 * ```
 */
export function conj(x: TensorLike): Tensor {
  const input = asTensor("conj", "x", x);
  return input.dtype === "complex128" ? bind(conjPrimitive, [input], null)[0] : input;
}

/**
 * The argument of complex numbers, the angle in [−π, π] from the positive real axis, elementwise; of a real number 0,
 * or π if it is negative. The signs of zeros choose the side, as in C. Its derivative at 0 is taken as 0.
 *
 * @example
 * ```ts
 * import { angle } from "@adjoint/tensor";
 *
 * angle([{ re: 0, im: 2 }, -1]).toArray(); // => [1.5707963267948966, 3.141592653589793]
 * ```
 */
export function angle(x: TensorLike): Tensor {
  const input = asTensor("angle", "x", x);
  return atan2(imag(input), real(input));
}

const complexPrimitive: BinaryPrimitive = {
  name: "complex",
  shape: ([{ shape }]) => [{ shape, dtype: "complex128" }],
  kernel([re, im]) {
    const [x, y] = [re.data, im.data];
    const elements = new Float64Array(2 * x.length);
    for (let i = 0; i < x.length; i++) {
      elements[2 * i] = x[i]!;
      elements[2 * i + 1] = y[i]!;
    }
    return [new Tensor(re.shape, "complex128", elements)];
  },
  jvp: ([s, t], [re, im]) => [bind(complexPrimitive, [s ?? zerosLike(re), t ?? zerosLike(im)], null)[0]],
  // Re c(s + it) = Re c · s − Im c · t.
  transpose: ([cotangent], [re, im]): [Tangent, Tangent] => [
    re instanceof Tensor ? null : cotangent && real(cotangent),
    im instanceof Tensor ? null : cotangent && neg(imag(cotangent)),
  ],
  batch: (inputs, batched, size) => bind(complexPrimitive, alignBatches(inputs, batched, size), null),
  form: "linear",
};

const imagPrimitive = /* @__PURE__ */ linear<null>({
  name: "imag",
  shape: ({ shape }) => ({ shape, dtype: "float64" }),
  kernel: (z) => mapParts(z, "float64", (_re, im) => im),
  // c · Im t = Re(−ic · t).
  transpose: (cotangent) => complex(0, neg(cotangent)),
  batch: imag,
});

const conjPrimitive = /* @__PURE__ */ linear<null>({
  name: "conj",
  shape: ({ shape, dtype }) => ({ shape, dtype }),
  kernel: (z) => mapComplex(z, ({ re, im }) => ({ re, im: -im })),
  // Re(c · t̄) = Re(c̄ · t).
  transpose: conj,
  batch: conj,
});
