import { DomainError } from "@adjoint/tensor";

/**
 * The order of a measure, checked.
 *
 * @throws DomainError if it is no number from 0, or infinite where `finite` says that there is no limit.
 */
export function checkOrder(operation: string, order: number, finite: boolean): number {
  if (typeof order === "number" && order >= 0 && !(finite && order === Infinity)) return order;
  throw new DomainError(
    `${operation}: order must be a ${finite ? "finite " : ""}number from 0, got ${String(order)}`,
    { operation, order },
  );
}
