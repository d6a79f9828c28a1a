import { exp } from "@adjoint/kernels";
import { expect, test } from "vitest";
import type { Tensor } from "@adjoint/tensor";
import type { Step } from "../../../src/compile/loops/schedule.ts";
import { usesOf } from "../../../src/compile/webassembly/buffer-uses.ts";
import { planMemory } from "../../../src/compile/webassembly/plan-memory.ts";
import { webassemblyExecutable } from "../../../src/compile/webassembly/webassembly-executable.ts";
import { sharedPlaces } from "../../../src/compile/webassembly/share-places.ts";
import { byKernels } from "../float32-kernel.ts";
import { runSchedule } from "../run-schedule.ts";
import { access, Draft, Nodes, numbers } from "./schedules.ts";

/** Numbers that are the same for the same seed. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 8) / 2 ** 24) * below);
  };
}

/** A loop that puts x + y of any buffers that are written already into a new one or one of the written ones. */
function anyStep(draft: Draft, written: number[], below: (n: number) => number): Step {
  const [a, b] = [written[below(written.length)]!, written[below(written.length)]!];
  const size = Math.min(draft.buffers[a]!.size, draft.buffers[b]!.size);
  const to = draft.buffer("float64", size);
  const nodes = new Nodes();
  nodes.apply("float64", "add", nodes.load("float64", a, [1]), nodes.load("float64", b, [1]));
  written.push(to);
  return {
    kind: "loops",
    kernel: {
      lengths: [size],
      reduced: [false],
      nodes: nodes.list,
      stores: [{ node: 2, access: access(to, [1]) }],
      reductions: [],
    },
  };
}

/** A program of random steps, loops among them. */
function anyProgram(seed: number): Draft {
  const below = random(seed);
  const draft = new Draft();
  const written = [draft.input("float64", [60]), draft.input("float64", [25])];
  const steps = (count: number, depth: number, known: number[]): Step[] =>
    Array.from({ length: count }, (): Step => {
      if (depth === 0 || below(4) > 0) return anyStep(draft, known, below);
      const start = known[below(known.length)]!;
      const { size } = draft.buffers[start]!;
      const carry = draft.buffer("float64", size);
      const inside = [...known, carry];
      const body = steps(1 + below(4), depth - 1, inside);
      const next = inside.findLast((buffer) => draft.buffers[buffer]!.size === size)!;
      known.push(carry);
      return {
        kind: "cond",
        predicate: draft.constant(numbers("bool", [1], seed)),
        whenTrue: [
          { kind: "copy", from: start, to: carry },
          {
            kind: "scan",
            body,
            length: 2,
            reverse: false,
            carry: [{ carry, next }],
            sliced: [],
            results: [],
          },
        ],
        whenFalse: [{ kind: "copy", from: start, to: carry }],
      };
    });
  draft.steps.push(...steps(12, 2, written));
  for (let i = 0; i < 3; i++) draft.output(written[below(written.length)]!);
  return draft;
}

test("buffers that are used at the same time have different places, and programs keep their values", () => {
  let reused = 0;
  for (let seed = 1; seed <= 60; seed++) {
    const draft = anyProgram(seed);
    const plan = planMemory(draft.schedule, 0);
    const needed = plan.offsets.reduce(
      (sum, offset, i) => sum + (offset < 0 ? 0 : 8 * draft.buffers[i]!.size),
      0,
    );
    if (plan.bytes < needed) reused++;
    const inputs = [numbers("float64", [60], seed), numbers("float64", [25], seed + 1)];
    const run = webassemblyExecutable(draft.schedule);
    const expected = runSchedule(draft.schedule, inputs, byKernels);
    expect(run(inputs)).toEqual(expected);
    expect(run(inputs)).toEqual(expected);
  }
  expect(reused).toBeGreaterThan(20);
});

test("the last time that a buffer is read is not before its place is taken by another", () => {
  for (let seed = 100; seed <= 140; seed++) {
    const { schedule } = anyProgram(seed);
    const { offsets } = planMemory(schedule, 0);
    const all = usesOf(schedule);
    const places = sharedPlaces(schedule, all);
    const spans = schedule.buffers.map((_, buffer) => {
      const times = all.uses.filter((use) => places[use.buffer] === buffer).map(({ time }) => time);
      return [Math.min(...times), Math.max(...times)] as const;
    });
    offsets.forEach((offset, i) => {
      offsets.slice(0, i).forEach((other, j) => {
        if (offset < 0 || other < 0 || places[i] !== i || places[j] !== j) return;
        const apart =
          offset + 8 * schedule.buffers[i]!.size <= other || other + 8 * schedule.buffers[j]!.size <= offset;
        // At one time a loop may read one and write the other in its place.
        if (!apart) expect(spans[i]![0] >= spans[j]![1] || spans[j]![0] >= spans[i]![1]).toBe(true);
      });
    });
  }
});

test("a value that is read for the last time gives its place to one that is written there", () => {
  const draft = new Draft();
  const x = draft.input("float64", [100]);
  let last = x;
  for (let i = 0; i < 6; i++) {
    const to = draft.buffer("float64", 100);
    const nodes = new Nodes();
    nodes.apply("float64", "square", nodes.load("float64", last, [1]));
    draft.loops({
      lengths: [100],
      reduced: [false],
      nodes: nodes.list,
      stores: [{ node: 1, access: access(to, [1]) }],
      reductions: [],
    });
    last = to;
  }
  draft.output(last);
  const { offsets } = planMemory(draft.schedule, 0);
  // The input, one place for all that lies between, and the output.
  expect(new Set(offsets).size).toBe(3);
});

/** w + x, elementwise or with x backwards. */
function sum(isBackwards: boolean): { readonly draft: Draft; readonly buffers: readonly number[] } {
  const draft = new Draft();
  const [w, x] = [draft.input("float64", [1000]), draft.input("float64", [1000])];
  const to = draft.buffer("float64", 1000);
  const nodes = new Nodes();
  const other = isBackwards ? nodes.load("float64", x, [-1], 999) : nodes.load("float64", x, [1]);
  nodes.apply("float64", "add", nodes.load("float64", w, [isBackwards ? 0 : 1]), other);
  draft.loops({
    lengths: [1000],
    reduced: [false],
    nodes: nodes.list,
    stores: [{ node: 2, access: access(to, [1]) }],
    reductions: [],
  });
  draft.output(to);
  return { draft, buffers: [w, x, to] };
}

test("a result takes the place of an argument that its loop reads last, element by element", () => {
  const { draft, buffers } = sum(false);
  const [w, x, to] = buffers.map((buffer) => planMemory(draft.schedule, 0).offsets[buffer]);
  expect(to).toBe(w);
  expect(to).not.toBe(x);
  const other = sum(true);
  expect(new Set(planMemory(other.draft.schedule, 0).offsets).size).toBe(3);
});

test("arguments whose places were taken may come again, and so may results", () => {
  const { draft } = sum(false);
  const run = webassemblyExecutable(draft.schedule);
  const [w, x] = [numbers("float64", [1000], 1), numbers("float64", [1000], 2)];
  const plus = (...inputs: readonly Tensor[]): Tensor => {
    const [result] = run(inputs);
    expect(result).toEqual(runSchedule(draft.schedule, inputs, byKernels)[0]);
    return result!;
  };
  const once = plus(w, x);
  plus(w, x);
  const twice = plus(once, x);
  const thrice = plus(twice, x);
  plus(once, x);
  plus(thrice, thrice);
  plus(x, w);
  expect(w).toEqual(numbers("float64", [1000], 1));
});

test("a value that is only carried on is computed in the place of what is carried", () => {
  const draft = new Draft();
  const x = draft.input("float64", [50]);
  const [carry, next] = [draft.buffer("float64", 50), draft.buffer("float64", 50)];
  const square: Step = {
    kind: "loops",
    kernel: {
      lengths: [50],
      reduced: [false],
      nodes: [
        { kind: "load", dtype: "float64", access: access(carry, [1]) },
        { kind: "apply", function: "square", inputs: [0], dtype: "float64" },
      ],
      stores: [{ node: 1, access: access(next, [1]) }],
      reductions: [],
    },
  };
  draft.steps.push(
    { kind: "copy", from: x, to: carry },
    {
      kind: "scan",
      body: [square],
      length: 3,
      reverse: false,
      carry: [{ carry, next }],
      sliced: [],
      results: [],
    },
  );
  draft.output(carry);
  const { offsets } = planMemory(draft.schedule, 0);
  expect(offsets[next]).toBe(offsets[carry]);
  expect(offsets[carry]).not.toBe(offsets[x]);
  const input = numbers("float64", [50], 3);
  expect(webassemblyExecutable(draft.schedule)([input])).toEqual(
    runSchedule(draft.schedule, [input], byKernels),
  );
});

test("what still reads the value that is carried has it as it was", () => {
  const draft = new Draft();
  const x = draft.input("float64", [4]);
  const buffers = Array.from({ length: 4 }, () => draft.buffer("float64", 4));
  const [a, nextA, b, nextB] = buffers as [number, number, number, number];
  const sum = (left: number, right: number, to: number): Step => ({
    kind: "loops",
    kernel: {
      lengths: [4],
      reduced: [false],
      nodes: [
        { kind: "load", dtype: "float64", access: access(left, [1]) },
        { kind: "load", dtype: "float64", access: access(right, [-1], 3) },
        { kind: "apply", function: "add", inputs: [0, 1], dtype: "float64" },
      ],
      stores: [{ node: 2, access: access(to, [1]) }],
      reductions: [],
    },
  });
  draft.steps.push(
    { kind: "copy", from: x, to: a },
    { kind: "copy", from: x, to: b },
    {
      kind: "scan",
      body: [sum(a, b, nextA), sum(b, a, nextB)],
      length: 5,
      reverse: false,
      carry: [
        { carry: a, next: nextA },
        { carry: b, next: nextB },
      ],
      sliced: [],
      results: [],
    },
  );
  draft.output(a);
  draft.output(b);
  const input = numbers("float64", [4], 5, false);
  expect(webassemblyExecutable(draft.schedule)([input])).toEqual(
    runSchedule(draft.schedule, [input], byKernels),
  );
});

test("a loop that writes over what it reads writes it behind the last read, also between functions", () => {
  for (const size of [3, 40, 700]) {
    const draft = new Draft();
    const x = draft.input("float64", [size]);
    const [d, first, second, third] = [0, 1, 2, 3].map(() => draft.buffer("float64", size)) as [
      number,
      number,
      number,
      number,
    ];
    const doubled = new Nodes();
    doubled.apply("float64", "square", doubled.load("float64", x, [1]));
    const nodes = new Nodes();
    const load = nodes.load("float64", d, [1]);
    const early = nodes.apply("float64", "neg", load);
    const late = nodes.apply("float64", "add", nodes.apply("float64", exp, early), load);
    const again = new Nodes();
    again.apply("float64", "sub", again.load("float64", first, [1]), again.load("float64", second, [1]));
    const kernel = { lengths: [size], reduced: [false], reductions: [] };
    draft.loops({ ...kernel, nodes: doubled.list, stores: [{ node: 1, access: access(d, [1]) }] });
    draft.loops({
      ...kernel,
      nodes: nodes.list,
      stores: [
        { node: early, access: access(first, [1]) },
        { node: late, access: access(second, [1]) },
      ],
    });
    draft.loops({ ...kernel, nodes: again.list, stores: [{ node: 2, access: access(third, [1]) }] });
    draft.output(third);
    const { offsets } = planMemory(draft.schedule, 0);
    expect(offsets[first]).toBe(offsets[d]);
    const input = numbers("float64", [size], size, false);
    expect(webassemblyExecutable(draft.schedule)([input])).toEqual(
      runSchedule(draft.schedule, [input], byKernels),
    );
  }
});
