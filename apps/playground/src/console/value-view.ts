import { element } from "../dom.ts";
import type { RecordValue, Value } from "../sandbox/protocol.ts";
import { showFigure } from "./figure-view.ts";
import { showTensor } from "./tensor-view.ts";

/** A described value as elements; every text goes in as text. */
export function showValue(value: Value): HTMLElement {
  switch (value.kind) {
    case "text":
      return element("span", { class: `text ${value.tone}` }, value.text);
    case "tensor":
      return showTensor(value);
    case "figure":
      return showFigure(value.scene);
    case "record":
      return isShort(value) ? inline(value) : tall(value);
  }
}

function isShort({ entries }: RecordValue): boolean {
  if (!entries.every(({ value }) => value.kind === "text" || (value.kind === "record" && isShort(value))))
    return false;
  return lengthOf(entries) < 80;
}

function lengthOf(entries: RecordValue["entries"]): number {
  return entries.reduce((sum, { key, value }) => {
    const inner =
      value.kind === "text" ? value.text.length : value.kind === "record" ? lengthOf(value.entries) : 100;
    return sum + key.length + inner + 4;
  }, 0);
}

/** `[1, 2, 3]` or `{ a: 1 }` on one line. */
function inline({ name, entries, more }: RecordValue): HTMLElement {
  const isList = name === "[]";
  const made = element("span", { class: "inline" }, isList ? "[" : name === "{}" ? "{ " : `${name} { `);
  entries.forEach(({ key, value }, i) => {
    if (i > 0) made.append(", ");
    if (!isList) made.append(element("span", { class: "key" }, key), ": ");
    made.append(showValue(value));
  });
  if (more > 0) made.append(`, … ${more} more`);
  made.append(isList ? "]" : " }");
  return made;
}

/** One part under another, each with its name. */
function tall({ name, entries, more }: RecordValue): HTMLElement {
  const list = element("dl", { class: "record" });
  for (const { key, value } of entries)
    list.append(element("div", {}, element("dt", {}, key), element("dd", {}, showValue(value))));
  const made = element("div", { class: "tall" });
  if (name !== "{}" && name !== "[]") made.append(element("span", { class: "type" }, name));
  made.append(list);
  if (more > 0) made.append(element("span", { class: "type" }, `… ${more} more`));
  return made;
}
