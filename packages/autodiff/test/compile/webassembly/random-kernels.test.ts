import { expect, test } from "vitest";
import { webassemblyExecutable } from "../../../src/compile/webassembly/webassembly-executable.ts";
import { anyKernel } from "../random-kernel.ts";
import { byKernels } from "../float32-kernel.ts";
import { runSchedule } from "../run-schedule.ts";

test("random kernels give what their turns one by one give, to the last bit", () => {
  const from = Number(process.env["SEED"] ?? 1);
  for (let seed = from; seed < from + Number(process.env["KERNELS"] ?? 400); seed++) {
    const { draft, inputs } = anyKernel(seed);
    const actual = webassemblyExecutable(draft.schedule)(inputs);
    const expected = runSchedule(draft.schedule, inputs, byKernels);
    actual.forEach((each, i) => {
      const [a, b] = [each.data, expected[i]!.data];
      for (let k = 0; k < b.length; k++) {
        if (!Object.is(a[k], b[k]))
          expect.fail(`kernel ${seed}: result ${i} at ${k} is ${a[k]}, not ${b[k]}`);
      }
    });
  }
});
