/** Test ratios of one matrix, by the names of the table; one that does not apply is left out. */
export type Ratios = Readonly<Record<string, number>>;

/** NaN in place of an error, so that the ratio says which function it was. */
export const unchecked = { check: false } as const;
