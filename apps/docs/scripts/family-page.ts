import type { Family } from "@adjoint/probability";
import { familyFunctions, functionOf } from "./family-functions.ts";
import { familyGroups, familySlug } from "./family-groups.ts";
import type { FunctionDoc } from "./function-docs.ts";
import { asMarkdown, capital } from "./markdown.ts";

/** The page of a family of distributions, in MDX: its doc comment put in order, around its figure. */
export function familyPage(doc: FunctionDoc, family: Family, names: readonly string[]): string {
  const text = (said: string): string =>
    asMarkdown(said, (code) => (code !== doc.name && names.includes(code) ? linkTo(code) : undefined));
  const section = (title: string, said: string | undefined): string[] =>
    said === undefined ? [] : [`## ${title}`, text(capital(said))];
  const { Formula, Moments, Method, Source } = doc.parts;
  return `${[
    front(doc),
    'import DistributionFigure from "../../../../components/DistributionFigure.astro";',
    text(doc.summary),
    ...(Formula === undefined ? [] : [text(Formula)]),
    `<DistributionFigure of="${familySlug(doc.name)}-distribution" />`,
    text(doc.text),
    `\`\`\`ts playground=off\n${doc.signature}\n\`\`\``,
    ...section("Moments", Moments),
    ...section("How it is computed", Method),
    ...lacks(family),
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
  return [
    "---",
    `title: ${JSON.stringify(name)}`,
    `description: ${JSON.stringify(summary.replaceAll("`", ""))}`,
    "editUrl: false",
    "prev: false",
    "next: false",
    "---",
  ].join("\n");
}

/** What the family has no function for, with the reasons; functions without one have nothing to lack. */
function lacks(family: Family): string[] {
  const reasons = new Map<string, string[]>();
  for (const name of familyFunctions) {
    const reason = functionOf(family, name);
    if (reason === true || (name === "covariance" && family.covariance === undefined)) continue;
    reasons.set(reason, [...(reasons.get(reason) ?? []), `\`${name}\``]);
  }
  if (reasons.size === 0) return [];
  const items = [...reasons].map(
    ([reason, functions]) => `- ${functions.join(", ")}: ${asMarkdown(reason, () => undefined)}`,
  );
  return ["## What it lacks", items.join("\n")];
}

function seeAlso(name: string, names: readonly string[]): string {
  const neighbours = (familyGroups.find((group) => group.names.includes(name))?.names ?? []).filter(
    (other) => other !== name && names.includes(other),
  );
  return [
    `[Parameters and types of \`${name}\`](/api/probability/#${name.toLowerCase()})`,
    ...neighbours.map(linkTo),
    "[all families](/probability/)",
  ].join(" · ");
}

function linkTo(name: string): string {
  return `[\`${name}\`](/probability/families/${familySlug(name)}/)`;
}
