import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** A contestant in a process of its own, which times itself: `check` and `time` are lines to it, answers lines of JSON. */
export interface Peer {
  readonly version: string;
  readonly names: readonly string[];
  check(name: string): Promise<readonly number[]>;
  /** The seconds that so many runs take. */
  time(name: string, repeats: number): Promise<number>;
  close(): void;
}

/** The process of a command, or `undefined` where it cannot run. */
export async function startPeer(
  command: string,
  args: readonly string[],
  errors: "ignore" | "inherit" = "ignore",
): Promise<Peer | undefined> {
  const environment = { ...process.env, OMP_NUM_THREADS: "1", PYTHONUTF8: "1", PYTHONDONTWRITEBYTECODE: "1" };
  const child = spawn(command, args, { env: environment, stdio: ["pipe", "pipe", errors] });
  child.on("error", () => undefined);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const ask = async <Answer>(...words: readonly (string | number)[]): Promise<Answer | undefined> => {
    child.stdin.write(`${words.join("\t")}\n`);
    const { value, done } = await lines.next();
    if (done === true) return undefined;
    const answer = JSON.parse(value) as Answer | { readonly error: string };
    if (typeof answer === "object" && answer !== null && "error" in answer) throw new Error(answer.error);
    return answer;
  };
  child.stdin.on("error", () => undefined);
  const must = async <Answer>(...words: readonly (string | number)[]): Promise<Answer> => {
    const answer = await ask<Answer>(...words);
    if (answer === undefined) throw new Error(`${command} ${args.join(" ")}: ended at ${words.join(" ")}`);
    return answer;
  };
  const about = await ask<{ version: string; names: readonly string[] }>("names", "");
  if (about === undefined) return undefined;
  return {
    ...about,
    check: (name) => must("check", name),
    time: (name, repeats) => must("time", name, repeats),
    close: () => void child.stdin.end(),
  };
}
