import { readFile } from "node:fs/promises";
import { join } from "node:path";

/** Headers for every path that matches. */
export interface HeaderRule {
  readonly pattern: RegExp;
  readonly headers: Readonly<Record<string, string>>;
}

/** Reads a folder's `_headers` file, in the form that static hosts share: a path with `*`, then indented headers. */
export async function readHeaderRules(folder: string): Promise<HeaderRule[]> {
  const text = await readFile(join(folder, "_headers"), "utf8").catch(() => "");
  return parseHeaderRules(text);
}

/** Parses the text of a `_headers` file. */
function parseHeaderRules(text: string): HeaderRule[] {
  const rules: { pattern: RegExp; headers: Record<string, string> }[] = [];
  for (const line of text.split("\n")) {
    if (line.trim() === "" || line.trim().startsWith("#")) continue;
    if (/^\s/.test(line)) {
      const [, name, value] = /^\s+([^:]+):\s*(.*)$/.exec(line) ?? [];
      const rule = rules.at(-1);
      if (name === undefined || value === undefined || rule === undefined) {
        throw new Error(`_headers: cannot read the line ${JSON.stringify(line)}`);
      }
      rule.headers[name.trim()] = value.trim();
    } else {
      rules.push({ pattern: glob(line.trim()), headers: {} });
    }
  }
  return rules;
}

/** The headers of a path: every matching rule adds its own, later ones win. */
export function headersFor(rules: readonly HeaderRule[], path: string): Record<string, string> {
  return Object.assign({}, ...rules.filter((rule) => rule.pattern.test(path)).map((rule) => rule.headers));
}

function glob(path: string): RegExp {
  const escaped = path.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`).replaceAll("*", ".*");
  return new RegExp(`^${escaped}$`);
}
