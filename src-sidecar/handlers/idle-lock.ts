import type { Org } from "./org.ts";

/** What the idle lock looks at in an organization that is open. */
export interface OpenOrg {
  readonly openedBy: Org["openedBy"];
  /** 0: never. */
  readonly idleLockMs: number;
}

/**
 * Decides what becomes of a studio that nobody was at for so long.
 *
 * What opened without a person stays open without one, and whoever signed in there is signed out. A lock ends the process and with it
 * everything that is open, so an organization that a person opened is locked even where it takes one along that a key opened.
 */
export function decideIdle(open: readonly OpenOrg[], idleMs: number): "stay" | "sign-out" | "lock" {
  if (!open.some(({ idleLockMs }) => idleLockMs > 0 && idleMs > idleLockMs)) return "stay";
  return open.every(({ openedBy }) => openedBy === "headless-key") ? "sign-out" : "lock";
}
