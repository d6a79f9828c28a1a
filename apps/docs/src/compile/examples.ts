import { compilationStages, grad } from "@adjoint/autodiff";
import type { CompilationStage } from "@adjoint/autodiff";
import { add, exp, logSoftmax, matmul, mean, mul, neg, square, sum, zeros } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";

//#region ring
function ring(x: Tensor, y: Tensor): Tensor {
  const r2 = add(square(x), square(y));
  return mul(r2, exp(neg(r2)));
}

const ringStages = compilationStages(grad(ring, { argnums: [0, 1] }))(1, 2);
//#endregion

//#region layer
function loss(w: Tensor, b: Tensor, x: Tensor, labels: Tensor): Tensor {
  const logits = add(matmul(x, w), b);
  return neg(mean(sum(mul(labels, logSoftmax(logits, { axis: 1 })), { axis: 1 })));
}

const layerStages = compilationStages(grad(loss, { argnums: [0, 1] }))(
  zeros([20, 10]),
  zeros([10]),
  zeros([64, 20]),
  zeros([64, 10]),
);
//#endregion

/** What becomes of the two functions of the page about compiling. */
export const examples: Readonly<Record<"ring" | "layer", readonly CompilationStage[]>> = {
  ring: ringStages,
  layer: layerStages,
};
