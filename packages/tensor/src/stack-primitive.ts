import { zerosLike } from "./creation.ts";
import { allocate, widthOf } from "./dtype.ts";
import { bind } from "./interpreter.ts";
import type { Primitive, Tangent } from "./primitive.ts";
import { sizeOf } from "./shape.ts";
import { Tensor } from "./tensor.ts";
import type { Spec } from "./tensor.ts";

type AxisParams = { readonly axis: number };

/** Joins tensors of one shape and dtype along a new axis. */
export function stackTensors(tensors: readonly Tensor[], axis: number): Tensor {
  return bind(stackPrimitive, [...tensors], { axis })[0];
}

/** Takes a tensor apart along an axis; undoes `stackTensors`. */
export function unstackTensor(x: Tensor, axis: number): Tensor[] {
  return bind(unstackPrimitive, [x], { axis });
}

const stackPrimitive: Primitive<Tensor[], [y: Tensor], AxisParams> = {
  name: "stack",
  shape: (inputs, { axis }) => [
    { shape: inputs[0]!.shape.toSpliced(axis, 0, inputs.length), dtype: inputs[0]!.dtype },
  ],
  kernel(inputs, { axis }) {
    const { shape, dtype, size } = inputs[0]!;
    const inner = sizeOf(shape.slice(axis)) * widthOf(dtype);
    const outer = sizeOf(shape.slice(0, axis));
    const elements = allocate(dtype, size * inputs.length);
    inputs.forEach((input, i) => {
      const { uniform } = input;
      for (let o = 0; o < outer; o++) {
        const at = (o * inputs.length + i) * inner;
        if (uniform !== undefined) elements.fill(uniform, at, at + inner);
        else if (outer === 1) elements.set(input.data, at);
        else elements.set(input.data.subarray(o * inner, (o + 1) * inner), at);
      }
    });
    return [new Tensor(shape.toSpliced(axis, 0, inputs.length), dtype, elements)];
  },
  jvp: (tangents, inputs, _outputs, { axis }) => [
    stackTensors(
      tangents.map((tangent, i) => tangent ?? zerosLike(inputs[i]!)),
      axis,
    ),
  ],
  transpose: ([cotangent], inputs, { axis }) => {
    const parts = unstackTensor(cotangent!, axis);
    return inputs.map((input, i): Tangent => (input instanceof Tensor ? null : parts[i]!));
  },
  batch: (inputs, batched, size, { axis }) => {
    const all = inputs.map((x, i) => (batched[i] ? x : stackTensors(new Array<Tensor>(size).fill(x), 0)));
    return [stackTensors(all, axis + 1)];
  },
  lowering: { kind: "join", isNew: true },
  form: "linear",
};

const unstackPrimitive: Primitive<[x: Tensor], Tensor[], AxisParams> = {
  name: "unstack",
  shape: ([x], { axis }) => Array.from({ length: x.shape[axis]! }, () => partOf(x, axis)),
  kernel([x], { axis }) {
    const { shape, dtype } = partOf(x, axis);
    const count = x.shape[axis]!;
    const inner = sizeOf(shape.slice(axis)) * widthOf(dtype);
    const outer = sizeOf(shape.slice(0, axis));
    return Array.from({ length: count }, (_, i) => {
      if (inner * outer === 1) return new Tensor(shape, dtype, x.data[i]);
      const elements = allocate(dtype, sizeOf(shape));
      for (let o = 0; o < outer; o++) {
        const start = (o * count + i) * inner;
        elements.set(x.data.subarray(start, start + inner), o * inner);
      }
      return new Tensor(shape, dtype, elements);
    });
  },
  jvp: ([tangent], _inputs, _outputs, { axis }) => unstackTensor(tangent!, axis),
  transpose: (cotangents, [x], { axis }) => {
    const part = partOf(x, axis);
    return [
      stackTensors(
        cotangents.map((cotangent) => cotangent ?? zerosLike(part)),
        axis,
      ),
    ];
  },
  batch: ([x], _batched, _size, { axis }) => unstackTensor(x, axis + 1),
  lowering: {
    kind: "view",
    view: ({ shape }, { axis }, output) => ({
      starts: shape.map((_, a) => (a === axis ? output : 0)),
      axes: shape.map((_, a) => a).toSpliced(axis, 1),
    }),
  },
  form: "linear",
};

function partOf({ shape, dtype }: Spec, axis: number): Spec {
  return { shape: shape.toSpliced(axis, 1), dtype };
}
