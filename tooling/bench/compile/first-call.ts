/** Prints the milliseconds from a function to its first result in a process that has compiled nothing before. */
import { firstGradient, firstStep } from "./adjoint.ts";

const run = process.argv[2] === "step" ? firstStep() : firstGradient;
const start = performance.now();
run();
process.stdout.write(String(performance.now() - start));
