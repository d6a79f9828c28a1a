import { programGraph, trace } from "@adjoint/autodiff";
import { add, exp, mul, square, sum } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { examples } from "../src/compile/examples.ts";
import { boxHeight, layeredGraph } from "../src/compile/layered-graph.ts";
import { stageWords } from "../src/compile/stage-words.ts";

const programs = Object.values(examples).flatMap((stages) => stages.flatMap(({ program }) => program ?? []));

test("every value that is no constant has a box, and no two boxes overlap", () => {
  for (const program of programs) {
    const { boxes, width, height } = layeredGraph(program);
    const { nodes } = programGraph(program);
    expect(boxes.length).toBe(nodes.filter(({ kind }) => kind !== "constant").length);
    for (const [i, a] of boxes.entries()) {
      expect(a.x - a.width / 2).toBeGreaterThanOrEqual(0);
      expect(a.x + a.width / 2).toBeLessThanOrEqual(width);
      expect(a.y + boxHeight / 2).toBeLessThanOrEqual(height);
      for (const b of boxes.slice(i + 1)) {
        expect(Math.abs(a.y - b.y) >= boxHeight || Math.abs(a.x - b.x) >= (a.width + b.width) / 2).toBe(true);
      }
    }
  }
});

test("what uses a value stands below it, with small constants inside", () => {
  const { boxes } = layeredGraph(trace((x: Tensor) => sum(mul(2, add(exp(x), square(x)))))(1));
  const heights = ["input 0", "exp", "add", "mul 2"].map(
    (label) => boxes.find((box) => box.label === label)!.y,
  );
  expect(heights).toEqual(heights.toSorted((a, b) => a - b));
  expect(new Set(heights).size).toBe(4);
});

test("every stage of the examples is told in words", () => {
  for (const { name } of Object.values(examples).flat()) expect(stageWords[name]).toBeTruthy();
});
