/** What happens at each stage of a compilation, in a sentence. */
export const stageWords: Readonly<Record<string, string>> = {
  recorded: "The program as it is recorded: one equation for each operation of f and of its derivative.",
  calls: "Calls of other programs are replaced by what those do.",
  "dead code": "What no result depends on is left out.",
  constants: "What depends on constants alone is computed now.",
  identities: "Products with 1, sums with 0 and changes of shape that change nothing are left out.",
  arithmetic:
    "Signs, powers and products with constants are written in the cheapest way that gives the same bits.",
  pairs: "Two operations become one that gives the same bits: a + (−b) is a − b.",
  "common subexpressions": "What is computed twice is computed once.",
  "identity products":
    "Products with an identity matrix, which derivatives along a basis leave behind, are the matrix itself.",
  signs: "Signs are pulled out of products, where they meet others and cancel.",
  "unused results": "What loops and branches compute for nobody is left out.",
  "steady carries": "What a loop hands on as it is becomes a constant of the loop.",
  invariants: "What is the same at each turn of a loop moves in front of it.",
  loops:
    "Elementwise operations, changes of shape and reductions become loops; each line is one pass over memory.",
  memory: "Each value gets its place; values that are not needed at the same time share bytes.",
  javascript: "The same loops as JavaScript: what runs for small programs. Large ones become WebAssembly.",
};
