import { sum } from "@adjoint/kernels";
import type { Access, Reduction } from "../loops/loop-kernel.ts";
import { combined, neutralOf } from "./combine.ts";
import type { KernelContext } from "./kernel-context.ts";
import { dtypeOf } from "./reduction-part.ts";
import type { ReductionPart } from "./reduction-part.ts";
import { literal } from "./source.ts";
import { joinSums, shortSum, sumBlock, sumStrip } from "./sums.ts";

/** Each reduction in a variable. */
export class Totals implements ReductionPart {
  readonly accesses: readonly Access[] = [];
  readonly #context: KernelContext;
  readonly #reductions: readonly Reduction[];
  #names: readonly string[] = [];

  constructor(context: KernelContext, reductions: readonly Reduction[]) {
    this.#context = context;
    this.#reductions = reductions;
  }

  begin(): void {
    const { source } = this.#context;
    this.#names = this.#reductions.map(() => source.fresh("s"));
    this.#reductions.forEach((reduction, i) => {
      const start = literal(neutralOf(reduction.combine, dtypeOf(this.#context, reduction)));
      source.line(`let ${this.#names[i]!} = ${start};`);
    });
  }

  turn(): void {
    this.#reductions.forEach((reduction, i) => {
      const total = this.#names[i]!;
      const value = this.#context.value(reduction.node);
      const dtype = dtypeOf(this.#context, reduction);
      this.#context.source.line(`${total} = ${combined(reduction.combine, total, value, dtype)};`);
    });
  }

  end(): void {
    this.#reductions.forEach((reduction, i) => {
      const isFloat32 = dtypeOf(this.#context, reduction) === "float32";
      this.#context.store(reduction.access, isFloat32 ? `Math.fround(${this.#names[i]!})` : this.#names[i]!);
    });
  }
}

/** The elements of each sum in a strip; of long sums a strip at a time. */
export class Strips implements ReductionPart {
  readonly isCut: boolean;
  readonly accesses: readonly Access[];
  readonly #context: KernelContext;
  readonly #reductions: readonly Reduction[];
  readonly #count: number;
  readonly #isShort: boolean;
  readonly #access: Access;
  readonly #strips: readonly string[];
  readonly #sums: readonly string[];
  /** How many elements are in the strips, and how many strips have been summed. */
  #filled = "";
  #done = "";

  constructor(context: KernelContext, reductions: readonly Reduction[], count: number) {
    this.#context = context;
    this.#reductions = reductions;
    this.#count = count;
    this.#isShort = count <= sumStrip;
    const { source, kernel } = context;
    const { lengths, reduced } = kernel;
    this.isCut = !this.#isShort && lengths.at(-1) === count;
    const strides = lengths.map((_, loop) =>
      reduced[loop] ? lengths.slice(loop + 1).reduce((turns, length) => turns * length, 1) : 0,
    );
    this.#access = { buffer: -1, offset: 0, strides };
    this.accesses = this.#isShort ? [this.#access] : [];
    const strip = (size: number): string => source.capture(new Float64Array(size), "w");
    this.#strips = reductions.map(() => strip(Math.min(count, sumStrip)));
    this.#sums = reductions.map(() => (this.#isShort ? "" : strip(Math.ceil(count / sumStrip))));
  }

  begin(): void {
    if (this.#isShort) return;
    const { source } = this.#context;
    this.#done = source.fresh("v");
    source.line(`let ${this.#done} = 0;`);
    if (this.isCut) return;
    this.#filled = source.fresh("u");
    source.line(`let ${this.#filled} = 0;`);
  }

  turn(turnOfStrip: string): void {
    const { source } = this.#context;
    const at = this.#isShort ? this.#context.index(this.#access) : this.isCut ? turnOfStrip : this.#filled;
    this.#reductions.forEach(({ node }, i) => {
      source.line(`${this.#strips[i]!}[${at}] = ${this.#context.value(node)};`);
    });
    if (this.#isShort || this.isCut) return;
    source.block(`if (++${this.#filled} === ${sumStrip})`, () => {
      this.strip(sumStrip);
      source.line(`${this.#filled} = 0;`);
    });
  }

  strip(count: number): void {
    const { source } = this.#context;
    this.#sums.forEach((sums, i) => {
      source.line(`${sums}[${this.#done}] = ${this.#sumText(i, count)};`);
    });
    source.line(`${this.#done}++;`);
  }

  end(): void {
    const { source } = this.#context;
    const rest = this.#count % sumStrip;
    if (!this.#isShort && !this.isCut && rest > 0) this.strip(rest);
    this.#reductions.forEach((reduction, i) => {
      const total = this.#isShort
        ? this.#sumText(i, this.#count)
        : `${source.capture(joinSums, "f")}(${this.#sums[i]!}, 0, ${this.#done})`;
      const isFloat32 = dtypeOf(this.#context, reduction) === "float32";
      this.#context.store(reduction.access, isFloat32 ? `Math.fround(${total})` : total);
    });
  }

  #sumText(i: number, count: number): string {
    const { source } = this.#context;
    const strip = this.#strips[i]!;
    return count <= shortSum
      ? `${source.capture(sumBlock, "f")}(${strip}, ${count})`
      : `${source.capture(sum, "f")}(${strip}, 0, ${count})`;
  }
}
