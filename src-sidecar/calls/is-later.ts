/** Whether a value comes later. What is there now is used now: a fast call waits for no turn of the loop. */
export function isLater<T>(value: T | Promise<T>): value is Promise<T> {
  return value instanceof Promise;
}
