import { chmodSync, mkdirSync } from "node:fs";
import { StoreError } from "./store-error.ts";

/** Makes a folder that only its owner can look into. @throws {StoreError} `home_unreadable`. */
export function makePrivateFolder(path: string): void {
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    chmodSync(path, 0o700);
  } catch (error) {
    throw new StoreError("home_unreadable", `The folder ${JSON.stringify(path)} could not be made private to you.`, {
      cause: error,
    });
  }
}
