import type { Shape } from "@adjoint/tensor";
import { pythonTuple, pythonZeros } from "./python-translation.ts";
import type { PythonCall, PythonTranslations } from "./python-translation.ts";

/** Operations that move elements. */
export const pythonArrays: PythonTranslations = {
  reshape: {
    torch: ({ operands, params }) => `torch.reshape(${operands()[0]}, ${tupleOf(params["shape"])})`,
    jax: ({ operands, params }) => `jnp.reshape(${operands()[0]}, ${tupleOf(params["shape"])})`,
  },
  broadcastTo: {
    torch: ({ operands, params }) => `torch.broadcast_to(${operands()[0]}, ${tupleOf(params["shape"])})`,
    jax: ({ operands, params }) => `jnp.broadcast_to(${operands()[0]}, ${tupleOf(params["shape"])})`,
  },
  transpose: {
    torch: ({ operands, params }) => `torch.permute(${operands()[0]}, ${tupleOf(params["order"])})`,
    jax: ({ operands, params }) => `jnp.transpose(${operands()[0]}, ${tupleOf(params["order"])})`,
  },
  stack: {
    torch: ({ operands, params }) => `torch.stack([${operands().join(", ")}], dim=${String(params["axis"])})`,
    jax: ({ operands, params }) => `jnp.stack([${operands().join(", ")}], axis=${String(params["axis"])})`,
  },
  concat: {
    torch: ({ operands, params }) => `torch.cat([${operands().join(", ")}], dim=${String(params["axis"])})`,
    jax: ({ operands, params }) =>
      `jnp.concatenate([${operands().join(", ")}], axis=${String(params["axis"])})`,
  },
  unstack: {
    torch: (call) => `torch.unbind(${call.operands()[0]}, dim=${String(call.params["axis"])})${only(call)}`,
    jax: (call) =>
      `tuple(jnp.moveaxis(${call.operands()[0]}, ${String(call.params["axis"])}, 0))${only(call)}`,
  },
  split: {
    torch: ({ operands, params }) =>
      `torch.split(${operands()[0]}, [${lengthsOf(params).join(", ")}], dim=${String(params["axis"])})`,
    jax: ({ operands, params }) =>
      `jnp.split(${operands()[0]}, [${cutsOf(params).join(", ")}], axis=${String(params["axis"])})`,
  },
  slice: { torch: sliceInTorch, jax: (call) => partOf(call, rangesOf(call)) },
  embed: { torch: embedInTorch, jax: embedInJax },
  take: {
    torch: (call) =>
      callByCall(call, takeInTorch) ?? `${call.operands()[0]}[${leading(call)}${call.operands()[1]}.long()]`,
    jax: (call) =>
      callByCall(call, takeInJax) ?? `${call.operands()[0]}[${leading(call)}${call.operands()[1]}]`,
  },
  scatterAdd: {
    torch: (call) => callByCall(call, scatterCallsInTorch) ?? scatterAddInTorch(call),
    jax: (call) => callByCall(call, scatterCallsInJax) ?? scatterAddInJax(call),
  },
  gather: {
    torch: (call) =>
      `torch.take_along_dim(${call.operands()[0]}, ${places(call, 0)}, dim=${String(call.params["axis"])})`,
    jax: ({ operands, params }) =>
      `jnp.take_along_axis(${operands().join(", ")}, axis=${String(params["axis"])})`,
  },
  spread: {
    torch: (call) =>
      `torch.scatter_add(${zerosOf("torch", call)}, ${String(call.params["axis"])}, ${places(call, null)}, ${call.operands()[0]})`,
    jax: (call) => {
      call.define(spreadSource);
      return `spread(${zerosOf("jax", call)}, ${call.operands().join(", ")}, ${String(call.params["axis"])})`;
    },
  },
  put: {
    torch: (call) => {
      call.define(putSource);
      return `put(${call.operands().join(", ")})`;
    },
    jax: ({ operands }) => `${operands()[0]}.at[${operands()[1]}].set(${operands()[2]})`,
  },
};

const takeInTorch = `def take(x, indices, axis, shared):
    if shared > 0:
        return torch.stack([take(a, i, axis - 1, shared - 1) for a, i in zip(x, indices)])
    return x[(slice(None),) * axis + (indices.long(),)]`;

const takeInJax = `def take(x, indices, axis, shared):
    if shared > 0:
        return jnp.stack([take(a, i, axis - 1, shared - 1) for a, i in zip(x, indices)])
    return x[(slice(None),) * axis + (indices,)]`;

const scatterCallsInTorch = `def scatter_add(x, indices, updates, axis, shared):
    if shared > 0:
        return torch.stack([scatter_add(*parts, axis - 1, shared - 1) for parts in zip(x, indices, updates)])
    places = (indices % x.shape[axis]).long().reshape(-1)
    rows = updates.reshape(x.shape[:axis] + places.shape + x.shape[axis + 1:])
    return torch.index_add(x, axis, places, rows)`;

const scatterCallsInJax = `def scatter_add(x, indices, updates, axis, shared):
    if shared > 0:
        return jnp.stack([scatter_add(*parts, axis - 1, shared - 1) for parts in zip(x, indices, updates)])
    return x.at[(slice(None),) * axis + (indices,)].add(updates)`;

const spreadSource = `def spread(zeros, y, indices, axis):
    places = list(jnp.indices(y.shape))
    places[axis] = indices
    return zeros.at[tuple(places)].add(y)`;

const putSource = `def put(x, places, values):
    y = x.clone()
    y[places.long()] = values
    return y`;

const embedSource = `def embed(zeros, places, x):
    y = zeros.clone()
    y[places] = x
    return y`;

function tupleOf(numbers: unknown): string {
  return pythonTuple(numbers as readonly number[]);
}

/** Both libraries give a tuple, also for one result. */
function only({ outputs }: PythonCall): string {
  return outputs.length === 1 ? "[0]" : "";
}

function zerosOf(library: "torch" | "jax", { outputs: [y] }: PythonCall): string {
  return pythonZeros(library, y!.shape, y!.dtype);
}

function lengthsOf(params: PythonCall["params"]): readonly number[] {
  return params["lengths"] as readonly number[];
}

/** The places where the parts of these lengths begin, but for the first. */
function cutsOf(params: PythonCall["params"]): readonly number[] {
  let end = 0;
  return lengthsOf(params)
    .slice(0, -1)
    .map((length) => (end += length));
}

interface Range {
  readonly start: number;
  readonly count: number;
  readonly step: number;
  /** Of the axis that the range is in. */
  readonly length: number;
}

/** The places of a smaller array in a larger one. */
function rangesOf(
  { params, inputs: [x], outputs: [y] }: PythonCall,
  [small, large]: readonly [Shape, Shape] = [y!.shape, x!.shape],
): Range[] {
  const [starts, steps] = [params["starts"] as Shape, params["steps"] as Shape];
  return starts.map((start, axis) => ({
    start,
    step: steps[axis]!,
    count: small[axis]!,
    length: large[axis]!,
  }));
}

function subscript(ranges: readonly Range[]): string {
  return ranges
    .map(({ start, count, step, length }) => {
      if (start === 0 && step === 1 && count === length) return ":";
      if (count === 0) return `${start}:${start}`;
      const stop = start + (count - 1) * step + Math.sign(step);
      const text = `${start}:${stop < 0 ? "" : stop}`;
      return step === 1 ? text : `${text}:${step}`;
    })
    .join(", ");
}

/** PyTorch has no negative steps: the same places upwards, to be flipped along the axes named. */
function upwards(ranges: readonly Range[]): {
  readonly ranges: readonly Range[];
  readonly flipped: readonly number[];
} {
  return {
    ranges: ranges.map((range) =>
      range.step < 0 && range.count > 0
        ? { ...range, start: range.start + (range.count - 1) * range.step, step: -range.step }
        : { ...range, step: Math.abs(range.step) },
    ),
    flipped: ranges.flatMap(({ step }, axis) => (step < 0 ? [axis] : [])),
  };
}

/** A part of the operand; a scalar has no axes to be subscripted. */
function partOf({ operands }: PythonCall, ranges: readonly Range[]): string {
  const [x] = operands();
  return ranges.length === 0 ? x! : `${x}[${subscript(ranges)}]`;
}

function sliceInTorch(call: PythonCall): string {
  const { ranges, flipped } = upwards(rangesOf(call));
  const part = partOf(call, ranges);
  return flipped.length === 0 ? part : `torch.flip(${part}, ${pythonTuple(flipped)})`;
}

function embedInTorch(call: PythonCall): string {
  const [x] = call.operands();
  const { ranges, flipped } = upwards(rangesOf(call, [call.inputs[0]!.shape, call.outputs[0]!.shape]));
  call.define(embedSource);
  const places = ranges.map(({ start, count, step }) => `slice(${start}, ${start + count * step}, ${step})`);
  const part = flipped.length === 0 ? x : `torch.flip(${x}, ${pythonTuple(flipped)})`;
  return `embed(${zerosOf("torch", call)}, ${pythonTuple(places)}, ${part})`;
}

function embedInJax(call: PythonCall): string {
  const ranges = rangesOf(call, [call.inputs[0]!.shape, call.outputs[0]!.shape]);
  const [x] = call.operands();
  return ranges.length === 0 ? x! : `${zerosOf("jax", call)}.at[${subscript(ranges)}].set(${x})`;
}

/** Where the indices share leading axes with the array, one after another as `vmap` put them there: a function. */
function callByCall({ params, operands, define }: PythonCall, source: string): string | undefined {
  if (params["shared"] === undefined) return undefined;
  define(source);
  const name = source.slice("def ".length, source.indexOf("("));
  return `${name}(${[...operands(), params["axis"], params["shared"]].join(", ")})`;
}

/** The axes before the one that indices count along. */
function leading({ params }: PythonCall): string {
  return ":, ".repeat(params["axis"] as number);
}

/** Indices as PyTorch wants them: long, and counted from the front. */
function places(call: PythonCall, source: number | null): string {
  const spec = source === null ? call.outputs[0]! : call.inputs[source]!;
  return `(${call.operands()[1]} % ${Math.max(spec.shape[call.params["axis"] as number]!, 1)}).long()`;
}

function scatterAddInJax(call: PythonCall): string {
  const [x, indices, updates] = call.operands();
  return `${x}.at[${leading(call)}${indices}].add(${updates})`;
}

function scatterAddInTorch(call: PythonCall): string {
  const [x, indices, updates] = call.inputs;
  const axis = call.params["axis"] as number;
  const count = indices!.shape.reduce((size, length) => size * length, 1);
  const shape = x!.shape.with(axis, count);
  const [target, , values] = call.operands();
  const flat = indices!.shape.length === 1 ? places(call, 0) : `${places(call, 0)}.reshape(-1)`;
  const rows = updates!.shape.length === shape.length ? values : `${values}.reshape(${pythonTuple(shape)})`;
  return `torch.index_add(${target}, ${axis}, ${flat}, ${rows})`;
}
