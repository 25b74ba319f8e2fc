/** The studio as a whole: what state it is in, who is signed in, what changed. */
import * as z from "zod";
import { memberId, orgId } from "./ids.ts";
import { displayName, moment, passphraseInput, role, secretInput, shownOnce } from "./values.ts";

/** A member as the lock screen lists them. */
export const memberSummary = z.object({ id: memberId, name: z.string(), role });
export type MemberSummary = z.infer<typeof memberSummary>;

/** An organization as the lock screen lists it. */
export const orgSummary = z.object({ id: orgId, name: z.string(), members: z.array(memberSummary) });
export type OrgSummary = z.infer<typeof orgSummary>;

/** What the studio needs from a person next. */
export const studioState = z.discriminatedUnion("kind", [
  /** No organization yet: first run. */
  z.object({ kind: z.literal("new") }),
  /** The vault is locked: calls wait, nothing runs. */
  z.object({ kind: z.literal("locked"), org: orgSummary }),
  /** The vault is open, but nobody is signed in on this connection. */
  z.object({ kind: z.literal("signed-out"), org: orgSummary }),
  /** Someone is signed in on this connection. */
  z.object({ kind: z.literal("signed-in"), org: orgSummary, member: memberSummary }),
  /** The vault's own records cannot be trusted; nothing is changed until a person has looked. */
  z.object({ kind: z.literal("unreadable"), org: orgSummary, reason: z.string() }),
]);
export type StudioState = z.infer<typeof studioState>;

/** Facts about this installation. */
export const studioAbout = z.object({
  version: z.string(),
  /** Address of the agents' door, for example `http://127.0.0.1:7717/mcp`. */
  agentsUrl: z.string(),
  home: z.string(),
  startedAt: moment,
  /** Command that starts the stdio bridge, as an agent's configuration names it. */
  bridgeCommand: z.array(z.string()),
});
export type StudioAbout = z.infer<typeof studioAbout>;

/** Creates the organization and its first admin. */
export const setUpInput = z.object({ orgName: displayName, memberName: displayName, passphrase: passphraseInput });
/** What first run made. */
export const setUpOutput = z.object({
  orgId,
  memberId,
  /** Opens the vault when the passphrase is lost. */
  recoveryKey: shownOnce,
  /** Keeps this window signed in across a dropped connection; held in memory only, ends with the vault's lock. */
  sessionToken: shownOnce,
});

/** Opens the vault, or signs in when it is already open. */
export const signInInput = z.object({ orgId, memberId, passphrase: secretInput });
/** Who signed in, and what keeps them signed in. */
export const signInOutput = z.object({ member: memberSummary, sessionToken: shownOnce });

/** Opens the vault with the recovery key and sets a new passphrase. */
export const recoverInput = z.object({ orgId, recoveryKey: secretInput, newPassphrase: passphraseInput });

/** Changes the signed-in member's passphrase. */
export const changePassphraseInput = z.object({ current: secretInput, next: passphraseInput });

/** Takes a dropped connection's session up again. */
export const resumeInput = z.object({ sessionToken: secretInput });

/** The kill switch. */
export const stopState = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("running") }),
  z.object({ kind: z.literal("stopped"), by: z.string(), at: moment, reason: z.string() }),
]);
export type StopState = z.infer<typeof stopState>;

/** What changed, so that a window knows what to ask for again. Carries no content. */
export const topic = z.enum([
  "studio",
  "approvals",
  "calls",
  "connectors",
  "credentials",
  "policies",
  "keys",
  "sessions",
  "settings",
  "audit",
]);
export type Topic = z.infer<typeof topic>;

/** One event of the stream that a signed-in window listens to. */
export const studioEvent = z.discriminatedUnion("kind", [
  /** First on every stream, so that a window knows it is listening. */
  z.object({ kind: z.literal("hello") }),
  z.object({ kind: z.literal("changed"), topics: z.array(topic) }),
  z.object({ kind: z.literal("locked") }),
]);
export type StudioEvent = z.infer<typeof studioEvent>;

/** What an organization sets for itself. Durations in milliseconds. */
export const orgSettings = z.object({
  /** How long an agent's request is held open before it gets a pending result. */
  holdMs: z.int().min(1_000).max(3_600_000),
  /** How long a waiting call may wait for a person before it expires. */
  waitMs: z.int().min(60_000).max(2_592_000_000),
  /** How long a connector may take to answer a call. */
  callTimeoutMs: z.int().min(1_000).max(3_600_000),
  /** Lock the vault after this long without a person; 0: never. */
  idleLockMs: z.int().min(0).max(86_400_000),
  /** How long the bodies of calls are kept. */
  retentionDays: z.int().min(1).max(3650),
});
export type OrgSettings = z.infer<typeof orgSettings>;
