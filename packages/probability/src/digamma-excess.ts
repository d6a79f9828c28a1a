import { digamma, polygamma } from "@adjoint/special";
import { add, div, greater, log, mul, square, sub, where } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { horner } from "./horner.ts";

/**
 * ψ(x) − log x, without cancellation for large x.
 *
 * Source: DLMF 5.11.2.
 */
export function digammaExcess(x: Tensor): Tensor {
  const large = greater(x, 16);
  const above = where(large, x, 16);
  const below = where(large, 1, x);
  const series = sub(
    div(-0.5, above),
    mul(div(1, square(above)), horner(div(1, square(above)), coefficients)),
  );
  return where(large, series, sub(digamma(below), log(below)));
}

/** B₂ₖ / 2k for k = 1, 2, … */
const coefficients = [1 / 12, -1 / 120, 1 / 252, -1 / 240, 1 / 132, -691 / 32_760, 1 / 12];

/**
 * ψ′(x) − 1/x, without cancellation for large x.
 *
 * Source: DLMF 5.15.8.
 */
export function trigammaExcess(x: Tensor): Tensor {
  const large = greater(x, 16);
  const above = where(large, x, 16);
  const below = where(large, 1, x);
  const t = div(1, square(above));
  const series = mul(t, add(0.5, div(horner(t, slopes), above)));
  return where(large, series, sub(polygamma(1, below), div(1, below)));
}

/** B₂ₖ for k = 1, 2, … */
const slopes = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6];
