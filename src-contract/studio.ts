/** The studio as a whole: what state it is in, who is signed in, what changed. */
import * as z from "zod";
import { memberId, orgId } from "./ids.ts";
import { unlockerKind } from "./people.ts";
import { displayName, moment, passphraseInput, role, secretInput, shownOnce } from "./values.ts";
import { rollback } from "./vault.ts";

/** A member as the lock screen lists them. */
export const memberSummary = z.object({
  id: memberId,
  name: z.string(),
  role,
  /** What the member can open the vault with. */
  unlockers: z.array(unlockerKind),
});
export type MemberSummary = z.infer<typeof memberSummary>;

/** Why the database of an organization is not open. Its file is left as it is; the others of the studio go on. */
export const orgFault = z.enum(["damaged", "missing", "newer", "disk-full", "not-opened"]);
export type OrgFault = z.infer<typeof orgFault>;

/** An organization of this studio. */
export const orgEntry = z.object({
  id: orgId,
  name: z.string(),
  isOpen: z.boolean(),
  /** Null: its database is open, whatever its vault is. */
  fault: orgFault.nullable(),
});
export type OrgEntry = z.infer<typeof orgEntry>;

/** The organization that a connection looks at, as the lock screen shows it. */
export const orgSummary = z.object({
  id: orgId,
  name: z.string(),
  members: z.array(memberSummary),
  /** Whose keys are open; nobody else can sign in before the vault was locked. */
  openFor: memberId.nullable(),
  /** Calls that wait for a person, also while the vault is locked. */
  waitingCalls: z.int(),
  /** Whether the kill switch holds. */
  isStopped: z.boolean(),
  /** Sessions of agents that somebody paused. */
  pausedAgents: z.int(),
  /** Whether an invitation can be answered here. */
  hasInvitations: z.boolean(),
});
export type OrgSummary = z.infer<typeof orgSummary>;

/** What the studio needs from a person next. */
export const studioState = z.discriminatedUnion("kind", [
  /** No organization yet: first run. */
  z.object({ kind: z.literal("new") }),
  /** The vault is locked: calls wait, nothing runs. */
  z.object({ kind: z.literal("locked"), orgs: z.array(orgEntry), org: orgSummary }),
  /** The vault is open, but nobody is signed in on this connection. */
  z.object({ kind: z.literal("signed-out"), orgs: z.array(orgEntry), org: orgSummary }),
  /** Someone is signed in on this connection. */
  z.object({ kind: z.literal("signed-in"), orgs: z.array(orgEntry), org: orgSummary, member: memberSummary }),
  /** The vault is an older copy of itself. Nothing runs until an admin has looked; `member` is signed in and may be that admin. */
  z.object({
    kind: z.literal("rolled-back"),
    orgs: z.array(orgEntry),
    org: orgSummary,
    member: memberSummary,
    rollback,
  }),
  /** The vault's own records cannot be trusted, or its database was not opened (`fault`); nothing is changed until a person has looked. */
  z.object({
    kind: z.literal("unreadable"),
    orgs: z.array(orgEntry),
    org: orgSummary,
    reason: z.string(),
    fault: orgFault.nullable(),
  }),
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

/** Which organization this connection looks at from now on. */
export const selectInput = z.object({ orgId });

/** Creates an organization and its first admin. The first one by anyone, a further one by whoever is signed in. */
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

/** Opens the vault with what the operating system keeps for this member. */
export const signInWithKeychainInput = z.object({ orgId, memberId });

/** Opens the vault with the recovery key and sets a new passphrase. */
export const recoverInput = z.object({ orgId, memberId, recoveryKey: secretInput, newPassphrase: passphraseInput });

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
  "people",
  "vault",
  "standing",
  "redaction",
  "providers",
  "accounts",
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

/** `host` or `host:port`, lower case; an IPv6 address in brackets. Without a port: every port of it. */
export const allowedHost = z
  .string()
  .max(260)
  .regex(
    /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::\d{1,5})?$/,
    "must be a host name or an address, with or without a port",
  );

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
  /** How long the bodies of audit entries are kept; what proves the log is kept for ever. */
  auditRetentionDays: z.int().min(30).max(36_500),
  /** Who reads the arguments and results of calls that did not act as them. */
  payloadsFor: z.enum(["operators", "admins"]),
  /** How old the data encryption key grows before it is rotated; 0: never by itself. */
  rotateEveryDays: z.int().min(0).max(365),
  /** After how long a credential is said to be due for a new value; 0: never. */
  remindAfterDays: z.int().min(0).max(3650),
  /** Hosts on this machine or in private networks that connectors and providers may be at. Everything else has to be public. */
  allowedHosts: z.array(allowedHost).max(100),
  /** Where the organization publishes its Client ID Metadata Document; null: nowhere. */
  clientMetadataUrl: z
    .url({ protocol: /^https$/ })
    .max(2048)
    .nullable(),
});
export type OrgSettings = z.infer<typeof orgSettings>;
