import { bind } from "@adjoint/tensor";
import type { Tensor } from "@adjoint/tensor";
import { endless } from "../../while-loop-primitive.ts";
import type { BufferId } from "../loops/loop-kernel.ts";
import type { Step, Whole } from "../loops/schedule.ts";
import { elementText, isWrittenOut, nestedSteps } from "./places.ts";
import type { Place } from "./places.ts";
import { productRunner } from "./run-product.ts";
import type { Source } from "./source.ts";
import { tensorText } from "./tensor-text.ts";
import { longPart, writeKernel } from "./write-kernel.ts";
import { writeProduct } from "./write-product.ts";

/** Arrays up to so many elements are copied by a loop, which costs less than a call. */
const shortCopy = 16;

/** Functions with more operations than this are cut into parts: engines leave long functions to their interpreter. */
const longProgram = 1500;

/** Whether the steps are too long for one function. */
export function needsParts(steps: readonly Step[]): boolean {
  return weightOf(steps) > longProgram;
}

/** Writes steps, in functions of their own where one would be too long. */
export function writeSteps(steps: readonly Step[], places: readonly Place[], source: Source): void {
  for (let begin = 0, end = 0; begin < steps.length; begin = end) {
    for (let weight = 0; end < steps.length && (end === begin || weight < longPart); end++) {
      weight += weightOf([steps[end]!]);
    }
    const some = steps.slice(begin, end);
    source.part(() => some.forEach((step) => writeStep(step, places, source)));
  }
}

function weightOf(steps: readonly Step[]): number {
  return steps.reduce((total, step) => {
    const own = step.kind === "loops" ? step.kernel.nodes.length : 8;
    return total + own + weightOf(nestedSteps(step));
  }, 0);
}

/** Writes the statements of a step. */
function writeStep(step: Step, places: readonly Place[], source: Source): void {
  const at = (buffer: BufferId): Place => places[buffer]!;
  const write = (steps: readonly Step[]) => () => writeSteps(steps, places, source);
  switch (step.kind) {
    case "loops":
      return writeKernel(step.kernel, places, source);
    case "product":
      if (isWrittenOut(step.product)) return writeProduct(step.product, places, source);
      return writeRunner(step, places, source);
    case "call":
      return writeCall(step, places, source);
    case "copy":
      return writeMoves([{ from: at(step.from), to: at(step.to) }], source);
    case "cond":
      source.block(`if (${elementText(at(step.predicate), "0")} !== 0)`, write(step.whenTrue));
      return source.block("else", write(step.whenFalse));
    case "whileLoop": {
      const turn = source.fresh("i");
      return source.block(`for (let ${turn} = 0; ; ${turn}++)`, () => {
        write(step.condition)();
        source.line(`if (${elementText(at(step.test), "0")} === 0) break;`);
        const error = `${source.capture(endless, "f")}(${step.maxIterations})`;
        source.line(`if (${turn} === ${step.maxIterations}) throw ${error};`);
        write(step.body)();
        writeMoves(
          step.carry.map(({ carry, next }) => ({ from: at(next), to: at(carry) })),
          source,
        );
      });
    }
    case "scan":
      return writeScan(step, places, source);
  }
}

function writeScan(step: Step & { kind: "scan" }, places: readonly Place[], source: Source): void {
  const at = (buffer: BufferId): Place => places[buffer]!;
  const { length, reverse } = step;
  const i = source.fresh("i");
  const head = reverse
    ? `let ${i} = ${length - 1}; ${i} >= 0; ${i}--`
    : `let ${i} = 0; ${i} < ${length}; ${i}++`;
  source.block(`for (${head})`, () => {
    for (const { whole, slice } of step.sliced) writePart(at(whole), at(slice), i, true, source);
    writeSteps(step.body, places, source);
    for (const { row, whole } of step.results) writePart(at(whole), at(row), i, false, source);
    writeMoves(
      step.carry.map(({ carry, next }) => ({ from: at(next), to: at(carry) })),
      source,
    );
  });
}

/** How many numbers a buffer holds. */
function lengthOf({ dtype, size }: Place): number {
  return dtype === "complex128" ? 2 * size : size;
}

/** Copies row `i` of a buffer to one of its own, or back. */
function writePart(whole: Place, part: Place, i: string, isRead: boolean, source: Source): void {
  const length = lengthOf(part);
  if (length === 0) return;
  if (length === 1) {
    const [element, number] = [elementText(whole, i), elementText(part, "0")];
    source.line(isRead ? `${number} = ${element};` : `${element} = ${number};`);
  } else if (length <= shortCopy) {
    const [j, p] = [source.fresh("i"), source.fresh("p")];
    source.block(`for (let ${j} = 0, ${p} = ${i} * ${length}; ${j} < ${length}; ${j}++, ${p}++)`, () => {
      const [a, b] = [`${part.name}[${j}]`, `${whole.name}[${p}]`];
      source.line(isRead ? `${a} = ${b};` : `${b} = ${a};`);
    });
  } else if (isRead) {
    source.line(`${part.name}.set(${whole.name}.subarray(${i} * ${length}, ${i} * ${length} + ${length}));`);
  } else {
    source.line(`${whole.name}.set(${part.name}, ${i} * ${length});`);
  }
}

/** Copies buffers to others, which may be among those that are read: all are read before any is written. */
function writeMoves(moves: readonly { readonly from: Place; readonly to: Place }[], source: Source): void {
  const real = moves.filter(({ from, to }) => from !== to && lengthOf(to) > 0);
  const taken = real.map(({ from, to }, i) => {
    const isNumber = lengthOf(to) === 1;
    const given = isNumber ? elementText(from, "0") : from.name;
    if (!real.slice(0, i).some((earlier) => earlier.to === from)) return given;
    const name = source.fresh("c");
    source.line(`const ${name} = ${isNumber ? given : `${given}.slice()`};`);
    return name;
  });
  real.forEach(({ to }, i) => {
    const length = lengthOf(to);
    if (length === 1) source.line(`${elementText(to, "0")} = ${taken[i]!};`);
    else if (length > shortCopy) source.line(`${to.name}.set(${taken[i]!});`);
    else {
      const j = source.fresh("i");
      source.line(`for (let ${j} = 0; ${j} < ${length}; ${j}++) ${to.name}[${j}] = ${taken[i]!}[${j}];`);
    }
  });
}

function writeRunner(
  { product }: Step & { kind: "product" },
  places: readonly Place[],
  source: Source,
): void {
  const names = [product.a, product.b, product.c].map(({ buffer }) => places[buffer]!.name);
  source.line(`${source.capture(productRunner(product), "f")}(${names.join(", ")});`);
}

function writeCall(
  { equation, inputs, outputs }: Step & { kind: "call" },
  places: readonly Place[],
  source: Source,
): void {
  const { primitive, params } = equation;
  const call = source.capture((operands: readonly Tensor[]) => bind(primitive, operands, params), "f");
  const operands = inputs.map((whole) => tensorText(whole, places, source, false));
  const results = source.fresh("r");
  source.line(`const ${results} = ${call}([${operands.join(", ")}]);`);
  outputs.forEach((whole, i) => writeResult(whole, places[whole.buffer]!, `${results}[${i}]`, source));
}

function writeResult(whole: Whole, place: Place, result: string, source: Source): void {
  if (place.tensor !== "") source.line(`${place.tensor} = ${result};`);
  if (!place.hasElements) return;
  const tensor = place.tensor === "" ? result : place.tensor;
  if (place.kind === "tensor") source.line(`${place.name} = ${tensor}.data;`);
  else if (lengthOf(place) === 1) {
    const element = whole.shape.length === 0 ? `${tensor}.uniform` : `${tensor}.data[0]`;
    source.line(`${elementText(place, "0")} = ${element};`);
  } else source.line(`${place.name}.set(${tensor}.data);`);
}
