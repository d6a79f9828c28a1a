import type { FunctionDoc } from "./function-docs.ts";
import { functionGroups, functionSlug } from "./function-groups.ts";
import { asMarkdown, capital } from "./markdown.ts";

/** The page of a function, in Markdown: all of it is its doc comment, put in order. */
export function functionPage(doc: FunctionDoc, names: readonly string[]): string {
  const text = (said: string): string => toMarkdown(said, doc.name, names);
  const { Formula, Shapes, Derivative, Method, Cost, Source } = doc.parts;
  const section = (title: string, said: string | undefined): string[] =>
    said === undefined ? [] : [`## ${title}`, text(capital(said))];
  return `${[
    front(doc),
    text(doc.summary),
    ...(Formula === undefined ? [] : [text(Formula)]),
    text(doc.text),
    `\`\`\`ts playground=off\n${doc.signature}\n\`\`\``,
    ...section("Shapes", Shapes),
    ...section("Algorithm", Method),
    ...section("Cost", Cost),
    ...section("Derivative", Derivative),
    ...(doc.example === undefined ? [] : ["## Example", `\`\`\`ts\n${doc.example}\n\`\`\``]),
    ...section("Errors", doc.errors),
    ...section("Source", Source),
    "## See also",
    seeAlso(doc.name, names),
  ]
    .filter((part) => part !== "")
    .join("\n\n")}\n`;
}

function front({ name, summary }: FunctionDoc): string {
  const description = summary.replaceAll("`", "");
  return [
    "---",
    `title: ${JSON.stringify(name)}`,
    `description: ${JSON.stringify(description)}`,
    "editUrl: false",
    "prev: false",
    "next: false",
    "---",
  ].join("\n");
}

function seeAlso(name: string, names: readonly string[]): string {
  const neighbours = (functionGroups.find((group) => group.names.includes(name))?.names ?? []).filter(
    (other) => other !== name && names.includes(other),
  );
  return [
    `[Options and results of \`${name}\`](/api/linalg/#${name.toLowerCase()})`,
    ...neighbours.map(linkTo),
    "[which function do I need?](/linear-algebra/)",
  ].join(" · ");
}

function linkTo(name: string): string {
  return `[\`${name}\`](/linear-algebra/functions/${functionSlug(name)}/)`;
}

/** Text as Markdown, in which what is named in code leads to its page. */
function toMarkdown(said: string, own: string, names: readonly string[]): string {
  return asMarkdown(said, (code) => (code !== own && names.includes(code) ? linkTo(code) : undefined));
}
