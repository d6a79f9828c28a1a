/** A contestant in one case: the milliseconds of so many runs. */
export interface Runner {
  readonly name: string;
  readonly time: (repeats: number) => Promise<number>;
}

/** How long things take. */
export interface Pace {
  readonly rounds: number;
  /** Each turn takes about this many milliseconds. */
  readonly turn: number;
  /** Each contestant runs for so many milliseconds before its times count. */
  readonly warmUp: number;
}

/**
 * The milliseconds that a run takes, of each contestant in each round. They take turns, so a busy machine slows all of
 * them alike.
 */
export async function race(
  runners: readonly Runner[],
  { rounds, turn, warmUp }: Pace,
): Promise<Map<string, readonly number[]>> {
  const repeats = new Map<Runner, number>();
  for (const runner of runners) {
    let count = 1;
    let spent = 0;
    // What is compiled while it runs gets faster: it runs for a while, and the count grows with it.
    while (spent < warmUp) {
      const time = await runner.time(count);
      spent += Math.max(time, 1e-3);
      if (time < turn) count = Math.ceil(count * Math.min(10, (1.2 * turn) / Math.max(time, 1e-3)));
    }
    repeats.set(runner, count);
  }
  const times = new Map(runners.map((runner) => [runner, [] as number[]]));
  for (let round = 0; round < rounds; round++) {
    for (const runner of runners) {
      const count = repeats.get(runner)!;
      times.get(runner)!.push((await runner.time(count)) / count);
    }
  }
  return new Map([...times].map(([runner, each]) => [runner.name, each]));
}

/** The median and the quartiles around it. */
export interface Spread {
  readonly lower: number;
  readonly median: number;
  readonly upper: number;
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (share: number): number =>
    sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]!;
  return { lower: at(0.25), median: at(0.5), upper: at(0.75) };
}

/** With so many digits, and never with an exponent. */
export function short(value: number, digits: number): string {
  return value >= 10 ** (digits - 1) ? value.toFixed(0) : value.toPrecision(digits);
}
