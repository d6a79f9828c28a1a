/** Every bound that keeps the page alive whatever the user's program does, in one place. */
export const limits = {
  /** Longest source that is sent to the sandbox, in UTF-16 units. */
  source: 200_000,
  /** Milliseconds that the frame and its worker may take to start. */
  boot: 15_000,
  /** Milliseconds a program may run, unless the user chooses another limit. */
  run: 5_000,
  /** Longest message that the page accepts, in UTF-16 units. */
  message: 1_000_000,
  /** Messages that the page accepts from one run before it ends the run. */
  messages: 4_000,
  /** UTF-16 units that the page accepts from one run before it ends the run. */
  total: 32_000_000,
  /** Output entries that a program may print at once, and how many more it may print each second. */
  burst: 500,
  refill: 100,
  /** UTF-16 units of output that a program may print. */
  output: 16_000_000,
  /** Rows that the console keeps. */
  rows: 1_000,
  /** Longest single text inside an entry. */
  text: 10_000,
  /** Depth and number of nodes of one described value. */
  depth: 5,
  nodes: 300,
  /** What is shown of a tensor. */
  tensorBlocks: 6,
  tensorRows: 20,
  tensorColumns: 12,
  /** Nodes of a scene, counted as JSON values. */
  scene: 100_000,
} as const;
