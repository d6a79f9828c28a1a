import { readFileSync } from "node:fs";

/** What the doc comment of a function says, part by part, in the comment's own words. */
export interface FunctionDoc {
  readonly name: string;
  /** The first sentence. */
  readonly summary: string;
  /** Everything before the first labelled part, without the summary. */
  readonly text: string;
  readonly parts: Readonly<Partial<Record<PartLabel, string>>>;
  /** What `@throws` says. */
  readonly errors: string | undefined;
  /** The code of `@example`. */
  readonly example: string | undefined;
  /** One declaration, or one for each overload. */
  readonly signature: string;
}

/** The parts that a doc comment labels, `Shapes: …`. */
export const partLabels = ["Formula", "Shapes", "Moments", "Derivative", "Method", "Cost", "Source"] as const;

/** One of them. */
export type PartLabel = (typeof partLabels)[number];

/** The functions that a package exports, in the order of its index. */
export function functionDocs(folder: string): FunctionDoc[] {
  const index = readFileSync(`${folder}/src/index.ts`, "utf8");
  return [...index.matchAll(/export \{([^}]*)\} from "\.\/([\w./-]+)";/g)].flatMap(([, names, file]) => {
    const source = readFileSync(`${folder}/src/${file}`, "utf8");
    return names!
      .split(",")
      .map((name) => name.trim())
      .filter((name) => new RegExp(`^export function ${name}\\b`, "m").test(source))
      .map((name) => readDoc(name, source));
  });
}

/** The doc comment that stands right before a function. */
export function readDoc(name: string, source: string): FunctionDoc {
  const at = source.search(new RegExp(`^export function ${name}\\b`, "m"));
  const start = source.lastIndexOf("/**", at);
  const comment = source
    .slice(start, source.indexOf("*/", start))
    .split("\n")
    .map((line) => line.replace(/^\s*(?:\/\*\*|\*) ?/, ""))
    .join("\n")
    .trim();
  const [body = "", ...tags] = comment.split(/^@/m);
  const tag = (label: string): string | undefined =>
    tags
      .find((text) => text.startsWith(label))
      ?.slice(label.length)
      .trim();
  const { rest, parts } = takeParts(body);
  const [summary, text] = firstSentence(rest);
  return {
    name,
    summary,
    text,
    parts,
    errors: tag("throws"),
    example: tag("example")?.replace(/^```ts\n|\n```$/g, ""),
    signature: signatureOf(name, source),
  };
}

/** Labels begin a line or a sentence; what they label ends with the paragraph, or where the next label begins. */
function takeParts(body: string): { rest: string; parts: FunctionDoc["parts"] } {
  const label = new RegExp(`(?:^|(?<=[.;] ))(${partLabels.join("|")})s?(?=: |, [^.:]{1,40}: )`);
  const parts: Partial<Record<PartLabel, string>> = {};
  const rest: string[] = [];
  for (const paragraph of body.split(/\n\n/)) {
    // every second piece is a label
    const [before = "", ...pieces] = paragraph.replaceAll(/\n(?! *[-*] )/g, " ").split(label);
    if (before.trim() !== "") rest.push(before.trim());
    for (let k = 0; k + 1 < pieces.length; k += 2) {
      const name = pieces[k] as PartLabel;
      const said = pieces[k + 1]!.replace(/^[:,] /, "").trim();
      parts[name] = [parts[name], said].filter((part) => part !== undefined).join(" ");
    }
  }
  return { rest: rest.join("\n\n"), parts };
}

function firstSentence(text: string): [summary: string, rest: string] {
  const [paragraph = "", ...others] = text.split(/\n\n/);
  const line = paragraph.replaceAll("\n", " ");
  const end = line.search(/[.:](?: (?=[A-Z])|$)/);
  const cut = end < 0 ? line.length : end + 1;
  return [
    line.slice(0, cut).replace(/:$/, "."),
    [line.slice(cut).trim(), ...others].filter((part) => part !== "").join("\n\n"),
  ];
}

/** The declarations as they stand; of an overloaded function the last one is its implementation, which callers do not see. */
function signatureOf(name: string, source: string): string {
  const found = [
    ...source.matchAll(
      new RegExp(`^export function ${name}\\b[\\s\\S]*?\\)(?:: [^{;]+?)?(?=;\\n| \\{\\n)`, "gm"),
    ),
  ].map(([text]) => text.replace(/^export /, ""));
  return (found.length > 1 ? found.slice(0, -1) : found).map((text) => `${text};`).join("\n");
}
