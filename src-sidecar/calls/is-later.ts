/** Whether a value comes later. What is there now is used now: a fast call waits for no turn of the loop. */
export function isLater<T>(value: T | Promise<T>): value is Promise<T> {
  return value instanceof Promise;
}

/** All of several values: now, when all are there now. */
export function allOf<T>(values: readonly (T | Promise<T>)[]): readonly T[] | Promise<readonly T[]> {
  const now: T[] = [];
  for (const value of values) {
    if (isLater(value)) return Promise.all(values.map((one) => Promise.resolve(one)));
    now.push(value);
  }
  return now;
}
