import type { PersonalKind } from "../../src-contract/redaction.ts";
import type { KnownSource } from "./known/known-values.ts";
import { base64Runs } from "./known/base64-runs.ts";
import { VAULT_VALUE } from "./finding.ts";
import { ADDRESS, BEARER_CREDENTIALS, ORACLE_ADDRESS } from "./detect/address.ts";
import { ASSIGNMENT, COOKIE_HEADER } from "./detect/assignment.ts";
import { COLUMNS } from "./detect/columns.ts";
import { INSERTED_ROW } from "./detect/inserted-row.ts";
import { JWK } from "./detect/jwk.ts";
import { USER_LIST } from "./detect/user-list.ts";
import { JWT } from "./detect/jwt.ts";
import { ENCODED_KEY, KEY_BLOCK, PUTTY_KEY } from "./detect/key-block.ts";
import { findNumbers, PERSONAL, PERSONAL_KINDS } from "./detect/personal.ts";
import { findRecoveryKeys, RECOVERY_KEY } from "./detect/recovery-key.ts";
import { findUnknownTokens, LONG_TOKEN_KINDS, UNKNOWN_TOKEN } from "./detect/unknown-token.ts";
import { findOwn, LEAST_MATCH, type OwnRule } from "./own/own-rule.ts";
import { ruleDetector } from "./rules/rule.ts";
import { TOKEN_RULES } from "./rules/table.ts";
import { RANK, type Detector, type RankedFinding } from "./scan/detector.ts";
import { scanEncodedText } from "./scan/encoded-text.ts";
import { mergeFindings, outsideOf } from "./scan/merge.ts";
import { placeholdersIn } from "./placeholder.ts";
import { createScanner, createScanTable } from "./scan/scanner.ts";
import { createUnitLoader } from "./scan/unit-loader.ts";

/** The kinds of the detectors that are no rules of the table. */
export const STRUCTURAL_KINDS: readonly string[] = [
  ...["jwt", "private-key", "url-password", "url-token", "bearer-token", "authorization", "cookie"],
  ...[
    "password",
    "password-hash",
    "secret",
    "token",
    "api-key",
    "vendor-key",
    "credential",
    "too-deep",
    RECOVERY_KEY,
    UNKNOWN_TOKEN,
    ...LONG_TOKEN_KINDS,
  ],
];

const DETECTORS: readonly Detector[] = [
  ...TOKEN_RULES.map(ruleDetector),
  ...[
    JWT,
    JWK,
    KEY_BLOCK,
    ENCODED_KEY,
    PUTTY_KEY,
    ADDRESS,
    ORACLE_ADDRESS,
    BEARER_CREDENTIALS,
    ASSIGNMENT,
    COOKIE_HEADER,
    COLUMNS,
    INSERTED_ROW,
    USER_LIST,
  ],
];

/** Every kind that a placeholder may name. */
const KINDS: ReadonlySet<string> = new Set([
  ...TOKEN_RULES.map((rule) => rule.kind),
  ...STRUCTURAL_KINDS,
  ...PERSONAL_KINDS,
]);

const SECRETS = createScanTable(DETECTORS);
const SECRETS_AND_PERSONAL = createScanTable([...DETECTORS, ...PERSONAL]);

/**
 * Finds every secret in a text: in order, none overlapping another. `extra` findings (from a JSON member's name) are joined in; `name` is
 * that member's.
 */
export type Finder = (text: string, extra?: readonly RankedFinding[], name?: string) => readonly RankedFinding[];

export interface FinderOptions {
  readonly personal: readonly PersonalKind[];
  readonly own: readonly OwnRule[];
}

export function createFinder(knownValues: KnownSource, { personal, own }: FinderOptions): Finder {
  const isRef = (shown: string): boolean => knownValues.isShown(shown);
  const ownKinds = new Set(own.map((rule) => rule.kind));
  const isKind = (kind: string): boolean => KINDS.has(kind) || ownKinds.has(kind);
  const shortest = own.length > 0 ? LEAST_MATCH : SHORTEST;
  const wanted = new Set(personal);
  const isWanted = ({ rank, kind }: RankedFinding): boolean =>
    rank !== RANK.personal || wanted.has(personalKindOf(kind));
  const scanner = createScanner(wanted.size > 0 ? SECRETS_AND_PERSONAL : SECRETS);
  const load = createUnitLoader();
  return (text, extra = NOTHING, name) => {
    if (text.length < shortest) return extra;
    const units = load(text);
    const source = { text, units, runs: base64Runs(units, text.length) };
    const findings = [...extra];
    for (const { start, end, ref } of knownValues.match(source)) {
      findings.push({ kind: VAULT_VALUE, start, end, rank: RANK.known, label: ref });
    }
    scanner(text, units, findings);
    scanEncodedText(source, scanner, findings);
    findRecoveryKeys(source, findings);
    findUnknownTokens(source, findings);
    if (wanted.size > 0) findNumbers(source, findings);
    if (own.length > 0) findOwn(own, text, name, findings);
    if (findings.length === 0) return NOTHING;
    const asked = wanted.size > 0 ? findings.filter(isWanted) : findings;
    return outsideOf(placeholdersIn(text, isKind, isRef), mergeFindings(asked));
  };
}

/** Which switch of the settings a kind of finding belongs to; national identity numbers have a kind for each nation. */
function personalKindOf(kind: string): PersonalKind {
  return PERSONAL_SWITCH.get(kind) ?? "national-id";
}

const PERSONAL_SWITCH: ReadonlyMap<string, PersonalKind> = new Map([
  ["email", "email"],
  ["phone", "phone"],
  ["payment-card", "card"],
  ["iban", "iban"],
]);

/** Shorter texts hold no secret but by the name of their member. */
const SHORTEST = 8;
const NOTHING: readonly RankedFinding[] = [];
