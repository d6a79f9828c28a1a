import { StateEffect, StateField } from "@codemirror/state";
import { Decoration, EditorView } from "@codemirror/view";
import type { DecorationSet } from "@codemirror/view";

/** Marks the line of an error, or none; the mark goes away with the next edit. */
export const markLine = StateEffect.define<number | null>();

const mark = Decoration.line({ class: "cm-error-line" });

/** The state and the look of the marked line. */
export const errorLine: StateField<DecorationSet> = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update(marks, transaction) {
    for (const effect of transaction.effects) {
      if (!effect.is(markLine)) continue;
      const line = effect.value;
      const { doc } = transaction.state;
      if (line === null || line > doc.lines) return Decoration.none;
      return Decoration.set([mark.range(doc.line(line).from)]);
    }
    return transaction.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
