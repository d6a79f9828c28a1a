import { readFileSync } from "node:fs";

const special: Readonly<Record<string, number>> = { nan: NaN, inf: Infinity, "-inf": -Infinity };

/** A fixture of this folder, of the form that the caller says it has, with the numbers that JSON cannot hold. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters
export function readFixture<Fixture>(name: string): Fixture {
  const text = readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url), "utf8");
  return JSON.parse(text, (_key, value: unknown) =>
    typeof value === "string" ? (special[value] ?? value) : value,
  ) as Fixture;
}
