// eˣ = 2ⁿ·eʳ for x = n·log 2 + r, |r| ≤ (log 2)/2, in float32: the argument is reduced with log 2 in two parts after
// W. J. Cody and W. Waite, "Software manual for the elementary functions", 1980, and eʳ needs no table.
//
// The kernels do each step for several vectors before the next, so that their chains run side by side, with constants that
// are loaded once for all of them: V8 keeps that order. Constants stand in memory, once for each lane.

export const LOG2_E: usize = 0;
export const SHIFTER: usize = 16;
export const LN2_HIGH: usize = 32;
export const LN2_LOW: usize = 48;
export const Q: usize = 64;
export const ONE: usize = 144;
/** Where the constants of the functions that use this file begin. */
export const OWN: usize = 160;
