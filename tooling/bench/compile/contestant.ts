/** One thing to be timed, and its result as flat numbers, so that nobody wins by being wrong. */
export interface CompiledCase {
  /** Does it so many times. */
  readonly run: (count: number) => void;
  /** The numbers of the result, or some of them. */
  readonly check: () => readonly number[];
}

/** A library in the race, in a process of its own. */
export interface CompiledContestant {
  readonly version: string;
  readonly cases: Readonly<Record<string, CompiledCase>>;
}

/** What a module of a contestant exports. */
export interface ContestantModule {
  readonly load: (variant: string) => Promise<CompiledContestant>;
}

/** At most about 4,000 of the numbers, evenly spread: what is compared travels between processes. */
export function sampled(values: Iterable<number | boolean>): number[] {
  const all = Array.from(values, Number);
  const step = Math.ceil(all.length / 4096);
  return all.filter((_, i) => i % step === 0);
}
