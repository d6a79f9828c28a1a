/** Is told of rows of C that are complete. */
export declare function finish(firstRow: i32, rows: i32): void;
