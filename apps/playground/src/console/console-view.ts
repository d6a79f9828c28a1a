import { element } from "../dom.ts";
import { limits } from "../sandbox/limits.ts";
import type { Entry } from "../sandbox/protocol.ts";
import { showValue } from "./value-view.ts";

/** The console: rows in the order they were printed, drawn a few per frame, the oldest let go. */
export interface ConsoleView {
  readonly clear: () => void;
  readonly print: (entries: readonly Entry[], dropped: number) => void;
  /** Runs `then` once every row printed so far is drawn. */
  readonly settled: (then: () => void) => void;
}

const perFrame = 60;

/** A console inside `list`; `goTo` is called when a line number is pressed. */
export function createConsoleView(list: HTMLElement, goTo: (line: number) => void): ConsoleView {
  let waiting: Entry[] = [];
  let dropped = 0;
  let after: (() => void)[] = [];
  let scheduled = false;
  const note = element("p", { class: "dropped" });

  function draw(): void {
    scheduled = false;
    // Rows that would be pushed out at once need not be drawn at all.
    if (waiting.length > limits.rows) waiting = waiting.slice(-limits.rows);
    for (const entry of waiting.splice(0, perFrame)) list.append(row(entry, goTo));
    while (list.childElementCount > limits.rows) list.firstElementChild?.remove();
    if (dropped > 0) note.textContent = `${dropped.toLocaleString("en")} more were printed too fast to show.`;
    if (dropped > 0) list.append(note);
    if (waiting.length > 0) return schedule();
    for (const then of after.splice(0)) then();
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    requestAnimationFrame(draw);
  }

  return {
    clear() {
      waiting = [];
      dropped = 0;
      after = [];
      list.replaceChildren();
    },
    print(entries, more) {
      waiting.push(...entries);
      dropped += more;
      schedule();
    },
    settled(then) {
      after.push(then);
      schedule();
    },
  };
}

function row(entry: Entry, goTo: (line: number) => void): HTMLElement {
  const made = element("div", { class: `row ${entry.level}` });
  if (entry.line !== null) made.append(lineButton(entry.line, goTo));
  const values = element("div", { class: "values" });
  for (const value of entry.values) values.append(showValue(value));
  made.append(values);
  return made;
}

/** A button that shows a line of the source. */
export function lineButton(line: number, goTo: (line: number) => void): HTMLButtonElement {
  const button = element(
    "button",
    { type: "button", class: "line", "aria-label": `Go to line ${line}` },
    String(line),
  );
  button.addEventListener("click", () => goTo(line));
  return button;
}
