import { add, matmul, neg, sort, tensor, transpose } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { compile } from "../../../src/index.ts";
import { duringRun, takeRegion } from "../../../src/compile/webassembly/memory.ts";

/** Runs by itself: programs whose regions lie beyond 2 GiB. The room below them is never touched, and takes no memory. */
takeRegion(2 ** 31);
const f = (x: Tensor): Tensor => add(sort(neg(x)), matmul(x, transpose(x)));
const x = tensor([
  [3, 1],
  [2, 4],
]);
// While a program runs, no region is given out anew.
const results = duringRun(() => compile(f, { backend: "webassembly" })(x));
process.stdout.write(JSON.stringify(results.toArray()));
