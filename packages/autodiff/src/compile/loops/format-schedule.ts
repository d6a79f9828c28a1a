import { sizeOf } from "@adjoint/tensor";
import type { ScalarFunction } from "@adjoint/tensor";
import type { Recording } from "../../equation.ts";
import { formatConstant } from "../../format-program.ts";
import { formatSpec } from "../../format-spec.ts";
import { nestedPrograms } from "../../nested-programs.ts";
import { bufferNames } from "./buffer-names.ts";
import { formatKernel } from "./format-kernel.ts";
import type { ScheduleScope } from "./format-kernel.ts";
import type { BufferId } from "./loop-kernel.ts";
import type { Product, Schedule, Step, Whole } from "./schedule.ts";

/**
 * A schedule as pseudo-code: its inputs and constants, then a paragraph for each loop nest, product and call, then what
 * it returns. `for i < 3, j < 4: c[i, j] = a[i, j] + b[j]` is a loop over i around one over j.
 *
 * @param program the program that was lowered, which knows the names of functions.
 */
export function formatSchedule(schedule: Schedule, program: Recording): string {
  const names = bufferNames(schedule);
  const scope: ScheduleScope = { ...names, all: schedule.buffers, functions: functionNames(program) };
  const whole = ({ buffer, shape, dtype }: Whole): string =>
    `${names.nameOf(buffer)}:${formatSpec({ shape, dtype })}`;
  const constants = names.buffers.flatMap((buffer) => {
    const { constant } = schedule.buffers[buffer]!;
    return constant === undefined ? [] : [`${names.nameOf(buffer)} = ${formatConstant(constant)}`];
  });
  return [
    `given ${schedule.inputs.map(whole).join(", ") || "nothing"}`,
    ...(constants.length === 0 ? [] : [constants.join("\n")]),
    ...paragraphs(schedule.steps, scope).map((lines) => lines.join("\n")),
    `return ${schedule.outputs.map(({ buffer }) => names.nameOf(buffer)).join(", ")}`,
  ].join("\n\n");
}

/** The name of the primitive that each function computes. */
function functionNames(program: Recording): ReadonlyMap<ScalarFunction, string> {
  const names = new Map<ScalarFunction, string>();
  const visit = ({ equations }: Recording): void => {
    for (const { primitive, params } of equations) {
      const { lowering } = primitive;
      if (lowering?.kind === "pointwise") names.set(lowering.function, primitive.name);
      nestedPrograms(params).forEach(visit);
    }
  };
  visit(program);
  return names;
}

function paragraphs(steps: readonly Step[], scope: ScheduleScope): readonly (readonly string[])[] {
  return steps.map((step) => formatStep(step, scope));
}

function formatStep(step: Step, scope: ScheduleScope): readonly string[] {
  const name = scope.nameOf;
  const block = (steps: readonly Step[]): readonly string[] =>
    paragraphs(steps, scope).flatMap((lines) => lines.map((line) => `  ${line}`));
  const carried = (
    carry: readonly { readonly carry: BufferId; readonly next: BufferId }[],
  ): readonly string[] =>
    carry.length === 0
      ? []
      : [
          `  ${carry.map((each) => name(each.carry)).join(", ")} = ${carry.map((each) => name(each.next)).join(", ")}`,
        ];
  switch (step.kind) {
    case "loops":
      return formatKernel(step.kernel, scope);
    case "product":
      return [formatProduct(step.product, scope)];
    case "call": {
      const [results, operands] = [step.outputs, step.inputs].map((list) =>
        list.map(({ buffer }) => name(buffer)).join(", "),
      );
      return [`${results} = ${step.equation.primitive.name}(${operands})`];
    }
    case "copy":
      return [`${name(step.to)} = ${name(step.from)}`];
    case "scan": {
      const turn = step.reverse ? `for turn = ${step.length - 1}, …, 0:` : `for turn < ${step.length}:`;
      return [
        turn,
        ...step.sliced.map(({ whole, slice }) => `  ${name(slice)} = ${name(whole)}[turn]`),
        ...block(step.body),
        ...step.results.map(({ row, whole }) => `  ${name(whole)}[turn] = ${name(row)}`),
        ...carried(step.carry),
      ];
    }
    case "whileLoop":
      return [
        "repeat:",
        ...block(step.condition),
        `  stop unless ${name(step.test)}`,
        ...block(step.body),
        ...carried(step.carry),
      ];
    case "cond":
      return [`if ${name(step.predicate)}:`, ...block(step.whenTrue), "else:", ...block(step.whenFalse)];
  }
}

/** `c = a · bᵀ` with the shapes of the three matrices, or stacks of them. */
function formatProduct({ stack, m, n, k, a, b, c }: Product, { nameOf, all }: ScheduleScope): string {
  const transposed = (strides: readonly number[]): string =>
    strides.at(-1) !== 1 && strides.at(-2) === 1 ? "ᵀ" : "";
  const times = sizeOf(stack) === 1 ? "" : `${stack.join("×")} times `;
  const operand = ({ buffer, strides }: Product["a"], width: number): string =>
    width === 1 && all[buffer]!.size === 1 ? nameOf(buffer) : nameOf(buffer) + transposed(strides);
  return `${nameOf(c.buffer)} = ${operand(a, k)} · ${operand(b, n)}, ${times}[${m}, ${k}] · [${k}, ${n}]`;
}
