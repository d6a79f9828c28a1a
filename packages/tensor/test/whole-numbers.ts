import { complex, tensor } from "@adjoint/tensor";
import type { Shape, Tensor } from "@adjoint/tensor";

/** The operand at a place as tooling/reference/tensor_einsum.py makes it: small whole numbers of both signs. */
export function wholeNumbers(place: number, shape: Shape): Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  return tensor(
    Float64Array.from({ length: size }, (_, i) => ((i * 7 + place * 5) % 11) - 5),
    { shape },
  );
}

/** The same with imaginary parts. */
export function complexWholeNumbers(place: number, shape: Shape): Tensor {
  return complex(wholeNumbers(place, shape), wholeNumbers(place + 3, shape));
}
