import type { Access } from "../loops/loop-kernel.ts";
import type { Source } from "./source.ts";

/** A place in an array: that of a variable, and so many further on. */
interface Index {
  readonly base: string;
  readonly add: number;
}

/**
 * The indices of a loop nest. Accesses that move alike share a variable, which each turn moves on, so that nothing is
 * multiplied.
 */
export class Indices {
  readonly #source: Source;
  /** By the strides, one for each loop. */
  #current: Map<string, { readonly strides: readonly number[]; readonly index: Index }>;

  constructor(source: Source, strides: readonly (readonly number[])[]) {
    this.#source = source;
    this.#current = new Map(
      strides.map((each) => [each.join(), { strides: each, index: { base: "", add: 0 } }]),
    );
  }

  text({ offset, strides }: Access): string {
    const { base, add } = this.#current.get(strides.join())!.index;
    const place = add + offset;
    if (base === "") return String(place);
    return place === 0 ? base : place < 0 ? `${base} - ${-place}` : `${base} + ${place}`;
  }

  /** The indices after so many turns of a loop. */
  after(loop: number, turns: number, body: () => void): void {
    const before = this.#current;
    this.#current = new Map(
      [...before].map(([key, { strides, index }]) => {
        return [key, { strides, index: { base: index.base, add: index.add + turns * strides[loop]! } }];
      }),
    );
    body();
    this.#current = before;
  }

  /** Writes a loop, of which a turn may stand for several; the body is given the number of the turn. */
  loop(loop: number, length: number, body: (counter: string) => void, turns = 1): void {
    const before = this.#current;
    const counter = this.#source.fresh("i");
    const starts = [`${counter} = 0`];
    const steps = [`${counter}++`];
    this.#current = new Map(
      [...before].map(([key, { strides, index }]) => {
        const stride = turns * strides[loop]!;
        if (stride === 0) return [key, { strides, index }];
        if (stride === 1 && index.base === "")
          return [key, { strides, index: { base: counter, add: index.add } }];
        const base = this.#source.fresh("p");
        starts.push(`${base} = ${index.base === "" ? 0 : index.base}`);
        steps.push(
          stride === 1 ? `${base}++` : stride < 0 ? `${base} -= ${-stride}` : `${base} += ${stride}`,
        );
        return [key, { strides, index: { base, add: index.add } }];
      }),
    );
    this.#source.block(`for (let ${starts.join(", ")}; ${counter} < ${length}; ${steps.join(", ")})`, () =>
      body(counter),
    );
    this.#current = before;
  }
}
