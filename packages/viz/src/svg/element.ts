/** An element of SVG or HTML as plain data: what is written as text in Node and patched into a page in a browser. */
export interface Element {
  readonly tag: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly (Element | string)[];
}

/** An element; attributes that are undefined or false are left out, and true is written as an empty value. */
export function element(
  tag: string,
  attributes: Readonly<Record<string, string | number | boolean | undefined>> = {},
  children: readonly (Element | string)[] = [],
): Element {
  const written: Record<string, string> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    written[name] = value === true ? "" : String(value);
  }
  return { tag, attributes: written, children };
}
