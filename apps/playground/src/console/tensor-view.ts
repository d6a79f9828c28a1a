import { element } from "../dom.ts";
import type { TensorBlock, TensorValue } from "../sandbox/protocol.ts";

/** A tensor as a table for each of its matrices; a scalar as its number. */
export function showTensor(tensor: TensorValue): HTMLElement {
  const { dtype, shape, blocks, clipped } = tensor;
  const type = `${dtype} [${shape.join(", ")}]`;
  const made = element("div", { class: "tensor" });
  if (shape.length === 0) {
    made.append(
      element("span", { class: "text number" }, blocks[0]?.rows[0]?.[0] ?? ""),
      element("span", { class: "type" }, dtype),
    );
    return made;
  }
  for (const block of blocks) made.append(table(block, `tensor ${type} ${block.label}`, tensor));
  made.append(element("span", { class: "type" }, clipped ? `${type}, the first part` : type));
  return made;
}

function table({ label, rows }: TensorBlock, name: string, { shape }: TensorValue): HTMLElement {
  const made = element("table", { "aria-label": name });
  if (label !== "") made.append(element("caption", {}, label));
  const body = element("tbody");
  const columns = shape.at(-1) ?? 1;
  const height = shape.at(-2) ?? 1;
  for (const row of rows) {
    const line = element("tr", {}, ...row.map((cell) => element("td", {}, cell)));
    if (row.length < columns) line.append(element("td", { class: "more" }, "…"));
    body.append(line);
  }
  if (rows.length < height && rows[0])
    body.append(element("tr", {}, ...rows[0].map(() => element("td", { class: "more" }, "⋮"))));
  made.append(body);
  // A wide table scrolls by itself and never widens the page.
  return element("div", { class: "scroller", tabindex: "0", role: "group", "aria-label": name }, made);
}
