/** The names that have a value without being in scope; a variable of the same name hides them. */
export const constants: ReadonlyMap<string, number> = new Map([
  ["e", Math.E],
  ["pi", Math.PI],
  ["π", Math.PI],
]);
