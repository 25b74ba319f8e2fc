import type { AuditRowFilter } from "../store/index.ts";

/** What people look for in the log. Every entry is of exactly one kind. */
export type AuditKind = "calls" | "admin" | "vault";

const CALLS = ["call.%", "calls.%", "session.%", "standing.used", "scope.%"];
const VAULT = [
  "vault.%",
  "member.signed-%",
  "member.sign-in-%",
  "member.recovered",
  "member.proved-%",
  "passphrase.%",
  "unlocker.%",
  "recovery-key.%",
  "credential.%",
  "backup.%",
  "org.export%",
  "org.imported",
  "org.restored",
  "audit.%",
];

/** The patterns of a kind: `admin` is everything else. */
export function patternsOf(kind: AuditKind | "all"): Pick<AuditRowFilter, "actionsLike" | "actionsNotLike"> {
  switch (kind) {
    case "all":
      return {};
    case "calls":
      return { actionsLike: CALLS };
    case "vault":
      return { actionsLike: VAULT };
    case "admin":
      return { actionsNotLike: [...CALLS, ...VAULT] };
  }
}
