import { mkdtempSync, realpathSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A directory of its own for one test, mode 0700, removed with everything in it when disposed. */
export interface TempHome extends Disposable {
  readonly path: string;
}

/** @example `using home = createTempHome();` */
export function createTempHome(): TempHome {
  // mkdtemp makes the directory 0700; the real path, because on macOS the temporary directory is a link.
  const path = realpathSync(mkdtempSync(join(tmpdir(), "gatehouse-test-")));
  return {
    path,
    // A process that is just dying may still write: retry for a moment instead of failing the test that did nothing wrong.
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}
