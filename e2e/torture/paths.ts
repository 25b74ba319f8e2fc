import { join } from "node:path";

/** The built command. */
export const CLI = join(import.meta.dirname, "../../out/main/cli.js");
