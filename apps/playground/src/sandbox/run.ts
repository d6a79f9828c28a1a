import { limits } from "./limits.ts";
import type { Entry, Message } from "./protocol.ts";
import { readMessage } from "./validate.ts";

/** How a run ended. */
export type Outcome =
  | { readonly type: "done"; readonly milliseconds: number }
  | { readonly type: "failed"; readonly name: string; readonly message: string; readonly line: number | null }
  | { readonly type: "stopped" }
  | { readonly type: "timeout"; readonly limit: number }
  | { readonly type: "flood" }
  | { readonly type: "malformed" }
  | { readonly type: "unavailable"; readonly message: string };

/** What a run reports to the page. */
export interface RunEvents {
  readonly started: () => void;
  readonly output: (entries: readonly Entry[], dropped: number) => void;
  readonly ended: (outcome: Outcome) => void;
}

/** A run in progress. */
export interface Run {
  readonly stop: () => void;
}

/**
 * Runs a program in a frame and a worker of its own, which live exactly as long as the run: ending
 * it, for whatever reason, removes the frame, and with it the worker and all they could still say.
 *
 * The page hears the worker on one private port; a message posted to the window is heard by nobody.
 */
export function startRun(source: string, limit: number, events: RunEvents): Run {
  const channel = new MessageChannel();
  const frame = sandboxFrame();
  let over = false;
  let running = false;
  let messages = 0;
  let size = 0;
  let timer = setTimeout(
    () => end({ type: "unavailable", message: "the sandbox did not start" }),
    limits.boot,
  );

  function end(outcome: Outcome): void {
    if (over) return;
    over = true;
    clearTimeout(timer);
    channel.port1.close();
    frame.remove();
    events.ended(outcome);
  }

  function hear(message: Message): void {
    switch (message.type) {
      case "ready":
        if (running) return end({ type: "malformed" });
        running = true;
        clearTimeout(timer);
        timer = setTimeout(() => end({ type: "timeout", limit }), limit);
        return events.started();
      case "output":
        return events.output(message.entries, message.dropped);
      default:
        return end(message);
    }
  }

  channel.port1.addEventListener("message", ({ data }: MessageEvent<unknown>) => {
    if (over) return;
    messages += 1;
    size += typeof data === "string" ? data.length : 0;
    if (messages > limits.messages || size > limits.total) return end({ type: "flood" });
    const message = readMessage(data);
    if (message === null) return end({ type: "malformed" });
    hear(message);
  });
  channel.port1.start();

  if (source.length > limits.source) {
    const message = `the program is longer than ${limits.source} characters`;
    queueMicrotask(() => end({ type: "unavailable", message }));
  } else {
    Promise.all([workerText(), loaded(frame)]).then(
      ([worker]) => frame.contentWindow?.postMessage({ worker, source }, "*", [channel.port2]),
      () => end({ type: "unavailable", message: "the sandbox could not be loaded" }),
    );
  }
  return { stop: () => end({ type: "stopped" }) };
}

function sandboxFrame(): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.setAttribute("sandbox", "allow-scripts");
  frame.setAttribute("allow", "");
  frame.referrerPolicy = "no-referrer";
  frame.title = "Sandbox";
  frame.hidden = true;
  frame.src = `${import.meta.env.BASE_URL}sandbox/frame.html`;
  return frame;
}

function loaded(frame: HTMLIFrameElement): Promise<void> {
  return new Promise((resolve) => {
    frame.addEventListener("load", () => resolve(), { once: true });
    document.body.append(frame);
  });
}

let text: Promise<string> | null = null;

/** The worker's program, fetched once, when it is first needed. */
export function workerText(): Promise<string> {
  text ??= fetch(`${import.meta.env.BASE_URL}sandbox/worker.js`, { cache: "no-cache" }).then((response) => {
    if (!response.ok) throw new Error(`worker.js: ${response.status}`);
    return response.text();
  });
  text.catch(() => (text = null));
  return text;
}
