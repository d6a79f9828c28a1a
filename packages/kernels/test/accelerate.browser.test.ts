import { expect, test } from "vitest";
import { accelerate } from "../src/index.ts";

const index = new URL("../src/index.ts", import.meta.url).href;
const program = `
  import { accelerate, matmul } from ${JSON.stringify(index)};
  const size = { m: 250, n: 250, k: 250 };
  const [a, c] = [new Float64Array(250 ** 2).fill(2), new Float64Array(250 ** 2)];
  const { threads, reason, release } = accelerate({ threads: 2 });
  const rounds = [];
  for (let round = 0; round < 20; round++) {
    c.fill(0);
    matmul(a, a, c, size);
    rounds.push(c.every((x) => x === 1000));
    // Workers start when their parent returns to its event loop.
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  release();
  postMessage({ threads, reason, right: rounds.every(Boolean) });`;

test("shares products among threads where the caller is a worker itself", async () => {
  const url = URL.createObjectURL(new Blob([program], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  try {
    const answer = await new Promise((resolve, reject) => {
      worker.addEventListener("message", ({ data }) => resolve(data));
      worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    });
    expect(answer).toEqual({ threads: 2, reason: undefined, right: true });
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
});

test("says on the main thread that it may not wait, and in a browser that lanes stay narrow", () => {
  expect(accelerate({ threads: 2 })).toMatchObject({
    threads: 1,
    reason: expect.stringMatching(/may not wait for others/),
  });
  expect(accelerate({ wideLanes: true })).toMatchObject({
    wideLanes: false,
    reason: expect.stringMatching(/only Node lets a program set/),
  });
});
