import type { CallSummary, ConnectorId, SessionId } from "../../client/index.ts";

type State = CallSummary["state"];

/** States to filter by: one way to end, or all that have not ended. */
export const stateFilters = [
  "open",
  "succeeded",
  "failed",
  "withheld",
  "denied",
  "refused",
  "expired",
  "cancelled",
  "interrupted",
] as const;
export type StateFilter = (typeof stateFilters)[number];

const OPEN: readonly State[] = ["received", "awaiting", "approved", "executing", "reviewing"];

export const parts = ["calls", "log", "proof"] as const;
export type Part = (typeof parts)[number];

/** What entries of the log are about. */
export const logKinds = ["all", "calls", "admin", "vault"] as const;
export type LogKind = (typeof logKinds)[number];

/** How far back the log is shown. */
export const pasts = ["hour", "day", "week", "month"] as const;
export type Past = (typeof pasts)[number];

/** What of the activity is shown; every part of it stands in the address. */
export type Shown = {
  readonly part: Part;
  readonly state: StateFilter | null;
  readonly connectorId: ConnectorId | null;
  readonly sessionId: SessionId | null;
  readonly text: string;
  readonly kind: LogKind;
  /** Only what this one did, as the log names them. */
  readonly actor: string;
  /** Only what is about this. */
  readonly subject: string;
  readonly past: Past | null;
  /** Moments, which a part of the timeline gives; without them `past` holds. */
  readonly from: number | null;
  readonly to: number | null;
  /** Number of the chosen entry of the log. */
  readonly entry: number | null;
};

/** Reads the search part of the address. What is mistyped is as good as absent. */
export function parseShown(search: Readonly<Record<string, unknown>>): Shown {
  const text = textOf(search["q"]);
  const connector = textOf(search["connector"]);
  const session = textOf(search["session"]);
  return {
    part: parts.find((part) => part === search["show"]) ?? "calls",
    state: stateFilters.find((state) => state === search["state"]) ?? null,
    // An id that a person mistyped is a valid question: nothing is found.
    connectorId: isId(connector) ? (connector as ConnectorId) : null,
    sessionId: isId(session) ? (session as SessionId) : null, // as above
    text: text.slice(0, MAX_TEXT),
    kind: logKinds.find((kind) => kind === search["kind"]) ?? "all",
    actor: textOf(search["actor"]).slice(0, MAX_TEXT),
    subject: textOf(search["subject"]).slice(0, MAX_TEXT),
    past: pasts.find((past) => past === search["past"]) ?? null,
    from: numberOf(search["from"]),
    to: numberOf(search["to"]),
    entry: numberOf(search["entry"]),
  };
}

/** The same as the search part of an address, without what is as usual. */
export function searchOf(shown: Shown): Readonly<Record<string, string | number>> {
  return {
    ...(shown.part === "calls" ? {} : { show: shown.part }),
    ...(shown.state === null ? {} : { state: shown.state }),
    ...(shown.connectorId === null ? {} : { connector: shown.connectorId }),
    ...(shown.sessionId === null ? {} : { session: shown.sessionId }),
    ...(shown.text === "" ? {} : { q: shown.text }),
    ...(shown.kind === "all" ? {} : { kind: shown.kind }),
    ...(shown.actor === "" ? {} : { actor: shown.actor }),
    ...(shown.subject === "" ? {} : { subject: shown.subject }),
    ...(shown.past === null ? {} : { past: shown.past }),
    ...(shown.from === null ? {} : { from: shown.from }),
    ...(shown.to === null ? {} : { to: shown.to }),
    ...(shown.entry === null ? {} : { entry: shown.entry }),
  };
}

/** The states that a filter lets through; undefined: all. */
export function statesOf(filter: StateFilter | null): State[] | undefined {
  if (filter === null) return undefined;
  return filter === "open" ? [...OPEN] : [filter];
}

/** Whether a call has not ended. */
export function isOpen(state: State): boolean {
  return OPEN.includes(state);
}

const MAX_TEXT = 200; // as the contract has it

function numberOf(value: unknown): number | null {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** The router reads `1e3` and `true` as what they look like; here they are words to look for. */
function textOf(value: unknown): string {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : "";
}

function isId(text: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);
}
