import { any, bind, logicalNot, zerosLike } from "@adjoint/tensor";
import type { Primitive, Spec, Tensor } from "@adjoint/tensor";
import { hoist } from "./close-program.ts";
import type { Recording } from "./equation.ts";
import { evaluateProgram } from "./evaluate-program.ts";
import type { FlatFunction } from "./flat-function.ts";
import { hasValue } from "./has-value.ts";
import { jvpFlat } from "./jvp.ts";
import { onlyCalls, whereCalls } from "./mapped-calls.ts";
import { Program } from "./program.ts";
import { batchedProgram, tangentProgram, transposedProgram, transposeFlat } from "./program-derivatives.ts";
import { nonZero, specsOf, spread } from "./sparse-list.ts";
import { traceFlat } from "./trace.ts";

/** `cond` of functions of lists. `check` is given the results of both branches when they are recorded. */
export function condFlat(
  predicate: Tensor,
  whenTrue: FlatFunction,
  whenFalse: FlatFunction,
  operands: readonly Tensor[],
  check: (left: readonly Spec[], right: readonly Spec[]) => void = () => undefined,
): readonly Tensor[] {
  if (hasValue(predicate)) return (predicate.item() === 0 ? whenFalse : whenTrue)(operands);
  const left = traceFlat("cond", whenTrue, operands);
  const right = traceFlat("cond", whenFalse, operands);
  check(left.outputs, right.outputs);
  const { programs, captured } = hoist([left, right]);
  return bind(condPrimitive, [predicate, ...captured, ...operands], {
    whenTrue: programs[0]!,
    whenFalse: programs[1]!,
  });
}

export interface Branches {
  readonly whenTrue: Recording;
  readonly whenFalse: Recording;
}

type Inputs = readonly [predicate: Tensor, ...operands: Tensor[]];

export const condPrimitive: Primitive<Inputs, readonly Tensor[], Branches> = {
  name: "cond",
  shape: (_inputs, { whenTrue }) => specsOf(whenTrue.outputs),
  kernel: ([predicate, ...operands], branches) => evaluateProgram(taken(predicate, branches), operands),
  jvp([, ...tangents], [predicate, ...operands], outputs, { whenTrue, whenFalse }) {
    if (hasValue(predicate)) {
      const branch = taken(predicate, { whenTrue, whenFalse });
      return jvpFlat((xs) => evaluateProgram(branch, xs), operands, tangents).tangents;
    }
    const left = tangentProgram(whenTrue, tangents);
    const right = tangentProgram(whenFalse, tangents);
    const { branches, present } = alike(left, right, outputs);
    return spread(bind(condPrimitive, [predicate, ...operands, ...nonZero(tangents)], branches), present);
  },
  transpose(cotangents, [test, ...operands], { whenTrue, whenFalse }) {
    const predicate = test as Tensor;
    if (hasValue(predicate)) {
      const branch = taken(predicate, { whenTrue, whenFalse });
      return [null, ...transposeFlat((xs) => evaluateProgram(branch, xs), operands, cotangents)];
    }
    const left = transposedProgram(whenTrue, operands, cotangents);
    const right = transposedProgram(whenFalse, operands, cotangents);
    const { branches, present } = alike(left, right, operands);
    const inputs: Inputs = [predicate, ...left.known, ...nonZero(cotangents)];
    return [null, ...spread(bind(condPrimitive, inputs, branches), present)];
  },
  batch([predicate, ...operands], [chosen, ...batched], size, { whenTrue, whenFalse }) {
    const [left, right] = [whenTrue, whenFalse].map((branch) =>
      batchedProgram(branch, operands, batched, size),
    );
    if (!chosen) {
      return bind(condPrimitive, [predicate, ...operands], { whenTrue: left!, whenFalse: right! });
    }
    const yes = someCalls(predicate, left!, operands, batched);
    const no = someCalls(logicalNot(predicate), right!, operands, batched);
    return yes.map((value, i) => whereCalls(predicate, value, no[i]!));
  },
};

/** A mapped branch, on the operands of the calls that take it, if any does. */
function someCalls(
  takers: Tensor,
  branch: Recording,
  operands: readonly Tensor[],
  batched: readonly boolean[],
): readonly Tensor[] {
  const run: FlatFunction = ([mask, ...values]) => evaluateProgram(branch, onlyCalls(mask!, values, batched));
  const skip: FlatFunction = () => branch.outputs.map(zerosLike);
  return condFlat(any(takers), run, skip, [takers, ...operands]);
}

function taken(predicate: Tensor, { whenTrue, whenFalse }: Branches): Recording {
  return predicate.item() === 0 ? whenFalse : whenTrue;
}

/** Two programs with results in some of the places of `like`, as branches with zeros where only the other has one. */
function alike(
  left: { readonly program: Recording; readonly present: readonly boolean[] },
  right: { readonly program: Recording; readonly present: readonly boolean[] },
  like: readonly Spec[],
): { readonly branches: Branches; readonly present: readonly boolean[] } {
  const present = left.present.map((here, i) => here || right.present[i]!);
  const fill = ({ program, present: own }: typeof left): Recording => {
    const outputs = spread(program.outputs, own);
    const filled = outputs.flatMap((output, i) => (present[i] ? [output ?? zerosLike(like[i]!)] : []));
    return new Program({ ...program, outputs: filled });
  };
  return { branches: { whenTrue: fill(left), whenFalse: fill(right) }, present };
}
