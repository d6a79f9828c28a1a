import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { add, arange, exp, mul, neg, sin, square, sub, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { grad } from "../src/index.ts";

/** Runs by itself: prints by how many MB a hundred thousand gradients in one synchronous loop raise memory at most. */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const used = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
};

/** (x² + y²)·exp(−(x² + y²)), whose maximum 1/e lies on the circle x² + y² = 1. */
function ring(x: Tensor, y: Tensor): Tensor {
  const r = add(square(x), square(y));
  return mul(r, exp(neg(r)));
}

const gradients = 100_000;
const ringGradient = grad(ring, { argnums: [0, 1] });
const waveGradient = grad((x: Tensor) => sum(mul(x, sin(x))));
const curvature = grad(grad((x: Tensor) => sin(x)));

let [x, y] = [tensor(0.3), tensor(-0.4)];
let wave = arange(100);
let second = tensor(0);
const step = (): void => {
  const [dx, dy] = ringGradient(x, y);
  [x, y] = [add(x, mul(0.5, dx)), add(y, mul(0.5, dy))];
  wave = sub(wave, mul(1e-6, waveGradient(wave)));
  second = curvature(x);
};
for (let i = 0; i < 1000; i++) step();
collect();
const baseline = used();
let peak = baseline;
// Four gradients a step: that of a gradient takes two.
for (let i = 0; i < gradients; i += 4) {
  step();
  if (i % 1000 === 0) peak = Math.max(peak, used());
}
collect();
const report = {
  gradients,
  peak: peak - baseline,
  kept: used() - baseline,
  radius: Math.hypot(x.item(), y.item()),
  second: second.item() + Math.sin(x.item()),
  size: wave.size,
};
process.stdout.write(JSON.stringify(report));
