import { limits } from "../limits.ts";
import type { Entry, Message } from "../protocol.ts";

/** Where a run's output goes: bounded, batched, and never waiting for the page. */
export interface Output {
  /** Prints one entry, or counts it as dropped once the budget is spent. */
  readonly print: (make: () => Entry) => void;
  /** Sends what is waiting, then `message`. */
  readonly send: (message: Message) => void;
}

/**
 * A worker in a loop cannot hear the page ask for quiet, so the budget is the worker's own: a burst
 * of entries, refilled with time. What is over it is never even described, only counted.
 */
export function createOutput(post: (text: string) => void): Output {
  const { stringify } = JSON;
  const now = performance.now.bind(performance);
  const later = setTimeout;
  let waiting: string[] = [];
  let waitingSize = 0;
  let dropped = 0;
  let spent = 0;
  let tokens: number = limits.burst;
  let last = now();
  let flushed = -Infinity;
  let timer = false;

  function flush(): void {
    timer = false;
    if (waiting.length === 0 && dropped === 0) return;
    post(`{"type":"output","entries":[${waiting.join(",")}],"dropped":${dropped}}`);
    waiting = [];
    waitingSize = 0;
    dropped = 0;
    flushed = now();
  }

  function refill(time: number): void {
    tokens = Math.min(limits.burst, tokens + ((time - last) / 1000) * limits.refill);
    last = time;
  }

  function print(make: () => Entry): void {
    const time = now();
    refill(time);
    if (tokens < 1 || spent > limits.output) {
      dropped += 1;
    } else {
      tokens -= 1;
      const text = bounded(make, stringify);
      spent += text.length;
      if (waitingSize + text.length > limits.message / 2) flush();
      waiting.push(text);
      waitingSize += text.length;
    }
    if (time - flushed > 50) return flush();
    if (!timer) later(flush, 50);
    timer = true;
  }

  return {
    print,
    send(message) {
      flush();
      post(stringify(message));
    },
  };
}

function bounded(make: () => Entry, stringify: typeof JSON.stringify): string {
  const entry = make();
  const text = stringify(entry);
  if (text.length <= limits.message / 2) return text;
  const note = `a value too large to show (${text.length} characters when written out)`;
  return stringify({ ...entry, values: [{ kind: "text", text: note, tone: "error" }] });
}
