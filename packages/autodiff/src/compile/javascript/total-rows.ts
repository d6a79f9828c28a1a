import type { Access, Reduction } from "../loops/loop-kernel.ts";
import { combined, neutralOf } from "./combine.ts";
import type { KernelContext } from "./kernel-context.ts";
import { dtypeOf } from "./reduction-part.ts";
import type { ReductionPart } from "./reduction-part.ts";
import { literal } from "./source.ts";
import { addEightRows, addRows, joinRows, rowBlock } from "./sums.ts";

/** Each reduction in a row of totals. */
export class TotalRows implements ReductionPart {
  readonly accesses: readonly Access[];
  readonly #context: KernelContext;
  readonly #reductions: readonly Reduction[];
  readonly #access: Access;
  readonly #rows: readonly string[];

  constructor(context: KernelContext, reductions: readonly Reduction[]) {
    this.#context = context;
    this.#reductions = reductions;
    this.#access = rowAccess(context);
    this.accesses = reductions.length === 0 ? [] : [this.#access];
    const width = context.kernel.lengths.at(-1)!;
    this.#rows = reductions.map((reduction) => {
      const dtype = dtypeOf(context, reduction);
      const row = dtype === "int32" || dtype === "bool" ? new Int32Array(width) : new Float64Array(width);
      return context.source.capture(row, "w");
    });
  }

  begin(): void {
    this.#reductions.forEach((reduction, i) => {
      const start = literal(neutralOf(reduction.combine, dtypeOf(this.#context, reduction)));
      this.#context.source.line(`${this.#rows[i]!}.fill(${start});`);
    });
  }

  turn(): void {
    const at = this.#reductions.length === 0 ? "" : this.#context.index(this.#access);
    this.#reductions.forEach((reduction, i) => {
      const total = `${this.#rows[i]!}[${at}]`;
      const value = this.#context.value(reduction.node);
      const dtype = dtypeOf(this.#context, reduction);
      this.#context.source.line(`${total} = ${combined(reduction.combine, total, value, dtype)};`);
    });
  }

  end(): void {
    if (this.#reductions.length > 0) {
      storeRows(
        this.#context,
        this.#reductions,
        () => this.#context.index(this.#access),
        (i) => this.#rows[i]!,
      );
    }
  }
}

/** Eight rows of each sum in strips, which are added to a row for every so many rows; these are halved. */
export class EightRows implements ReductionPart {
  readonly accesses: readonly Access[];
  readonly #context: KernelContext;
  readonly #reductions: readonly Reduction[];
  readonly #count: number;
  readonly #width: number;
  readonly #access: Access;
  readonly #strips: readonly string[];
  readonly #sums: readonly string[];
  /** Where the row begins in the strips, how many rows are in the block, and where its sums begin. */
  #start = "";
  #inBlock = "";
  #block = "";

  constructor(context: KernelContext, reductions: readonly Reduction[], count: number) {
    this.#context = context;
    this.#reductions = reductions;
    this.#count = count;
    this.#width = context.kernel.lengths.at(-1)!;
    this.#access = rowAccess(context);
    this.accesses = [this.#access];
    const array = (rows: number): string => context.source.capture(new Float64Array(rows * this.#width), "w");
    this.#strips = reductions.map(() => array(8));
    this.#sums = reductions.map(() => array(Math.ceil(count / rowBlock)));
  }

  begin(): void {
    const { source } = this.#context;
    [this.#start, this.#inBlock, this.#block] = [source.fresh("u"), source.fresh("r"), source.fresh("v")];
    for (const sums of this.#sums) source.line(`${sums}.fill(0);`);
    source.line(`let ${this.#start} = 0, ${this.#inBlock} = 0, ${this.#block} = 0;`);
  }

  turn(): void {
    const at = this.#context.index(this.#access);
    this.#reductions.forEach(({ node }, i) => {
      const place = at === "0" ? this.#start : `${this.#start} + ${at}`;
      this.#context.source.line(`${this.#strips[i]!}[${place}] = ${this.#context.value(node)};`);
    });
  }

  row(): void {
    const { source } = this.#context;
    const add = source.capture(addEightRows, "f");
    source.line(`${this.#start} += ${this.#width};`);
    source.block(`if (${this.#start} === ${8 * this.#width})`, () => {
      this.#sums.forEach((sums, i) => {
        source.line(`${add}(${this.#strips[i]!}, ${this.#width}, ${sums}, ${this.#block});`);
      });
      source.line(`${this.#start} = 0;`);
    });
    if (this.#count <= rowBlock) return;
    source.block(`if (++${this.#inBlock} === ${rowBlock})`, () => {
      source.line(`${this.#inBlock} = 0;`);
      source.line(`${this.#block} += ${this.#width};`);
    });
  }

  end(): void {
    const { source } = this.#context;
    this.#sums.forEach((sums, i) => {
      if (this.#count % 8 !== 0) {
        const add = source.capture(addRows, "f");
        source.line(`${add}(${this.#strips[i]!}, ${this.#start}, ${this.#width}, ${sums}, ${this.#block});`);
      }
      const blocks = Math.ceil(this.#count / rowBlock);
      if (blocks > 1) source.line(`${source.capture(joinRows, "f")}(${sums}, 0, ${blocks}, ${this.#width});`);
    });
    storeRows(
      this.#context,
      this.#reductions,
      () => this.#context.index(this.#access),
      (i) => this.#sums[i]!,
    );
  }
}

/** The access to a row, which moves with the last loop alone. */
function rowAccess({ kernel }: KernelContext): Access {
  const last = kernel.lengths.length - 1;
  return { buffer: -1, offset: 0, strides: kernel.lengths.map((_, loop) => (loop === last ? 1 : 0)) };
}

/** Copies rows of totals to where they belong. */
function storeRows(
  context: KernelContext,
  reductions: readonly Reduction[],
  index: () => string,
  rowOf: (i: number) => string,
): void {
  context.loop(context.kernel.lengths.length - 1, () => {
    reductions.forEach(({ access }, i) => context.store(access, `${rowOf(i)}[${index()}]`));
  });
}
