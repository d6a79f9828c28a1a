import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { add, arange, mul, tensor } from "../src/index.ts";

/** Runs by itself: prints by how many MB a million small operations in one synchronous loop raise memory at most. */
setFlagsFromString("--expose-gc");
const collect = runInNewContext("gc") as () => void;

const used = (): number => {
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 2 ** 20;
};

const operations = 1_000_000;
let scalar = tensor(0);
let vector = arange(8);
let longer = arange(100);
for (let i = 0; i < 1000; i++) vector = mul(vector, 1);
collect();
const baseline = used();
let peak = baseline;
for (let i = 0; i < operations; i += 5) {
  scalar = add(scalar, 1);
  scalar = mul(scalar, 1);
  vector = add(vector, vector);
  vector = mul(vector, 0.5);
  longer = mul(longer, 1);
  if (i % 1000 === 0) peak = Math.max(peak, used());
}
collect();
const report = {
  operations,
  peak: peak - baseline,
  kept: used() - baseline,
  sum: scalar.item(),
  last: vector.data[7],
  size: longer.size,
};
process.stdout.write(JSON.stringify(report));
