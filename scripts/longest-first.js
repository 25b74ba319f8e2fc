import { relative } from "node:path";
import { BaseSequencer } from "vitest/node";
import { ROOT } from "./run.js";

/** What takes by far the longest, the longest first. The rest fills the gaps that they leave, whatever its order. */
const LONGEST = [
  "e2e/command-line.test.ts",
  "e2e/crash.test.ts",
  "e2e/gate-commands.test.ts",
  "e2e/lock.test.ts",
  "e2e/roles.test.ts",
  "src-sidecar/connectors/stdio.test.ts",
  "src-sidecar/redaction/known/known-values.test.ts",
  "src-sidecar/rotation.test.ts",
  "src-sidecar/calls/restore.test.ts",
  "src-sidecar/outside-hands.test.ts",
  "src-sidecar/inside-hands.test.ts",
];

/** Starts the longest files first, so that none of them runs alone at the end while the other worker has nothing to do. */
export class LongestFirst extends BaseSequencer {
  /**
   * @override
   * @param {import("vitest/node").TestSpecification[]} files
   * @returns {Promise<import("vitest/node").TestSpecification[]>}
   */
  async sort(files) {
    const rankOf = (/** @type {import("vitest/node").TestSpecification} */ { moduleId }) => {
      const rank = LONGEST.indexOf(relative(ROOT, moduleId).replaceAll("\\", "/"));
      return rank === -1 ? LONGEST.length : rank;
    };
    return (await super.sort(files)).toSorted((a, b) => rankOf(a) - rankOf(b));
  }
}
