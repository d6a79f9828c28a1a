import { sum } from "@adjoint/kernels";
import type { Combination, DType } from "@adjoint/tensor";
import type { Access, Reduction } from "../loops/loop-kernel.ts";
import type { KernelContext } from "./kernel-context.ts";
import { addEightRows, addRows, joinRows, joinSums, rowBlock, shortSum, sumBlock, sumStrip } from "./sums.ts";
import { literal } from "./source.ts";

/**
 * What the reductions of a kernel write at certain places of its loops.
 *
 * Sums of floating-point numbers are pairwise as those of evaluation are, with the same bits where the reduced axes are
 * neighbours: elements are put into a strip, which is summed as `sum` does, or eight rows into strips, which are added together.
 */
export interface Reductions {
  /** The outermost reduced loop. */
  readonly first: number;
  /** The loop around the last one, where rows are combined. */
  readonly rowsIn: number;
  /** The loop that is cut into strips, −1 if there is none. */
  readonly cutLoop: number;
  /** What the reductions read and write themselves. */
  readonly accesses: readonly Access[];
  /** Before the reduced loops. */
  begin(): void;
  /** At each turn; of a loop that is cut, the number of the turn in its strip is given. */
  turn(turnOfStrip: string): void;
  /** Behind each strip of so many turns. */
  strip(count: number): void;
  /** Behind each row. */
  row(): void;
  /** Behind the reduced loops. */
  end(): void;
}

/** Sums of fewer numbers are added one after the other, as they are by `sum`. */
const fewAdded = 8;

export function reductionsOf(context: KernelContext): Reductions {
  const { lengths, reduced, reductions } = context.kernel;
  if (reductions.length === 0) {
    const nothing = (): void => {};
    const calls = { begin: nothing, turn: nothing, strip: nothing, row: nothing, end: nothing };
    return { first: -1, rowsIn: -2, cutLoop: -1, accesses: [], ...calls };
  }
  const first = reduced.indexOf(true);
  const isInner = reduced.at(-1)!;
  const count = lengths.reduce((turns, length, loop) => (reduced[loop] ? turns * length : turns), 1);
  const along = reductions.filter((reduction) => !isPairwise(context, reduction) || count < fewAdded);
  const pairwise = reductions.filter((reduction) => !along.includes(reduction));
  const parts: Part[] = [];
  if (isInner) {
    parts.push(new Totals(context, along));
    if (pairwise.length > 0) parts.push(new Strips(context, pairwise, count));
  } else {
    parts.push(new TotalRows(context, along));
    if (pairwise.length > 0) parts.push(new EightRows(context, pairwise, count));
  }
  return {
    first,
    rowsIn: isInner ? -2 : lengths.length - 2,
    cutLoop: parts.some((part) => part.isCut) ? first : -1,
    accesses: parts.flatMap(({ accesses }) => accesses),
    begin: () => parts.forEach((part) => part.begin()),
    turn: (turnOfStrip) => parts.forEach((part) => part.turn(turnOfStrip)),
    strip: (count) => parts.forEach((part) => part.strip?.(count)),
    row: () => parts.forEach((part) => part.row?.()),
    end: () => parts.forEach((part) => part.end()),
  };
}

interface Part extends Pick<Reductions, "accesses" | "begin" | "turn" | "end"> {
  readonly isCut?: boolean;
  strip?(count: number): void;
  row?(): void;
}

function dtypeOf({ kernel }: KernelContext, { node }: Reduction): DType {
  return kernel.nodes[node]!.dtype;
}

function isPairwise(context: KernelContext, reduction: Reduction): boolean {
  const dtype = dtypeOf(context, reduction);
  return reduction.combine === "add" && (dtype === "float64" || dtype === "float32");
}

/** Each reduction in a variable. */
class Totals implements Part {
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
class Strips implements Part {
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

/** Each reduction in a row of totals. */
class TotalRows implements Part {
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
class EightRows implements Part {
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

function combined(combine: Combination, a: string, b: string, dtype: DType): string {
  switch (combine) {
    case "add":
      return dtype === "int32" ? `(${a} + ${b}) | 0` : `${a} + ${b}`;
    case "mul":
      return dtype === "int32" ? `Math.imul(${a}, ${b})` : `${a} * ${b}`;
    case "minimum":
      return `Math.min(${a}, ${b})`;
    case "maximum":
      return `Math.max(${a}, ${b})`;
    case "or":
      return `${a} | ${b}`;
    case "and":
      return `${a} & ${b}`;
  }
}

/** What a reduction begins with. */
function neutralOf(combine: Combination, dtype: DType): number {
  if (combine === "add" || combine === "or") return 0;
  if (combine === "mul" || combine === "and") return 1;
  const largest = dtype === "int32" ? 2147483647 : dtype === "bool" ? 1 : Infinity;
  const smallest = dtype === "int32" ? -2147483648 : dtype === "bool" ? 0 : -Infinity;
  return combine === "minimum" ? largest : smallest;
}
