// What tiles are compiled for is told by types of different sizes, since a type is all that a generic function can be given.

/** Four rows of two vectors. */
export type Narrow = i8;
/** Six rows of four vectors, which V8 merges in pairs where it is told to. */
export type Wide = i16;

/** Rows of A may stand anywhere. */
export type Rows = i8;
/** Rows of A are neighbours: a step of the depth holds one entry of each. */
export type Lanes = i16;

/** B is only read. */
export type Read = i8;
/** B is read where it lies, and left behind as a panel for other rows. */
export type Keep = i16;

/* inline */ export function tileRows<Shape>(): i32 {
  return sizeof<Shape>() == 1 ? 4 : 6;
}

/** Bytes of a row of a tile. */
/* inline */ export function tileBytes<Shape>(): i32 {
  return sizeof<Shape>() == 1 ? 32 : 64;
}
