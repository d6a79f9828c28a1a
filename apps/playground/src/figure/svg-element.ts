/** The one way by which a string becomes markup on this page: what `renderSvg` wrote. */
const policy: { createHTML(text: string): string } = trustedPolicy() ?? { createHTML: (text) => text };

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createHTML(text: string): string },
  ): { createHTML(text: string): string };
}

function trustedPolicy(): ReturnType<TrustedTypes["createPolicy"]> | undefined {
  const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
  return trustedTypes?.createPolicy("adjoint-figure", { createHTML: (text) => text });
}

const elements: ReadonlySet<string> = new Set(
  "svg g path line circle rect text tspan title desc defs clipPath linearGradient radialGradient stop polygon polyline ellipse image".split(
    " ",
  ),
);

/**
 * Parses the SVG text of `renderSvg` to an element. Scenes are checked before they are rendered and
 * `renderSvg` escapes what it writes; this is the third fence: an element that is not a shape, a
 * handler, or a reference to anywhere but this figure is an error.
 *
 * @throws Error if the text is not a plain drawing.
 */
export function svgElement(markup: string): SVGSVGElement {
  const parsed = new DOMParser().parseFromString(policy.createHTML(markup), "image/svg+xml");
  const root = parsed.documentElement;
  if (root.localName !== "svg") throw new Error("the figure could not be drawn");
  for (const part of [root, ...root.querySelectorAll("*")]) check(part);
  return document.importNode(root, true) as unknown as SVGSVGElement;
}

function check(part: Element): void {
  if (part.namespaceURI !== "http://www.w3.org/2000/svg" || !elements.has(part.localName))
    throw new Error(`the figure holds an unexpected <${part.localName}>`);
  for (const { name, value } of part.attributes) {
    const refers = /url\(\s*['"]?(?!#)|javascript:/i.test(value);
    const links = /(?:^|:)href$|^src$/i.test(name) && !/^(?:#|data:image\/png;base64,)/.test(value);
    if (/^on/i.test(name) || refers || links) throw new Error(`the figure holds an unexpected ${name}`);
  }
}
