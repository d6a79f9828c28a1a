/** One thing to be timed, and its result as flat numbers, so that nobody wins by being wrong. */
export interface Case {
  run(): unknown;
  check(): readonly number[];
}

/** A library in the race. */
export interface Contestant {
  readonly name: string;
  readonly cases: Readonly<Record<string, Case>>;
  /** Called before the contestant's turn, outside of what is timed. */
  prepare?(): Promise<void>;
}
