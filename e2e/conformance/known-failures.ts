/**
 * What is known to fail, and why. A failure that has no reason here makes `npm run conformance` fail, required or not.
 *
 * Keys are scenario names; one that ends in `*` stands for all that start so.
 */
const KNOWN_FAILURES: Readonly<Record<string, string>> = {
  "tasks-*":
    "The tasks extension (SEP-2663) is not offered: a call that waits for a person keeps its stream open with progress instead.",
};

/** Why a scenario is known to fail, if it is. */
export function reasonFor(scenario: string): string | undefined {
  const key = Object.keys(KNOWN_FAILURES).find((name) =>
    name.endsWith("*") ? scenario.startsWith(name.slice(0, -1)) : scenario === name,
  );
  return key === undefined ? undefined : KNOWN_FAILURES[key];
}
