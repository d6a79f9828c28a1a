import { currentInterpreter, Tensor } from "@adjoint/tensor";
import type { Interpreter, Structure } from "@adjoint/tensor";
import type { ProgramStructures } from "../../program.ts";
import type { Schedule } from "../loops/schedule.ts";
import { declare } from "./javascript-executable.ts";
import { placesOf } from "./places.ts";
import { callsKernel, mayCollide } from "./reentrancy.ts";
import { Source } from "./source.ts";
import { tensorText } from "./tensor-text.ts";
import { needsParts, writeSteps } from "./write-steps.ts";

/** A function of trees. */
export type Entry = (...args: readonly unknown[]) => unknown;

/**
 * The whole of a program of numbers as one function, from its arguments to the tree of its results: what lists, signatures and
 * interpreters cost is several times the arithmetic.
 *
 * It takes numbers, and scalars that are not traced, in lists and plain objects; everything else goes to `slow`, and so do calls
 * that fail, which then say where, and calls under an interpreter that watches what runs. Programs that are not of numbers, or that call primitives' kernels, are `slow` itself.
 *
 * @throws EvalError where a content security policy forbids code that is made at run time.
 */
export function javascriptEntry(schedule: Schedule, structures: ProgramStructures, slow: Entry): Entry {
  const source = new Source(needsParts(schedule.steps));
  const given = new Set(schedule.inputs.map(({ buffer }) => buffer));
  // An argument may be a number, so there need not be a tensor.
  const places = placesOf(schedule, source).map((place, buffer) =>
    given.has(buffer) ? { ...place, tensor: "" } : place,
  );
  const isOfNumbers = schedule.inputs.every(({ shape, dtype }) => shape.length === 0 && dtype === "float64");
  const isPlainProgram =
    isOfNumbers && !schedule.steps.some(callsKernel) && !mayCollide(schedule, places, source);
  if (!isPlainProgram || !isPlain(structures.inputs) || !isPlain(structures.outputs)) return slow;
  const args =
    structures.inputs.kind === "leaf" ? [] : structures.inputs.children.map(() => source.fresh("a"));
  const giveUp = `return ${source.capture(slow, "f")}(...arguments);`;
  source.block(
    `return function (${args.join(", ")})`,
    () => {
      source.line(
        `if (arguments.length !== ${args.length} || !${source.capture(isEvaluating, "f")}()) ${giveUp}`,
      );
      const inputs = schedule.inputs.map(({ buffer }) => places[buffer]!.name).values();
      args.forEach((arg, i) => {
        readTree((structures.inputs as Branch).children[i]!, arg, inputs, giveUp, source);
      });
      source.block(
        "try",
        () => {
          schedule.buffers.forEach(({ constant }, buffer) => {
            if (constant === undefined && !given.has(buffer)) declare(places[buffer]!, source);
          });
          writeSteps(schedule.steps, places, source);
          const outputs = schedule.outputs.map((whole) => tensorText(whole, places, source, true)).values();
          source.line(`return ${treeText(structures.outputs, outputs)};`);
        },
        "} catch {",
      );
      source.line(`  ${giveUp}`);
      source.line("}");
    },
    "};",
  );
  return source.evaluate() as Entry;
}

type Branch = Structure & { readonly children: readonly Structure[] };

function isPlain(structure: Structure): boolean {
  return structure.kind === "leaf" || (structure.kind !== "node" && structure.children.every(isPlain));
}

/** Reads the leaves of a tree into variables. */
function readTree(
  structure: Structure,
  value: string,
  names: Iterator<string>,
  giveUp: string,
  source: Source,
): void {
  if (structure.kind === "leaf") {
    const place: string = names.next().value;
    const name = source.isShared ? source.fresh("g") : place;
    const tensor = source.capture(Tensor, "T");
    source.line(`let ${name} = ${value};`);
    source.block(`if (typeof ${name} !== "number")`, () => {
      // A tracer is a tensor with another constructor.
      source.line(`if (!(${value} instanceof ${tensor}) || ${value}.constructor !== ${tensor}) ${giveUp}`);
      source.line(`if (${value}.dtype !== "float64" || ${value}.shape.length !== 0) ${giveUp}`);
      source.line(`${name} = ${value}.uniform;`);
    });
    if (name !== place) source.line(`${place} = ${name};`);
    return;
  }
  const keys = structure.kind === "array" ? structure.children.map((_, i) => i) : structure.keys;
  if (structure.kind === "array") {
    source.line(`if (!Array.isArray(${value}) || ${value}.length !== ${keys.length}) ${giveUp}`);
  } else {
    const check = `${source.capture(hasKeys, "f")}(${value}, ${source.capture(structure.keys, "d")})`;
    source.line(`if (!${check}) ${giveUp}`);
  }
  structure.children.forEach((child, i) => {
    const part = source.fresh("a");
    source.line(`const ${part} = ${value}[${JSON.stringify(keys[i])}];`);
    readTree(child, part, names, giveUp, source);
  });
}

/** The interpreter that computes, once it has been met: comparing it takes less time than reading its name. */
let evaluation: Interpreter | undefined;

function isEvaluating(): boolean {
  const current = currentInterpreter();
  if (current === evaluation) return true;
  if (current.name !== "evaluation") return false;
  evaluation = current;
  return true;
}

function hasKeys(value: unknown, keys: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return false;
  const own = Object.keys(value);
  return own.length === keys.length && own.every((key, i) => key === keys[i]);
}

function treeText(structure: Structure, leaves: Iterator<string>): string {
  if (structure.kind === "leaf") return leaves.next().value;
  const children = structure.children.map((child) => treeText(child, leaves));
  if (structure.kind === "array") return `[${children.join(", ")}]`;
  return `{ ${structure.keys.map((key, i) => `[${JSON.stringify(key)}]: ${children[i]}`).join(", ")} }`;
}
