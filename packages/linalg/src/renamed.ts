import { LinAlgError } from "./linalg-error.ts";

/** What `f` gives; an error that it throws in its own name is thrown in the name of `operation`, which called it. */
export function renamed<Result>(operation: string, f: () => Result): Result {
  try {
    return f();
  } catch (error) {
    if (!(error instanceof LinAlgError)) throw error;
    const message = error.message.replace(/^\w+(?=: )/, operation);
    throw new LinAlgError(message, { ...error.details, operation });
  }
}
