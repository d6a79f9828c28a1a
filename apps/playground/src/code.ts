import { createConsoleView, lineButton } from "./console/console-view.ts";
import { byId, element } from "./dom.ts";
import { createEditor } from "./editor/editor.ts";
import { startGallery } from "./gallery.ts";
import { examples } from "./examples/index.ts";
import { limits } from "./sandbox/limits.ts";
import { startRun, workerText } from "./sandbox/run.ts";
import type { Outcome, Run } from "./sandbox/run.ts";
import { storage } from "./storage.ts";

/** The code half of the page. */
export interface CodeMode {
  readonly source: () => string;
  /** Puts a shared program into the editor without running it. */
  readonly openShared: (source: string) => void;
}

const draftKey = "adjoint-playground-draft";

/** Wires editor, run, stop, output, examples and autosave. */
export function startCode(notice: HTMLElement): CodeMode {
  const runButton = byId("run", HTMLButtonElement);
  const stopButton = byId("stop", HTMLButtonElement);
  const limit = byId("limit", HTMLSelectElement);
  const status = byId("status", HTMLElement);
  const empty = byId("empty", HTMLElement);
  const rows = byId("rows", HTMLElement);
  const output = byId("output", HTMLElement);
  let current: Run | null = null;
  let saving: ReturnType<typeof setTimeout> | undefined;
  let unsaved: string | null = null;
  let opening = false;

  function save(): void {
    clearTimeout(saving);
    if (unsaved !== null) storage.set(draftKey, unsaved);
    unsaved = null;
  }

  const editor = createEditor(byId("editor", HTMLElement), storage.get(draftKey) ?? examples[0]!.source, {
    run,
    changed(source) {
      if (opening) return;
      unsaved = source;
      clearTimeout(saving);
      saving = setTimeout(save, 300);
    },
  });
  const view = createConsoleView(rows, editor.goTo);

  function run(): void {
    current?.stop();
    view.clear();
    editor.mark(null);
    empty.hidden = true;
    stopButton.disabled = false;
    say("Starting…", "busy");
    const started = startRun(editor.source(), Number(limit.value) || limits.run, {
      started: () => say("Running…", "busy"),
      output: view.print,
      ended(outcome) {
        if (current === started) current = null;
        stopButton.disabled = current === null;
        view.settled(() => {
          say(sentence(outcome), outcome.type === "done" ? "good" : "bad");
          if (outcome.type === "failed") showFailure(outcome);
          output.scrollTop = output.scrollHeight;
        });
      },
    });
    current = started;
  }

  function showFailure({ name, message, line }: Extract<Outcome, { type: "failed" }>): void {
    const row = element("div", { class: "row error", role: "alert" });
    if (line !== null) row.append(lineButton(line, editor.goTo));
    row.append(
      element("div", { class: "values" }, element("span", { class: "text error" }, `${name}: ${message}`)),
    );
    rows.append(row);
    editor.mark(line);
  }

  function say(text: string, tone: "busy" | "good" | "bad"): void {
    status.textContent = text;
    status.dataset["tone"] = tone;
  }

  runButton.addEventListener("click", run);
  runButton.addEventListener("pointerenter", () => void workerText().catch(() => {}), { once: true });
  stopButton.addEventListener("click", () => current?.stop());
  startGallery((source) => {
    editor.replace(source);
    notice.hidden = true;
  });
  addEventListener("pagehide", save);

  return {
    source: editor.source,
    openShared(source) {
      const draft = editor.source();
      if (source === draft) return;
      current?.stop();
      save();
      opening = true;
      editor.replace(source);
      opening = false;
      offerDraft(notice, () => editor.replace(draft));
    },
  };
}

/** The sentence that tells how a run ended. */
function sentence(outcome: Outcome): string {
  switch (outcome.type) {
    case "done":
      return `Done in ${outcome.milliseconds < 10 ? outcome.milliseconds.toFixed(1) : Math.round(outcome.milliseconds)} ms`;
    case "failed":
      return outcome.line === null ? "Failed" : `Failed on line ${outcome.line}`;
    case "stopped":
      return "Stopped";
    case "timeout":
      return `Stopped after ${outcome.limit / 1000} s, the limit`;
    case "flood":
      return "Stopped: it printed more than the page can take";
    case "malformed":
      return "Stopped: it sent something that is not output";
    case "unavailable":
      return `Could not run: ${outcome.message}`;
  }
}

/** A shared program takes the editor, never the reader's own: that stays one press away. */
function offerDraft(notice: HTMLElement, restore: () => void): void {
  const back = element("button", { type: "button", class: "quiet" }, "Back to mine");
  back.addEventListener("click", () => {
    restore();
    notice.hidden = true;
    history.replaceState(null, "", location.pathname);
  });
  notice.replaceChildren("This program came with the link. Read it, then press Run. ", back);
  notice.hidden = false;
}
