import { constants, setPriority } from "node:os";

/**
 * Lowers the priority of this process and of those it starts. What only computes gives way, so that the tests in a
 * browser, which measure time, get the processor when they want it.
 */
export function giveWay(): void {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
}
