import descent from "./descent.ts?raw";
import eigen from "./eigen.ts?raw";
import figure from "./figure.ts?raw";
import hessianVector from "./hessian-vector.ts?raw";
import kl from "./kl.ts?raw";
import ring from "./ring.ts?raw";

/** A program of the gallery. */
export interface Example {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly source: string;
}

/** The gallery, in the order it is offered; the first is what a new reader finds in the editor. */
export const examples: readonly Example[] = [
  { name: "ring", title: "The ring function", about: "Value, gradient and Hessian at (1, 2).", source: ring },
  {
    name: "hessian-vector",
    title: "Hessian-vector product",
    about: "H·v at a small multiple of the cost of f, without H.",
    source: hessianVector,
  },
  {
    name: "descent",
    title: "Gradient descent",
    about: "The path on a bowl, and the step size that breaks it.",
    source: descent,
  },
  {
    name: "eigen",
    title: "Eigenvalues and eigenvectors",
    about: "A circle, its image, and the axes of the ellipse.",
    source: eigen,
  },
  {
    name: "kl",
    title: "Kullback–Leibler divergence",
    about: "Two Gaussians, both directions, and the gradient in between.",
    source: kl,
  },
  {
    name: "figure",
    title: "A figure of your own",
    about: "A curve and its derivative, a surface, a field of arrows.",
    source: figure,
  },
];
