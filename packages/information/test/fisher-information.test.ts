import { grad } from "@adjoint/autodiff";
import { bernoulli, normal } from "@adjoint/probability";
import type { Normal } from "@adjoint/probability";
import { key } from "@adjoint/random";
import { DomainError, exp, matmul, ShapeError, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expectClose } from "@adjoint/testing";
import { expect, test } from "vitest";
import { fisherInformation, naturalGradient } from "../src/index.ts";

test("the information of a normal is 1/σ² for μ and 2/σ² for σ", () => {
  expectClose(fisherInformation(normal({ mean: 3, scale: 0.5 })), [
    [4, 0],
    [0, 8],
  ]);
});

test("it follows a change of parameters by the Jacobian: F_φ = Jᵀ F_θ J", () => {
  const model = (logScale: Tensor) => normal({ mean: 0, scale: exp(logScale) });
  expectClose(fisherInformation(model, tensor(-1)), [[2]]);
  expectClose(
    fisherInformation((p: Tensor) => bernoulli({ probs: p }), tensor(0.2)),
    [[1 / 0.16]],
  );
});

test("a batch of distributions adds up, so that a regression has XᵀX/σ²", () => {
  const x = tensor([
    [1, 2],
    [1, 3],
    [1, 5],
  ]);
  const model = (w: Tensor) => normal({ mean: matmul(x, w), scale: 2 });
  expectClose(fisherInformation(model, tensor([0.1, 0.2])), [
    [3 / 4, 10 / 4],
    [10 / 4, 38 / 4],
  ]);
});

test("samples give it where there is no closed form, within their error", () => {
  const exact = fisherInformation(normal({ scale: 2 }));
  const estimated = fisherInformation(normal({ scale: 2 }), { key: key(1), count: 40_000 });
  expectClose(estimated, exact, { absolute: 0.02 });
  expect(() => fisherInformation(normal(), { key: key(1), count: 0 })).toThrow(DomainError);
});

test("the natural gradient of the mean log-likelihood goes straight to the mean", () => {
  const d = normal({ mean: 1, scale: 3 });
  const gradient = grad((other: Normal) => other.logProb(7))(d);
  const direction = naturalGradient((other: Normal) => other, d, gradient);
  expectClose(direction.mean, 6);
  expectClose(direction.scale, (3 / 2) * (36 / 9 - 1));
});

test("damping shortens it, redundant parameters get the shortest one, and another tree is refused", () => {
  const model = (w: Tensor) => normal({ mean: matmul(tensor([[1, 1]]), w) });
  expectClose(naturalGradient(model, tensor([0, 0]), tensor([2, 2])), [1, 1]);
  expectClose(naturalGradient(model, tensor([0, 0]), tensor([2, 2]), { damping: 2 }), [0.5, 0.5]);
  expect(() => naturalGradient(model, tensor([0, 0]), tensor([2]))).toThrow(ShapeError);
});
