/** A line of the report: a turbo task, or every task of that name. */
export interface Gate {
  readonly label: string;
  /** `package#task`, or `*#task` for the task of every package that has one. */
  readonly task: string;
  /** Runs after all others and by itself: it measures time, in a browser. */
  readonly alone?: boolean;
}

/** Everything that `npm test` checks, in the order of the report; turbo.json says what each waits for and reads. */
export const gates: readonly Gate[] = [
  { label: "build", task: "*#build" },
  // oxlint with the type checker on: it reads every file under the settings of the tsconfig nearest to it.
  { label: "types and lint", task: "//#check:types" },
  { label: "format", task: "//#check:format" },
  { label: "layers", task: "//#check:layers" },
  { label: "unused code", task: "//#check:unused" },
  { label: "unit tests", task: "//#test:unit" },
  { label: "browser tests", task: "//#test:browser" },
  { label: "doc examples", task: "//#test:examples" },
  { label: "tests of the docs", task: "@adjoint/docs#test:app" },
  { label: "tests of the playground", task: "@adjoint/playground#test:app", alone: true },
  { label: "publint and attw", task: "@adjoint/tooling#check:publish" },
  { label: "packages alone", task: "@adjoint/tooling#check:pack" },
  { label: "sizes", task: "*#check:size" },
  { label: "links of the site", task: "@adjoint/tooling#check:links" },
  { label: "accessibility", task: "@adjoint/tooling#check:axe" },
];

/** Whether a turbo task id belongs to the gate. */
export function matches(gate: Gate, taskId: string): boolean {
  return gate.task.startsWith("*#") ? taskId.endsWith(gate.task.slice(1)) : taskId === gate.task;
}
