import { readFileSync } from "node:fs";

/** The rows of a fixture: arguments, then the value. */
export function casesOf(name: string): readonly (readonly number[])[] {
  const url = new URL(`./fixtures/${name}.json`, import.meta.url);
  return (JSON.parse(readFileSync(url, "utf8")) as { cases: readonly (readonly number[])[] }).cases;
}
