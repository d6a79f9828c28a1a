/** Text as Markdown: signs stand for themselves, and what stands in code may lead somewhere. */
export function asMarkdown(said: string, linkOf: (code: string) => string | undefined): string {
  return said
    .split(/(`[^`]+`)/)
    .map((part) => {
      const code = /^`([^`]+)`$/.exec(part)?.[1];
      if (code !== undefined) return linkOf(code) ?? part;
      return part.replace(/[\\*_[\]$~|{}]/g, "\\$&").replaceAll("<", "&lt;");
    })
    .join("");
}

/** A sentence begins with a capital letter, unless it begins with a symbol: a single letter, or dA. */
export function capital(said: string): string {
  return /^[a-z]{3,}/.test(said) ? said.slice(0, 1).toUpperCase() + said.slice(1) : said;
}
