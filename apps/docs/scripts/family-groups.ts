/** Families that one looks for together. */
export interface FamilyGroup {
  readonly label: string;
  /** The names of their factories. */
  readonly names: readonly string[];
}

/** Every family of @adjoint/probability, by where its draws lie. */
export const familyGroups: readonly FamilyGroup[] = [
  {
    label: "On the line",
    names: ["normal", "laplace", "logistic", "cauchy", "gumbel", "studentT", "vonMises"],
  },
  {
    label: "From 0 on",
    names: [
      "exponential",
      "gamma",
      "chiSquared",
      "inverseGamma",
      "weibull",
      "logNormal",
      "halfNormal",
      "halfCauchy",
      "pareto",
    ],
  },
  {
    label: "Between two ends",
    names: ["uniform", "beta", "kumaraswamy", "continuousBernoulli", "relaxedBernoulli"],
  },
  {
    label: "Counts and outcomes",
    names: [
      "bernoulli",
      "categorical",
      "binomial",
      "betaBinomial",
      "geometric",
      "negativeBinomial",
      "poisson",
      "multinomial",
    ],
  },
  {
    label: "Vectors and matrices",
    names: [
      "multivariateNormal",
      "lowRankMultivariateNormal",
      "multivariateStudentT",
      "dirichlet",
      "relaxedCategorical",
      "wishart",
      "lkj",
    ],
  },
  { label: "Made of others", names: ["truncated", "transformed", "mixture", "empirical"] },
];

/** The last part of the address of a family's page: `logNormal` stands at `log-normal`. */
export function familySlug(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
