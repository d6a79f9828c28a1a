import type { Figure } from "@adjoint/viz";
import type { Exercise } from "../exercise/exercise.ts";

/** What a lesson is called. */
export interface About {
  /** Its number in the course. */
  readonly number: number;
  readonly title: string;
  /** One sentence. */
  readonly summary: string;
}

/** What the file of a lesson exports; its page adds the prose. */
export interface Lesson {
  readonly about: About;
  readonly figure: Figure;
  readonly numbers: () => object;
  readonly exercise: Exercise;
}
