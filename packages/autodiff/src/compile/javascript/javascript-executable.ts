import { allocate } from "@adjoint/tensor";
import type { Executable, Schedule } from "../loops/schedule.ts";
import { placesOf } from "./places.ts";
import type { Place } from "./places.ts";
import { mayCollide } from "./reentrancy.ts";
import { Source } from "./source.ts";
import { tensorText } from "./tensor-text.ts";
import { needsParts, writeSteps } from "./write-steps.ts";

/**
 * A schedule as one function of JavaScript. Arrays between its steps are kept from call to call.
 *
 * @throws EvalError where a content security policy forbids code that is made at run time.
 */
export function javascriptExecutable(schedule: Schedule): Executable {
  const { source, mustBeAlone } = writeProgram(schedule);
  const run = source.evaluate() as Executable;
  if (!mustBeAlone) return run;
  const idle = [run];
  return (inputs) => {
    // What the program calls may run the program again.
    const free = idle.pop() ?? (writeProgram(schedule).source.evaluate() as Executable);
    try {
      return free(inputs);
    } finally {
      idle.push(free);
    }
  };
}

/** The function that runs a schedule, as text. */
export function javascriptText(schedule: Schedule): string {
  return writeProgram(schedule).source.text;
}

interface Written {
  readonly source: Source;
  /** Whether two runs must not be under way at a time. */
  readonly mustBeAlone: boolean;
}

function writeProgram(schedule: Schedule): Written {
  const source = new Source(needsParts(schedule.steps));
  const places = placesOf(schedule, source);
  source.block(
    "return function (inputs)",
    () => {
      schedule.inputs.forEach(({ buffer, shape }, i) => {
        writeInput(places[buffer]!, shape.length === 0, `inputs[${i}]`, source);
      });
      const given = new Set(schedule.inputs.map(({ buffer }) => buffer));
      schedule.buffers.forEach(({ constant }, buffer) => {
        if (constant === undefined && !given.has(buffer)) declare(places[buffer]!, source);
      });
      writeSteps(schedule.steps, places, source);
      const outputs = schedule.outputs.map((whole) => tensorText(whole, places, source, true));
      source.line(`return [${outputs.join(", ")}];`);
    },
    "};",
  );
  return { source, mustBeAlone: mayCollide(schedule, places, source) };
}

/** Reads an input as far as it is used. */
function writeInput(place: Place, isScalar: boolean, input: string, source: Source): void {
  if (place.tensor !== "") source.define(place.tensor, input);
  if (!place.hasElements) return;
  const elements = place.kind !== "number" ? "data" : isScalar ? "uniform" : "data[0]";
  const value = `${place.tensor === "" ? input : place.tensor}.${elements}`;
  if (place.kind === "number" && source.isShared) source.line(`${place.name} = ${value};`);
  else source.define(place.name, value);
}

/** Writes the variables of a buffer that steps write. */
export function declare(
  { kind, name, tensor, dtype, size, hasElements, isSingle }: Place,
  source: Source,
): void {
  if (tensor !== "") source.declare(tensor);
  if (kind === "number" && hasElements && !isSingle && !source.isShared) source.declare(name, "0");
  else if (kind === "tensor" && hasElements) source.declare(name);
  else if (kind === "fresh") {
    source.define(name, `${source.capture(allocate, "f")}("${dtype}", ${size})`);
  }
}
