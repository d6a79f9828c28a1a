import katex from "katex";

/** A formula as HTML and MathML, set while the site is built. */
export function tex(formula: string, display = false): string {
  return katex.renderToString(formula.replace(/−/g, "-"), {
    displayMode: display,
    strict: "error",
    throwOnError: true,
  });
}

/** Text in which `$…$` are formulas and `` `…` `` is code, as HTML. */
export function inlineTex(text: string): string {
  return text
    .split(/(\$[^$]+\$|`[^`]+`)/)
    .map((part) => {
      if (part.startsWith("$")) return tex(part.slice(1, -1));
      if (part.startsWith("`")) return `<code dir="auto">${escape(part.slice(1, -1))}</code>`;
      return escape(part);
    })
    .join("");
}

function escape(text: string): string {
  return text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
}
