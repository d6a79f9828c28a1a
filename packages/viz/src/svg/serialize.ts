import type { Element } from "./element.ts";

const VOID = new Set(["input"]);

/** An element as text that is both XML and HTML. */
export function serialize(node: Element | string): string {
  if (typeof node === "string") return escape(node);
  const { tag, attributes, children } = node;
  const written = Object.entries(attributes).map(([name, value]) => ` ${name}="${escape(value)}"`);
  const open = `<${tag}${written.join("")}`;
  if (VOID.has(tag)) return `${open}/>`;
  return `${open}>${children.map(serialize).join("")}</${tag}>`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** XML forbids other signs, such as control characters and lone surrogates, even as references. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, "\ufffd")
    .replace(/[&<>"']/g, (sign) => ENTITIES[sign]!);
}
