import { sameShape, Tensor } from "@adjoint/tensor";
import type { Shape } from "@adjoint/tensor";
import type { Atom, Recording, Variable } from "../../equation.ts";
import { assembleSteps } from "./assemble.ts";
import { definitionsOf, hasGaps, isLazy } from "./definition.ts";
import type { Definitions } from "./definition.ts";
import { MustStore } from "./kernel-builder.ts";
import { lowerEquation } from "./lower-equation.ts";
import type { LoweredProgram, Values } from "./lower-equation.ts";
import { loopNests } from "./loop-nests.ts";
import type { Nest } from "./loop-nests.ts";
import type { BufferId, LoopKernel } from "./loop-kernel.ts";
import { Room } from "./room.ts";
import type { Schedule, Step, Whole } from "./schedule.ts";
import { isWorthLines, sparseSteps } from "./sparse.ts";
import { chooseStored } from "./stored-values.ts";
import { supportsOf } from "./support.ts";
import type { Line } from "./support.ts";
import { uniformConstants } from "./uniform-constants.ts";

/** A program as loops, products and calls on buffers, with elementwise chains put together. */
export function lower(program: Recording): Schedule {
  const room = new Room();
  const inputs = program.inputs.map((variable) => room.whole(room.allocate(variable), variable));
  const { steps, outputs } = lowerWithin(room, program, inputs);
  return { buffers: room.buffers, inputs, steps, outputs };
}

/** Lowers a program, or one nested in another, whose inputs are in buffers. */
function lowerWithin(room: Room, given: Recording, inputs: readonly Whole[]): LoweredProgram {
  const program = uniformConstants(given);
  const definitions = definitionsOf(program);
  const also = new Set<Variable>();
  for (;;) {
    const before = room.mark();
    try {
      return new Lowering(room, program, definitions, inputs, also).run();
    } catch (error) {
      if (!(error instanceof MustStore) || also.has(error.variable)) throw error;
      also.add(error.variable);
      room.rewind(before);
    }
  }
}

/** A nest to which values are being added. */
interface Growing extends Nest {
  readonly roots: Variable[];
  readonly reductions: Variable[];
}

/** One attempt to lower a program, with certain values stored. */
class Lowering implements Values {
  readonly definitions: Definitions;
  readonly #room: Room;
  readonly #program: Recording;
  /** Values that are put together part by part. */
  readonly #also: ReadonlySet<Variable>;
  /** Values that are 0 outside of a few lines. */
  readonly #supports: ReadonlyMap<Variable, readonly Line[]>;
  readonly #levels: ReadonlyMap<Variable, number>;
  readonly #buffers = new Map<Variable, BufferId>();

  constructor(
    room: Room,
    program: Recording,
    definitions: Definitions,
    inputs: readonly Whole[],
    also: ReadonlySet<Variable>,
  ) {
    this.#room = room;
    this.#program = program;
    this.#also = also;
    this.#supports = supportsOf(program, definitions);
    this.definitions = definitions;
    this.#levels = chooseStored(program, definitions, also).levels;
    program.inputs.forEach((variable, i) => this.#buffers.set(variable, inputs[i]!.buffer));
  }

  run(): LoweredProgram {
    const levels: Step[][] = [];
    const at = (level: number): Step[] => (levels[level] ??= []);
    // Steps first: they say where some of their outputs lie, which loops then read.
    for (const equation of this.#program.equations) {
      if (this.definitions.get(equation.outputs[0]!)!.kind !== "step") continue;
      at(this.levelOf(equation.outputs[0]!)).push(...lowerEquation(equation, this.#room, this));
    }
    for (const nest of this.#nests()) at(nest.level).push(...this.#loops(nest));
    return {
      steps: levels.flat(),
      outputs: this.#program.outputs.map((atom) => this.wholeOf(atom)),
    };
  }

  levelOf(variable: Variable): number {
    return this.#levels.get(variable)!;
  }

  bufferOf(atom: Atom, level: number): BufferId | undefined {
    if (atom instanceof Tensor) return this.#room.constant(atom);
    const definition = this.definitions.get(atom)!;
    if (definition.kind === "given") return this.#buffers.get(atom)!;
    if (definition.kind === "same") return this.bufferOf(definition.of, level);
    const stored = this.#levels.get(atom);
    return stored !== undefined && stored < level ? this.bufferFor(atom) : undefined;
  }

  /** Where a variable lies that another step writes. */
  assign(variable: Variable, buffer: BufferId): void {
    this.#buffers.set(variable, buffer);
  }

  /** The buffer that a stored variable is written to. */
  bufferFor(variable: Variable): BufferId {
    const known = this.#buffers.get(variable);
    if (known !== undefined) return known;
    const buffer = this.#room.allocate(variable);
    this.#buffers.set(variable, buffer);
    return buffer;
  }

  /** A value that is in memory as a whole. */
  wholeOf(atom: Atom): Whole {
    return this.#room.whole(this.bufferOf(atom, Infinity)!, atom);
  }

  within(program: Recording, inputs: readonly Whole[]): LoweredProgram {
    return lowerWithin(this.#room, program, inputs);
  }

  /** Reductions over the same axes of values of one shape share their loops, and the values of that shape join them. */
  #nests(): readonly Nest[] {
    const nests: Growing[] = [];
    const open = (level: number, shape: Shape, axes: readonly number[] | null): Growing => {
      const known = nests.find(
        (nest) =>
          nest.level === level &&
          sameShape(nest.shape, shape) &&
          (axes === null || sameShape(nest.axes, axes)),
      );
      if (known !== undefined) return known;
      const nest = { level, shape, axes: axes ?? [], roots: [], reductions: [] };
      nests.push(nest);
      return nest;
    };
    for (const [variable, level] of this.#levels) {
      const definition = this.definitions.get(variable)!;
      if (definition.kind !== "reduction") continue;
      open(level, definition.of.shape, definition.axes).reductions.push(variable);
    }
    for (const [variable, level] of this.#levels) {
      if (isLazy(this.definitions.get(variable)!)) open(level, variable.shape, null).roots.push(variable);
    }
    return nests;
  }

  #loops(nest: Nest): readonly Step[] {
    const isApart = (variable: Variable): boolean =>
      this.#also.has(variable) || hasGaps(this.definitions.get(variable)!);
    const apart = nest.roots.filter(isApart);
    const rest = nest.roots.filter((variable) => !apart.includes(variable));
    const sparse = rest.map((variable) => this.#alongLines(variable, nest.level));
    const together = rest.filter((_, i) => sparse[i] === undefined);
    return [
      ...this.#together({ ...nest, roots: together }).map((kernel): Step => ({ kind: "loops", kernel })),
      ...sparse.flatMap((steps) => steps ?? []),
      ...apart.flatMap((variable) => assembleSteps(variable, nest.level, this)),
    ];
  }

  #together(nest: Nest): readonly LoopKernel[] {
    const kernels = loopNests(nest, this, (variable) => this.bufferFor(variable));
    return kernels.filter(({ stores, reductions }) => stores.length + reductions.length > 0);
  }

  /** The steps that store a value which is mostly 0, if it is worth it. */
  #alongLines(variable: Variable, level: number): readonly Step[] | undefined {
    const lines = this.#supports.get(variable);
    if (lines === undefined) return undefined;
    const { shape } = variable;
    const dense = this.#together({ level, shape, roots: [variable], reductions: [], axes: [] });
    if (!isWorthLines(dense, this.#room, shape)) return undefined;
    return sparseSteps(variable, lines, level, {
      room: this.#room,
      values: this,
      dense: dense.map((kernel) => ({ kind: "loops", kernel })),
    });
  }
}
