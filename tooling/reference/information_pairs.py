"""Writes the pairs of families whose divergence PyTorch knows in closed form, by our names, to
packages/information/test/fixtures/torch-pairs.json. Families that we lack are left out.
Run: /usr/bin/python3 tooling/reference/information_pairs.py && pnpm exec oxfmt packages/information
"""

import json
from pathlib import Path

from torch.distributions.kl import _KL_REGISTRY

families = """Bernoulli Beta Binomial Categorical Cauchy ContinuousBernoulli Dirichlet Exponential Gamma Geometric Gumbel HalfNormal
Independent Laplace LowRankMultivariateNormal MultivariateNormal Normal Pareto Poisson Uniform Wishart""".split()
target = Path(__file__).parents[2] / "packages/information/test/fixtures/torch-pairs.json"


def ours(name):
    return name[0].lower() + name[1:]


pairs = [[p.__name__, q.__name__] for p, q in _KL_REGISTRY]
known = [[ours(p), ours(q)] for p, q in pairs if p in families and q in families]
target.write_text(json.dumps(known))
