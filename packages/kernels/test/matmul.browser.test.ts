import { expect, test } from "vitest";
import { matmulLaws } from "./matmul-laws.ts";

matmulLaws();

const index = new URL("../src/index.ts", import.meta.url).href;
const program = `
  import { implementation, matmul } from ${JSON.stringify(index)};
  const c = new Float64Array(400);
  const a = new Float64Array(400).fill(2);
  matmul(a, a, c, { m: 20, n: 20, k: 20 });
  const answer = implementation() + " " + c.every((x) => x === 80);
`;

test("runs in a worker", async () => {
  const source = `${program}; postMessage(answer);`;
  const url = URL.createObjectURL(new Blob([source], { type: "text/javascript" }));
  const worker = new Worker(url, { type: "module" });
  try {
    const answer = await new Promise((resolve, reject) => {
      worker.addEventListener("message", ({ data }) => resolve(data));
      worker.addEventListener("error", ({ message }) => reject(new Error(message)));
    });
    expect(answer).toBe("relaxed-simd true");
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
});

test("runs in TypeScript on a page whose content security policy forbids WebAssembly", async () => {
  const frame = document.createElement("iframe");
  const answer = new Promise((resolve) => {
    addEventListener("message", ({ data, source }) => {
      if (source === frame.contentWindow) resolve(data);
    });
  });
  frame.srcdoc = `
    <meta http-equiv="Content-Security-Policy" content="script-src 'self' 'unsafe-inline'">
    <script type="module">${program}; parent.postMessage(answer, "*");</script>`;
  document.body.append(frame);
  try {
    expect(await answer).toBe("typescript true");
  } finally {
    frame.remove();
  }
});
