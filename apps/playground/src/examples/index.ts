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
];
