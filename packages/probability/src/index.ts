export { affineBijector } from "./affine-bijector.ts";
export type { AffineOptions, AffineParameters } from "./affine-bijector.ts";
export { bernoulli, bernoulliFamily } from "./bernoulli.ts";
export type { Bernoulli, BernoulliParameters } from "./bernoulli.ts";
export { beta, betaFamily } from "./beta.ts";
export type { Beta, BetaOptions, BetaParameters } from "./beta.ts";
export { betaBinomial, betaBinomialFamily } from "./beta-binomial.ts";
export type { BetaBinomial, BetaBinomialOptions, BetaBinomialParameters } from "./beta-binomial.ts";
export { bijector } from "./bijector.ts";
export type { Bijector, BijectorKind, Ranks, Restricted } from "./bijector.ts";
export { binomial, binomialFamily } from "./binomial.ts";
export type { Binomial, BinomialParameters } from "./binomial.ts";
export { categorical, categoricalFamily } from "./categorical.ts";
export type { Categorical, CategoricalParameters } from "./categorical.ts";
export { cauchy, cauchyFamily } from "./cauchy.ts";
export type { Cauchy, CauchyOptions, CauchyParameters } from "./cauchy.ts";
export { chain } from "./chain.ts";
export type { ChainParameters } from "./chain.ts";
export { chiSquared, chiSquaredFamily } from "./chi-squared.ts";
export type { ChiSquared, ChiSquaredOptions, ChiSquaredParameters } from "./chi-squared.ts";
export { choleskyBijector, positiveDefiniteBijector } from "./cholesky-bijector.ts";
export {
  checkParameters,
  choleskyFactors,
  count,
  elementwise,
  finite,
  nonNegative,
  positive,
  positiveDefinite,
  simplex,
  unitInterval,
  vectorOf,
} from "./constraint.ts";
export type { Constraint, Violation } from "./constraint.ts";
export { correlationBijector } from "./correlation-bijector.ts";
export { continuousBernoulli, continuousBernoulliFamily } from "./continuous-bernoulli.ts";
export type { ContinuousBernoulli, ContinuousBernoulliParameters } from "./continuous-bernoulli.ts";
export { dirichlet, dirichletFamily } from "./dirichlet.ts";
export type { Dirichlet, DirichletOptions, DirichletParameters } from "./dirichlet.ts";
export { distribution, isDistribution } from "./distribution.ts";
export type { Distribution } from "./distribution.ts";
export { expBijector } from "./exp-bijector.ts";
export { empirical, empiricalFamily } from "./empirical.ts";
export type { Empirical, EmpiricalOptions, EmpiricalParameters } from "./empirical.ts";
export { exponential, exponentialFamily } from "./exponential.ts";
export type { Exponential, ExponentialOptions, ExponentialParameters } from "./exponential.ts";
export type { Family, Parameters, Reason } from "./family.ts";
export { fit } from "./fit.ts";
export type { FitOptions } from "./fit.ts";
export { gamma, gammaFamily } from "./gamma.ts";
export type { Gamma, GammaOptions, GammaParameters } from "./gamma.ts";
export { geometric, geometricFamily } from "./geometric.ts";
export type { Geometric, GeometricParameters } from "./geometric.ts";
export { gumbel, gumbelFamily } from "./gumbel.ts";
export type { Gumbel, GumbelOptions, GumbelParameters } from "./gumbel.ts";
export { halfCauchy, halfCauchyFamily } from "./half-cauchy.ts";
export type { HalfCauchy, HalfCauchyOptions, HalfCauchyParameters } from "./half-cauchy.ts";
export { halfNormal, halfNormalFamily } from "./half-normal.ts";
export type { HalfNormal, HalfNormalOptions, HalfNormalParameters } from "./half-normal.ts";
export { independent } from "./independent.ts";
export type { Independent, IndependentParameters } from "./independent.ts";
export { inverseGamma, inverseGammaFamily } from "./inverse-gamma.ts";
export type { InverseGamma, InverseGammaOptions, InverseGammaParameters } from "./inverse-gamma.ts";
export { inverseOf } from "./inverse-of.ts";
export type { InverseParameters } from "./inverse-of.ts";
export { kumaraswamy, kumaraswamyFamily } from "./kumaraswamy.ts";
export type { Kumaraswamy, KumaraswamyOptions, KumaraswamyParameters } from "./kumaraswamy.ts";
export { laplace, laplaceFamily } from "./laplace.ts";
export type { Laplace, LaplaceOptions, LaplaceParameters } from "./laplace.ts";
export { lkj, lkjFamily } from "./lkj.ts";
export type { Lkj, LkjOptions, LkjParameters } from "./lkj.ts";
export { logNormal, logNormalFamily } from "./log-normal.ts";
export type { LogNormal, LogNormalOptions, LogNormalParameters } from "./log-normal.ts";
export { logistic, logisticFamily } from "./logistic.ts";
export type { Logistic, LogisticOptions, LogisticParameters } from "./logistic.ts";
export {
  lowRankMultivariateNormal,
  lowRankMultivariateNormalFamily,
} from "./low-rank-multivariate-normal.ts";
export type {
  LowRankMultivariateNormal,
  LowRankMultivariateNormalOptions,
  LowRankMultivariateNormalParameters,
} from "./low-rank-multivariate-normal.ts";
export { mixture, mixtureFamily } from "./mixture.ts";
export type { Mixture, MixtureOptions, MixtureParameters } from "./mixture.ts";
export { multinomial, multinomialFamily } from "./multinomial.ts";
export type { Multinomial, MultinomialParameters } from "./multinomial.ts";
export { multivariateNormal, multivariateNormalFamily } from "./multivariate-normal.ts";
export type {
  MultivariateNormal,
  MultivariateNormalOptions,
  MultivariateNormalParameters,
} from "./multivariate-normal.ts";
export { multivariateStudentT, multivariateStudentTFamily } from "./multivariate-student-t.ts";
export type {
  MultivariateStudentT,
  MultivariateStudentTOptions,
  MultivariateStudentTParameters,
} from "./multivariate-student-t.ts";
export { negativeBinomial, negativeBinomialFamily } from "./negative-binomial.ts";
export type { NegativeBinomial, NegativeBinomialParameters } from "./negative-binomial.ts";
export { normal, normalFamily } from "./normal.ts";
export type { Normal, NormalOptions, NormalParameters } from "./normal.ts";
export { pareto, paretoFamily } from "./pareto.ts";
export type { Pareto, ParetoOptions, ParetoParameters } from "./pareto.ts";
export { poisson, poissonFamily } from "./poisson.ts";
export type { Poisson, PoissonOptions, PoissonParameters } from "./poisson.ts";
export { relaxedBernoulli, relaxedBernoulliFamily } from "./relaxed-bernoulli.ts";
export type { RelaxedBernoulli, RelaxedBernoulliParameters } from "./relaxed-bernoulli.ts";
export { relaxedCategorical, relaxedCategoricalFamily } from "./relaxed-categorical.ts";
export type { RelaxedCategorical, RelaxedCategoricalParameters } from "./relaxed-categorical.ts";
export { scoreFunction } from "./score-function.ts";
export type { ScoreFunctionOptions } from "./score-function.ts";
export { sigmoidBijector } from "./sigmoid-bijector.ts";
export { softplusBijector } from "./softplus-bijector.ts";
export { stickBreakingBijector } from "./stick-breaking-bijector.ts";
export { studentT, studentTFamily } from "./student-t.ts";
export type { StudentT, StudentTOptions, StudentTParameters } from "./student-t.ts";
export type { Success } from "./success.ts";
export { halfLine, integersBetween, realLine, realVectors, unitSegment } from "./support.ts";
export type { Support } from "./support.ts";
export { transformed, transformedFamily } from "./transformed.ts";
export type { Transformed, TransformedParameters } from "./transformed.ts";
export { truncated, truncatedFamily } from "./truncated.ts";
export type { Truncated, TruncatedOptions, TruncatedParameters } from "./truncated.ts";
export { tanhBijector } from "./tanh-bijector.ts";
export { uniform, uniformFamily } from "./uniform.ts";
export type { Uniform, UniformOptions, UniformParameters } from "./uniform.ts";
export { vonMises, vonMisesFamily } from "./von-mises.ts";
export type { VonMises, VonMisesOptions, VonMisesParameters } from "./von-mises.ts";
export { weibull, weibullFamily } from "./weibull.ts";
export type { Weibull, WeibullOptions, WeibullParameters } from "./weibull.ts";
export { wishart, wishartFamily } from "./wishart.ts";
export type { Wishart, WishartOptions, WishartParameters } from "./wishart.ts";
