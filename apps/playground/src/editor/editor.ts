import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { typescriptLanguage } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Prec } from "@codemirror/state";
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  highlightActiveLineGutter,
  keymap,
  lineNumbers,
} from "@codemirror/view";
import { errorLine, markLine } from "./error-line.ts";
import { highlight } from "./highlight.ts";

/** The editor as the rest of the page sees it. */
export interface Editor {
  readonly source: () => string;
  /** Replaces the text; undo brings the former one back. */
  readonly replace: (source: string) => void;
  readonly mark: (line: number | null) => void;
  readonly goTo: (line: number) => void;
}

/** What the editor tells the page. */
export interface EditorEvents {
  readonly changed: (source: string) => void;
  readonly run: () => void;
}

/**
 * A TypeScript editor. Tab moves the focus on, as everywhere on the page; Ctrl-] and Ctrl-[ indent.
 */
export function createEditor(parent: HTMLElement, source: string, events: EditorEvents): Editor {
  const run = (): boolean => {
    events.run();
    return true;
  };
  const view = new EditorView({
    parent,
    state: EditorState.create({
      doc: source,
      extensions: [
        Prec.highest(keymap.of([{ key: "Mod-Enter", run }])),
        lineNumbers(),
        history(),
        drawSelection(),
        indentUnit.of("  "),
        indentOnInput(),
        bracketMatching(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        typescriptLanguage.extension,
        syntaxHighlighting(highlight),
        errorLine,
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": "Program in TypeScript", spellcheck: "false" }),
        keymap.of([...defaultKeymap, ...historyKeymap]),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) events.changed(update.state.doc.toString());
        }),
      ],
    }),
  });
  return {
    source: () => view.state.doc.toString(),
    replace: (text) =>
      view.dispatch({
        changes: { from: 0, to: view.state.doc.length, insert: text },
        selection: { anchor: 0 },
        scrollIntoView: true,
      }),
    mark: (line) => view.dispatch({ effects: markLine.of(line) }),
    goTo(line) {
      if (line > view.state.doc.lines) return;
      view.dispatch({ selection: { anchor: view.state.doc.line(line).from }, scrollIntoView: true });
      view.focus();
    },
  };
}
