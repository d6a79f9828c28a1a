import { exp, greater, mul, neg, sin, stack, sum, tensor } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { expect, test } from "vitest";
import { grad, programGraph, trace } from "../src/index.ts";
import type { ProgramGraph } from "../src/index.ts";
import { choose } from "./nested.ts";

/** `from → to` for every edge. */
function edgesOf({ edges }: ProgramGraph): string[] {
  return edges.map(({ from, output, to, input }) => `${from}.${output} → ${to}.${input}`);
}

test("a graph is plain data", () => {
  const graph = programGraph(trace((x: Tensor) => mul(sin(x), [1, 2]))(tensor([3, 4])));
  expect(JSON.parse(JSON.stringify(graph))).toEqual(graph);
  expect(graph.nodes).toMatchInlineSnapshot(`
    [
      {
        "dtype": "float64",
        "id": "input0",
        "kind": "input",
        "label": "input 0",
        "programs": [],
        "shape": [
          2,
        ],
      },
      {
        "dtype": "float64",
        "id": "sin0",
        "kind": "operation",
        "label": "sin",
        "programs": [],
        "shape": [
          2,
        ],
      },
      {
        "dtype": "float64",
        "id": "constant0",
        "kind": "constant",
        "label": "[1, 2]",
        "programs": [],
        "shape": [
          2,
        ],
      },
      {
        "dtype": "float64",
        "id": "mul1",
        "kind": "operation",
        "label": "mul",
        "programs": [],
        "shape": [
          2,
        ],
      },
      {
        "dtype": "float64",
        "id": "result0",
        "kind": "result",
        "label": "result 0",
        "programs": [],
        "shape": [
          2,
        ],
      },
    ]
  `);
});

test("every edge leads forward, from a node to a node", () => {
  const graph = programGraph(trace(grad((x: Tensor) => sum(exp(neg(mul(x, x))))))(tensor([1, 2])));
  const order = graph.nodes.map(({ id }) => id);
  expect(new Set(order).size).toBe(order.length);
  for (const { from, to } of graph.edges) {
    expect(order).toContain(from);
    expect(order.indexOf(from)).toBeLessThan(order.indexOf(to));
  }
});

test("an operand used twice has two edges, a constant used twice one node", () => {
  const two = tensor(2);
  const graph = programGraph(trace((x: Tensor) => mul(mul(x, x), mul(two, mul(two, x))))(1));
  expect(edgesOf(graph)).toMatchInlineSnapshot(`
    [
      "input0.0 → mul0.0",
      "input0.0 → mul0.1",
      "constant0.0 → mul1.0",
      "input0.0 → mul1.1",
      "constant0.0 → mul2.0",
      "mul1.0 → mul2.1",
      "mul0.0 → mul3.0",
      "mul2.0 → mul3.1",
      "mul3.0 → result0.0",
    ]
  `);
  expect(graph.nodes.filter(({ kind }) => kind === "constant").map(({ label }) => label)).toEqual(["2"]);
});

test("the outputs of an operation are told apart", () => {
  const f = (x: Tensor): Tensor => sum(mul(stack([x, mul(2, x)]), stack([x, x])));
  expect(edgesOf(programGraph(trace(grad(f))(1))).filter((edge) => edge.startsWith("unstack")))
    .toMatchInlineSnapshot(`
    [
      "unstack7.0 → add8.0",
      "unstack7.1 → add8.1",
      "unstack9.0 → add10.1",
      "unstack9.1 → mul11.1",
    ]
  `);
});

test("a result may be an input or a constant", () => {
  const graph = programGraph(
    trace((x: Tensor) => [
      x,
      tensor([
        [1, 2],
        [3, 4],
      ]),
      tensor(5),
    ])(1),
  );
  expect(edgesOf(graph)).toEqual([
    "input0.0 → result0.0",
    "constant0.0 → result1.0",
    "constant1.0 → result2.0",
  ]);
});

test("programs among the parameters are graphs of their own", () => {
  const graph = programGraph(trace((x: Tensor) => choose(greater(x, 0), sin, neg, x))(1));
  const [choice] = graph.nodes.filter(({ label }) => label === "choose");
  expect(choice!.programs.map(edgesOf)).toEqual([
    ["input0.0 → sin0.0", "sin0.0 → result0.0"],
    ["input0.0 → neg0.0", "neg0.0 → result0.0"],
  ]);
});
