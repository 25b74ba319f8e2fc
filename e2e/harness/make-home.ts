import { cpSync, lstatSync, rmSync, writeFileSync } from "node:fs";
import { FIRST_RUN } from "./studio.ts";

/** The path of this file: a program that makes a home with the organization of `FIRST_RUN`, and a file that says who was made. */
export const HOME_MAKER = import.meta.filename;

async function makeHome(folder: string, file: string): Promise<void> {
  // Only here: it loads all of the sidecar.
  const { openPeopleRig } = await import("../../src-sidecar/handlers/testdata/people-rig.ts");
  const rig = await openPeopleRig();
  const made = await rig.visit().door.studio.setUp(FIRST_RUN);
  await rig.running.close();
  cpSync(rig.home, folder, { recursive: true, filter: (path) => !lstatSync(path).isSocket() });
  rmSync(rig.home, { recursive: true });
  writeFileSync(file, JSON.stringify(made));
}

const [, , folder, file] = process.argv;
if (import.meta.main && folder !== undefined && file !== undefined) await makeHome(folder, file);
