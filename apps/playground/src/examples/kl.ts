// Kullback–Leibler divergence between two Gaussians, both ways.
import { exp, grad, linspace } from "adjoint";
import type { Tensor } from "adjoint";
import { klDivergence } from "@adjoint/information";
import { normal } from "@adjoint/probability";
import { colors, line, plot } from "@adjoint/viz";

const p = normal({ mean: 0, scale: 1 });
const q = normal({ mean: 1.5, scale: 0.6 });

klDivergence(p, q); // p does not fit under q's narrow tails: large
klDivergence(q, p); // q lies well inside p: smaller

// How to move q to come closer to p:
const loss = (mean: Tensor): Tensor => klDivergence(p, normal({ mean, scale: 0.6 }));
grad(loss)(1.5); // downhill is to the left

const x = linspace(-4, 4, 161);
plot({
  marks: [
    line({ x, y: exp(p.logProb(x)) }, { label: "p" }),
    line({ x, y: exp(q.logProb(x)) }, { stroke: colors.orange, label: "q" }),
  ],
  x: { label: "x" },
  title: "The densities of p (blue) and q (orange)",
});
