import { LinAlgError } from "@adjoint/linalg";

/** The error that `f` must throw. */
export function catchError(f: () => unknown): LinAlgError {
  try {
    f();
  } catch (error) {
    if (error instanceof LinAlgError) return error;
    throw error;
  }
  throw new Error("no error was thrown");
}
