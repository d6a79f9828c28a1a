import { cos, exp, log, softplus } from "@adjoint/kernels";
import type { Combination, ScalarFunction, ScalarOperation, Tensor } from "@adjoint/tensor";
import { access, Draft, Nodes, numbers, stridesOf } from "./webassembly/schedules.ts";

const dtypes = ["float64", "float32", "int32", "bool"] as const;
type Real = (typeof dtypes)[number];

const onNumbers: readonly ScalarOperation[] = ["add", "sub", "mul", "minimum", "maximum"];
const comparisons: readonly ScalarOperation[] = [
  "equal",
  "notEqual",
  "less",
  "lessEqual",
  "greater",
  "greaterEqual",
];
const onFloats: readonly ScalarOperation[] = ["neg", "abs", "relu", "square", "sqrt", "floor", "ceil"];
const onBooleans: readonly ScalarOperation[] = [
  "logicalAnd",
  "logicalOr",
  "logicalXor",
  "minimum",
  "maximum",
];
const functions: readonly ScalarFunction[] = [exp, log, cos, softplus, Math.atan, Math.sign];

interface Random {
  readonly below: (n: number) => number;
  readonly of: <T>(list: readonly T[]) => T;
}

function random(seed: number): Random {
  let state = seed;
  const below = (n: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return Math.floor(((state >>> 8) / 2 ** 24) * n);
  };
  return { below, of: (list) => list[below(list.length)]! };
}

/** A kernel of random loops, operations, places and results. */
export function anyKernel(seed: number): { readonly draft: Draft; readonly inputs: readonly Tensor[] } {
  const { below, of } = random(seed);
  const draft = new Draft();
  const inputs: Tensor[] = [];
  const rank = below(4);
  const lengths = Array.from({ length: rank }, () => 2 + of([below(4), below(12), below(40)]));
  if (rank > 0 && below(6) === 0) lengths[below(rank)] = 100 + below(500);
  while (lengths.reduce((a, b) => a * b, 1) > 4000) lengths[lengths.indexOf(Math.max(...lengths))] = 3;
  const nodes = new Nodes();
  const known: { readonly node: number; readonly dtype: Real }[] = [];
  const add = (dtype: Real, node: number): void => void known.push({ node, dtype });
  const wide = below(3) > 0;
  const some: readonly Real[] = wide ? dtypes : ["float32", "int32", "bool"];
  for (let i = 0; i < 2 + below(3); i++) {
    const dtype = of(some);
    const moving = lengths.map(() => below(3) > 0);
    const box = lengths.map((length, loop) => (moving[loop] ? length : 1));
    const order = box.map((_, i2) => i2).sort(() => below(3) - 1);
    const inOrder = stridesOf(order.map((loop) => box[loop]!));
    const strides = box.map((_, loop) => (moving[loop] ? inOrder[order.indexOf(loop)]! : 0));
    const size = box.reduce((a, b) => a * b, 1);
    const buffer = draft.input(dtype, [size]);
    inputs.push(numbers(dtype, [size], seed + i));
    const isTurned = below(4) === 0;
    const loop = strides.findLastIndex((stride) => stride !== 0);
    const offset = isTurned && loop >= 0 ? strides[loop]! * (lengths[loop]! - 1) : 0;
    add(
      dtype,
      nodes.load(
        dtype,
        buffer,
        isTurned && loop >= 0 ? strides.with(loop, -strides[loop]!) : strides,
        offset,
      ),
    );
  }
  if (below(2) === 0) {
    const dtype = of(some);
    add(
      dtype,
      nodes.constant(
        dtype,
        dtype === "bool" ? below(2) : dtype === "int32" ? below(9) - 4 : of([0, -0, 1.5, -Infinity, NaN]),
      ),
    );
  }
  for (let i = 0; i < below(12); i++) {
    const a = of(known);
    const alike = known.filter(({ dtype }) => dtype === a.dtype);
    const b = of(alike);
    const isFloat = a.dtype === "float64" || a.dtype === "float32";
    const masks = known.filter(({ dtype }) => dtype === "bool");
    switch (below(6)) {
      case 0:
        add("bool", nodes.apply("bool", of(comparisons), a.node, b.node));
        break;
      case 1: {
        const to = of(some);
        if (!(isFloat && to === "int32")) add(to, nodes.apply(to, "cast", a.node));
        break;
      }
      case 2:
        if (masks.length > 0) add(a.dtype, nodes.apply(a.dtype, "where", of(masks).node, a.node, b.node));
        break;
      case 3:
        if (isFloat) add(a.dtype, nodes.apply(a.dtype, of(functions), a.node));
        else add("bool", nodes.apply("bool", of(["logicalNot", "isNaN", "isFinite"]), a.node));
        break;
      case 4:
        if (isFloat) add(a.dtype, nodes.apply(a.dtype, of(onFloats), a.node));
        else if (a.dtype === "int32")
          add("int32", nodes.apply("int32", of(["neg", "abs", "relu", "square"]), a.node));
        break;
      default: {
        const operation =
          a.dtype === "bool" ? of(onBooleans) : isFloat && below(5) === 0 ? "div" : of(onNumbers);
        add(a.dtype, nodes.apply(a.dtype, operation, a.node, b.node));
      }
    }
  }
  const first = below(rank + 1);
  const count = below(rank - first + 1);
  // Reduced loops are neighbours with at most one loop behind them.
  const begin = Math.max(first, rank - count - 1);
  const reduced = lengths.map((_, loop) => loop >= begin && loop < begin + count);
  const size = lengths.reduce((a, b) => a * b, 1);
  const stores = Array.from({ length: 1 + below(2) }, () => {
    const { node, dtype } = of(known);
    const buffer = draft.buffer(dtype, size);
    draft.output(buffer);
    return { node, access: access(buffer, stridesOf(lengths)) };
  });
  const kept = lengths.map((length, loop) => (reduced[loop] ? 1 : length));
  const reductions = Array.from({ length: below(3) }, () => {
    const { node, dtype } = of(known);
    const combine: Combination =
      dtype === "bool"
        ? of(["or", "and", "minimum", "maximum"])
        : of(dtype === "int32" ? ["add", "mul", "minimum", "maximum"] : ["minimum", "maximum"]);
    const buffer = draft.buffer(
      dtype,
      kept.reduce((a, b) => a * b, 1),
    );
    draft.output(buffer);
    const strides = stridesOf(kept).map((stride, loop) => (reduced[loop] ? 0 : stride));
    return { node, combine, access: access(buffer, strides) };
  });
  draft.loops({
    lengths,
    reduced: reductions.length > 0 ? reduced : lengths.map(() => false),
    nodes: nodes.list,
    stores,
    reductions,
  });
  return { draft, inputs };
}
