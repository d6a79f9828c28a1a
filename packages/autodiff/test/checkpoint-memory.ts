import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { cos, full, sin, sum } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { checkpoint, vjp } from "../src/index.ts";

/**
 * Runs by itself: prints how many intermediate tensors a reverse derivative of a chain of 10 pieces of 10 steps keeps
 * between its passes, plain and with checkpointed pieces.
 */
setFlagsFromString("--expose-gc");
const gc = runInNewContext("gc") as () => void;
/** The second round frees what the sweeper of the first was still holding. */
const collect = (): void => {
  gc();
  gc();
};

const size = 10_000;
const piece = (x: Tensor): Tensor => {
  let y = x;
  for (let i = 0; i < 5; i++) y = cos(sin(y));
  return y;
};

function kept(step: (x: Tensor) => Tensor): number {
  const chain = (x: Tensor): Tensor => {
    let y = x;
    for (let i = 0; i < 10; i++) y = step(y);
    return sum(y);
  };
  const x = full([size], 0.5);
  collect();
  const before = process.memoryUsage().arrayBuffers;
  const { pullback } = vjp(chain, x);
  collect();
  const tensors = (process.memoryUsage().arrayBuffers - before) / (8 * size);
  pullback(1);
  return tensors;
}

kept(piece);
process.stdout.write(JSON.stringify({ plain: kept(piece), checkpointed: kept(checkpoint(piece)) }));
