import { describe, expect, it } from "vitest";
import { outcomeOf } from "./report.ts";

describe("outcomeOf", () => {
  const times = new Map([
    ["compiled", [2, 1, 3, 2]],
    ["wide", [1, 1, 1, 1]],
    ["torch", [8, 1, 30, 8]],
  ]);

  it("takes quotients within a round, so that a slow round counts once", () => {
    const { ratios, milliseconds } = outcomeOf({ name: "a row", bars: [] }, times);
    expect(ratios["torch"]).toEqual({ lower: 4, median: 4, upper: 10 });
    expect(milliseconds["compiled"]).toEqual({ lower: 2, median: 2, upper: 3 });
  });

  it("meets a bar that asks for at least a quotient, and misses the one above", () => {
    const bars = [
      { contestant: "torch", timesFaster: 4 },
      { contestant: "torch", timesFaster: 4.1 },
    ] as const;
    const { verdicts } = outcomeOf({ name: "a row", bars }, times);
    expect(verdicts).toEqual([
      { bar: "4× as fast as PyTorch", got: "4.00×", met: true },
      { bar: "4.1× as fast as PyTorch", got: "4.00×", met: false },
    ]);
  });

  it("states a bar that allows us more time as a share of theirs", () => {
    const bars = [{ contestant: "torch", timesFaster: 1 / 1.25 }] as const;
    const { verdicts } = outcomeOf({ name: "a row", bars }, times);
    expect(verdicts).toEqual([{ bar: "at most 1.25 of the time of PyTorch", got: "0.250", met: true }]);
  });

  it("takes the times of wide lanes where a bar is theirs", () => {
    const bars = [{ contestant: "torch", timesFaster: 1 / 0.8, ours: "wide" }] as const;
    const { verdicts } = outcomeOf({ name: "a row", bars }, times);
    expect(verdicts).toEqual([
      { bar: "at most 0.8 of the time of PyTorch, with wide lanes", got: "0.125", met: true },
    ]);
  });

  it("compares the median with a bar in milliseconds", () => {
    const { verdicts } = outcomeOf({ name: "a row", bars: [{ milliseconds: 1.5 }] }, times);
    expect(verdicts).toEqual([{ bar: "at most 1.50 ms", got: "2.00 ms", met: false }]);
  });

  it("says nothing about a contestant that is not there", () => {
    const bars = [{ contestant: "jax", timesFaster: 2 }] as const;
    expect(outcomeOf({ name: "a row", bars }, times).verdicts).toEqual([]);
  });

  it("has no quotients where our own result was left out", () => {
    const { ratios } = outcomeOf({ name: "a row", bars: [] }, new Map([["torch", [1, 2, 3]]]));
    expect(ratios).toEqual({});
  });
});
