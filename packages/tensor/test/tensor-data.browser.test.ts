import { expect, test } from "vitest";
import { arange, fromData, reshape, toData } from "@adjoint/tensor";
import type { TensorData } from "@adjoint/tensor";

test("a tensor travels to a worker and back without being copied", async () => {
  const code = `onmessage = ({ data: x }) => {
    for (let i = 0; i < x.data.length; i++) x.data[i] *= 2;
    postMessage(x, [x.data.buffer]);
  };`;
  const url = URL.createObjectURL(new Blob([code], { type: "text/javascript" }));
  const worker = new Worker(url);
  try {
    const message = toData(reshape(arange(6), [2, 3]));
    const answer = new Promise<TensorData>((resolve, reject) => {
      worker.addEventListener("message", (event: MessageEvent<TensorData>) => resolve(event.data));
      worker.addEventListener("error", reject);
    });
    worker.postMessage(message, [message.data.buffer]);
    expect(message.data.buffer.byteLength).toBe(0);
    const received = await answer;
    const x = fromData(received, { copy: false });
    expect(x.data).toBe(received.data);
    expect(x.toArray()).toEqual([
      [0, 2, 4],
      [6, 8, 10],
    ]);
  } finally {
    worker.terminate();
    URL.revokeObjectURL(url);
  }
});

test("an iframe's arrays, which are no instances of this window's classes, become tensors", () => {
  const frame = document.createElement("iframe");
  document.body.append(frame);
  try {
    const foreign = frame.contentWindow as unknown as { Float64Array: Float64ArrayConstructor };
    const data = new foreign.Float64Array([1, 2]);
    expect(data instanceof Float64Array).toBe(false);
    const x = fromData({ shape: [2], dtype: "float64", data }, { copy: false });
    expect(x.data instanceof Float64Array).toBe(true);
    expect(x.toArray()).toEqual([1, 2]);
  } finally {
    frame.remove();
  }
});
