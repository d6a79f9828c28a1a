import { readFileSync } from "node:fs";
import { grad, hvp } from "@adjoint/autodiff";
import { cond, det, kron, lstsq, lu, matrixPower, qr, slogdet } from "@adjoint/linalg";
import { add, mul, square, sum, tensor } from "@adjoint/tensor";
import type { Tensor, TensorLike } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { describe, test } from "vitest";

interface DerivativeCase {
  readonly function: string;
  readonly x: TensorLike;
  readonly weights: readonly TensorLike[];
  readonly direction: TensorLike;
  readonly value: number;
  readonly gradient: TensorLike;
  readonly hvp: TensorLike;
}

const fixture = new URL("fixtures/factorizations.json", import.meta.url);
const cases = (
  JSON.parse(readFileSync(fixture, "utf8")) as { readonly derivatives: readonly DerivativeCase[] }
).derivatives;

const weighted = (x: Tensor, weights: Tensor): Tensor => sum(mul(x, weights));

/** The functions of tooling/reference/linalg_factorizations.py. */
const functions: Record<string, (x: Tensor, ...weights: Tensor[]) => Tensor> = {
  det: (a) => sum(det(a)),
  slogdet: (a) => sum(square(slogdet(a).logAbsDet)),
  lu: (a, w, v) => {
    const { l, u } = lu(a);
    return add(weighted(l, w), weighted(u, v));
  },
  qr: (a, w, v) => {
    const { q, r } = qr(a);
    return add(weighted(q, w), weighted(r, v));
  },
  lstsq: (a, b, w) => weighted(lstsq(a, b).x, w),
  "cond 2": (a) => cond(a),
  "cond 1": (a) => cond(a, { ord: 1 }),
  "cond fro": (a) => cond(a, { ord: "fro" }),
  "matrixPower 5": (a, w) => weighted(matrixPower(a, 5), w),
  "matrixPower -3": (a, w) => weighted(matrixPower(a, -3), w),
  kron: (a, b, w) => weighted(kron(a, b), w),
};

describe("derivatives agree with PyTorch", () => {
  cases.forEach((each, i) => {
    test(`${each.function} of [${tensor(each.x).shape.join(", ")}], case ${i}`, () => {
      const f = functions[each.function]!;
      const weights = each.weights.map((w) => tensor(w));
      const at = (x: Tensor): Tensor => f(x, ...weights);
      const x = tensor(each.x);
      const scale = Math.max(...Array.from(tensor(each.hvp).data, Math.abs), 1);
      expectClose(at(x), each.value, { relative: 1e-12, absolute: 1e-12 });
      expectClose(grad(at)(x), each.gradient, { relative: 1e-10, absolute: 1e-11 * scale });
      expectClose(hvp(at, x, tensor(each.direction)), each.hvp, { relative: 1e-9, absolute: 1e-10 * scale });
    });
  });
});
