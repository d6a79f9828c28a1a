import type { DType, ScalarFunction, Shape } from "@adjoint/tensor";
import type { Atom, Variable } from "../../equation.ts";
import { constantValue } from "./definition.ts";
import type { Box } from "./boxes.ts";
import type { Definition, Definitions } from "./definition.ts";
import { linearIndex, mapKey, throughView } from "./index-map.ts";
import type { AxisIndex, FullView, IndexMap } from "./index-map.ts";
import type { Access, BufferId, LoopNode, NodeId } from "./loop-kernel.ts";

/** What a builder asks of the program around the loops. */
export interface Surroundings {
  readonly definitions: Definitions;
  /** The buffer of a value that is there before loops of this level run; `undefined` if they have to compute it. */
  bufferOf(atom: Atom, level: number): BufferId | undefined;
}

/** A box that must be cut in front of a place of an axis: on both sides of it an embedded or joined value is read alike. */
export class Cut {
  readonly axis: number;
  readonly place: number;
  readonly variable: Variable;

  constructor(axis: number, place: number, variable: Variable) {
    this.axis = axis;
    this.place = place;
    this.variable = variable;
  }
}

/** An embedded or joined value that a loop reads in a way that no cut makes plain: it must be stored. */
export class MustStore {
  readonly variable: Variable;

  constructor(variable: Variable) {
    this.variable = variable;
  }
}

/** Puts together the operations of a loop nest over a box, from the values that are asked for back to what is stored. */
export class KernelBuilder {
  readonly nodes: LoopNode[] = [];
  readonly #around: Surroundings;
  readonly #level: number;
  readonly #box: Box;
  readonly #known = new Map<Atom, Map<string, NodeId>>();

  constructor(around: Surroundings, level: number, box: Box) {
    this.#around = around;
    this.#level = level;
    this.#box = box;
  }

  /** The access to the places of the box in a row-major value. */
  accessAlong(buffer: BufferId, shape: Shape): Access {
    return this.#access(buffer, linearIndex(shape, this.#box.map, this.#box.lengths.length));
  }

  /** The node of the elements of a value in the box, which are computed even if a buffer is meant for them. */
  root(variable: Variable): NodeId {
    return this.#remembered(variable, this.#box.map, (map) => this.#computed(variable, map));
  }

  /** The node of the elements of a value in the box. */
  element(atom: Atom): NodeId {
    return this.#pull(atom, this.#box.map);
  }

  apply(scalar: ScalarFunction, inputs: readonly NodeId[], dtype: DType): NodeId {
    return this.#add({ kind: "apply", function: scalar, inputs, dtype });
  }

  constant(value: number, dtype: DType): NodeId {
    return this.#add({ kind: "constant", value, dtype });
  }

  dtypeOf(node: NodeId): DType {
    return this.nodes[node]!.dtype;
  }

  #pull(atom: Atom, map: IndexMap): NodeId {
    return this.#remembered(atom, map, () => {
      const value = constantValue(atom);
      if (value !== undefined) return this.constant(value, atom.dtype);
      const buffer = this.#around.bufferOf(atom, this.#level);
      if (buffer !== undefined) {
        const access = this.#access(buffer, linearIndex(atom.shape, map, this.#box.lengths.length));
        return this.#add({ kind: "load", access, dtype: atom.dtype });
      }
      return this.#computed(atom, map);
    });
  }

  #computed(variable: Variable, map: IndexMap): NodeId {
    const definition = this.#around.definitions.get(variable)!;
    const loops = this.#box.lengths.length;
    switch (definition.kind) {
      case "pointwise": {
        const inputs = definition.inputs.map((input) => this.#pull(input, map));
        return this.apply(definition.function, inputs, variable.dtype);
      }
      case "view":
        return this.#pull(definition.of, throughView(definition.view, map, loops));
      case "embed":
        return this.#embedded(variable, definition.of, definition.view, map);
      case "join":
        return this.#joined(variable, definition, map);
      case "given":
      case "same":
      case "reduction":
      case "step":
        throw new Error(`compile: a ${definition.kind} value is read by a loop that runs before it is there`);
    }
  }

  /** Inside of the embedded range its element, outside 0; a box that reaches over an end of the range is cut. */
  #embedded(variable: Variable, of: Atom, view: FullView, map: IndexMap): NodeId {
    const ranges = of.shape.map((length, axis) => this.#rangeOf(map[axis]!, view.starts[axis]!, length));
    if (ranges.includes("outside")) return this.constant(0, variable.dtype);
    const axis = ranges.indexOf("across");
    if (axis >= 0) {
      const [start, end] = [view.starts[axis]!, view.starts[axis]! + of.shape[axis]!];
      throw this.#cut(variable, map[axis]!, this.#reach(map[axis]!).low < start ? start : end);
    }
    return this.#pull(
      of,
      map.map(({ offset, coefficients }, a) => ({ offset: offset - view.starts[a]!, coefficients })),
    );
  }

  /** The element of the part that the whole box lies in; a box that reaches over several is cut. */
  #joined(variable: Variable, { parts, axis, isNew }: Definition & { kind: "join" }, map: IndexMap): NodeId {
    const { low, high } = this.#reach(map[axis]!);
    const part = parts.findLast(({ start }) => start <= low)!;
    const next = parts.find(({ start }) => start > low)?.start;
    if (next !== undefined && high >= next) throw this.#cut(variable, map[axis]!, next);
    const inner = map.map(({ offset, coefficients }, a) =>
      a === axis ? { offset: offset - part.start, coefficients } : { offset, coefficients },
    );
    return this.#pull(part.of, isNew ? inner.toSpliced(axis, 1) : inner);
  }

  #rangeOf(index: AxisIndex, start: number, length: number): "inside" | "outside" | "across" {
    const { low, high } = this.#reach(index);
    if (low >= start && high < start + length) return "inside";
    return high < start || low >= start + length ? "outside" : "across";
  }

  /** The first and the last place of an axis that the box reaches. */
  #reach({ offset, coefficients }: AxisIndex): { readonly low: number; readonly high: number } {
    let [low, high] = [offset, offset];
    coefficients.forEach((c, loop) => {
      const reach = c * (this.#box.lengths[loop]! - 1);
      if (reach < 0) low += reach;
      else high += reach;
    });
    return { low, high };
  }

  /** A cut in front of a place of the value's axis that the box reaches over. */
  #cut(variable: Variable, { offset, coefficients }: AxisIndex, place: number): Cut | MustStore {
    const loops = coefficients.flatMap((c, loop) => (c === 0 || this.#box.lengths[loop] === 1 ? [] : [loop]));
    const [axis] = loops;
    if (axis === undefined || loops.length > 1 || coefficients[axis] !== 1) return new MustStore(variable);
    return new Cut(axis, place - offset, variable);
  }

  #access(buffer: BufferId, { offset, coefficients }: AxisIndex): Access {
    return { buffer, offset, strides: coefficients };
  }

  #remembered(atom: Atom, map: IndexMap, make: (map: IndexMap) => NodeId): NodeId {
    const places = this.#known.get(atom) ?? new Map<string, NodeId>();
    this.#known.set(atom, places);
    // A constant that is one number is so at every place.
    const key = constantValue(atom) === undefined ? mapKey(map) : "";
    const known = places.get(key);
    if (known !== undefined) return known;
    const node = make(map);
    places.set(key, node);
    return node;
  }

  #add(node: LoopNode): NodeId {
    return this.nodes.push(node) - 1;
  }
}
