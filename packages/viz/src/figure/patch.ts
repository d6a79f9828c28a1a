import type { Element as Described } from "../svg/element.ts";

const SVG = "http://www.w3.org/2000/svg";

/** Makes `node` look as described and keeps what is the same, so that focus and drags survive; returns the node in its place. */
export function patch(
  node: Node | undefined,
  described: Described | string,
  parent: ParentNode & Node,
): Node {
  if (typeof described === "string") return patchText(node, described, parent);
  const kept = node instanceof Element && node.localName === described.tag ? node : undefined;
  const target = kept ?? create(described.tag, parent);
  patchAttributes(target, described.attributes);
  const before = Array.from(target.childNodes);
  described.children.forEach((child, i) => void patch(before[i], child, target));
  for (const extra of before.slice(described.children.length)) extra.remove();
  if (kept === undefined) place(node, target, parent);
  return target;
}

function patchText(node: Node | undefined, text: string, parent: Node): Node {
  if (node instanceof Text) {
    if (node.data !== text) node.data = text;
    return node;
  }
  const created = document.createTextNode(text);
  place(node, created, parent);
  return created;
}

function patchAttributes(target: Element, attributes: Readonly<Record<string, string>>): void {
  for (const { name } of Array.from(target.attributes))
    if (!(name in attributes)) target.removeAttribute(name);
  for (const [name, value] of Object.entries(attributes)) {
    // The namespace is that of the element itself; setting it as an attribute would do nothing.
    if (name !== "xmlns" && target.getAttribute(name) !== value) target.setAttribute(name, value);
  }
  // What a reader has typed lives in the property; it is left alone while it means the same number.
  const { value } = attributes;
  if (target instanceof HTMLInputElement && value !== undefined && Number(target.value) !== Number(value)) {
    target.value = value;
  }
}

function create(tag: string, parent: Node): Element {
  const inSvg = tag === "svg" || (parent instanceof Element && parent.namespaceURI === SVG);
  return inSvg ? document.createElementNS(SVG, tag) : document.createElement(tag);
}

function place(old: Node | undefined, created: Node, parent: Node): void {
  if (old === undefined) parent.appendChild(created);
  else parent.replaceChild(created, old);
}
