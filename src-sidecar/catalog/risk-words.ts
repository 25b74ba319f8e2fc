import type { RiskClass } from "../../src-contract/values.ts";

/** Words of tool names that look things up. */
export const READING_VERBS: ReadonlySet<string> = new Set(
  "browse check count describe diff echo explain fetch find get head inspect list lookup ls open peek preview query read retrieve scan search show stat status summarize tail tree validate verify view whoami".split(
    " ",
  ),
);

/** Words of tool names that change things one can usually change back. */
export const MODERATE_VERBS: ReadonlySet<string> = new Set(
  "accept add annotate append apply approve archive assign attach cancel clone close comment commit configure connect convert copy create disable dismiss draft duplicate edit enable fork generate import insert invite join label link lock log make mark move open patch pin post put reject remember rename reopen reply request resolve restore resume save schedule set share start stop submit subscribe sync tag toggle transform trigger unassign unlink unlock unsubscribe update upload upsert write".split(
    " ",
  ),
);

/** Words of tool names that destroy, run code, spend, or speak for someone. */
export const DANGEROUS_VERBS: ReadonlySet<string> = new Set(
  "bash buy charge clear cmd command deploy disconnect dump expire flush force format grant install merge nuke pay permanently provision publish push reboot rebase refund release replace reset restart revert revoke rollback run script sell send shell shutdown spawn sql suspend terminate transfer trash withdraw".split(
    " ",
  ),
);

/** The same, where they stand behind a reading verb too: nothing that is only read is called so. */
export const PLAINLY_DANGEROUS_VERBS: ReadonlySet<string> = new Set(
  "delete destroy drop erase eval evaluate exec execute kill overwrite purge remove rm shred sudo truncate uninstall wipe".split(
    " ",
  ),
);

/** Words that join a second deed to the first. */
export const CONJUNCTIONS: ReadonlySet<string> = new Set(["and", "or", "then"]);

/** Words of argument names, with the class that such an argument speaks for. */
export const PROPERTY_WORDS: ReadonlyMap<string, RiskClass> = new Map<string, RiskClass>([
  ["cmd", "dangerous"],
  ["code", "dangerous"],
  ["command", "dangerous"],
  ["script", "dangerous"],
  ["shell", "dangerous"],
  ["sql", "dangerous"],
  ["force", "dangerous"],
  ["recursive", "moderate"],
  ["url", "moderate"],
  ["uri", "moderate"],
  ["webhook", "moderate"],
  ["password", "moderate"],
  ["token", "moderate"],
  ["secret", "moderate"],
]);
