import type { Family } from "@adjoint/probability";

/** The functions of a distribution that a family may lack, in the order of its record; every one has logProb and sample. */
export const familyFunctions = [
  "mean",
  "variance",
  "covariance",
  "mode",
  "entropy",
  "cdf",
  "logCdf",
  "survival",
  "logSurvival",
  "quantile",
  "upperQuantile",
  "fit",
] as const;

/** Whether a family has a function, or the reason why not. */
export function functionOf(family: Family, name: (typeof familyFunctions)[number]): true | string {
  const value = family[name];
  if (value === undefined) return "a single variable has a variance only";
  return typeof value === "string" ? value : true;
}

/** The families among the exports of a module, by the name of their factories. */
export function familiesIn(module: object): ReadonlyMap<string, Family> {
  const records = Object.entries(module as Readonly<Record<string, Family>>).filter(([name]) =>
    name.endsWith("Family"),
  );
  return new Map(records.map(([name, family]) => [name.replace(/Family$/, ""), family]));
}
