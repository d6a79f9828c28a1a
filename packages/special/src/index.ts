export { erf, erfc } from "./erf.ts";
export { erfcx } from "./erfcx.ts";
export { digamma, lgamma, polygamma } from "./lgamma.ts";
export { log1mexp } from "./log1mexp.ts";
export { logNormalCdf, normalCdf } from "./normal-cdf.ts";
export { erfinv, normalQuantile } from "./normal-quantile.ts";
export { poissonDeviance } from "./poisson-deviance.ts";
export { stirlingError } from "./stirling-error.ts";
export { xlogy } from "./xlogy.ts";
