import type { KnownValues } from "./known/known-values.ts";
import { VAULT_VALUE } from "./finding.ts";
import { ADDRESS, BEARER_CREDENTIALS, COMMAND_USER, ORACLE_ADDRESS } from "./detect/address.ts";
import { ASSIGNMENT } from "./detect/assignment.ts";
import { JWT } from "./detect/jwt.ts";
import { ENCODED_KEY, KEY_BLOCK, PUTTY_KEY } from "./detect/key-block.ts";
import { ruleDetector } from "./rules/rule.ts";
import { TOKEN_RULES } from "./rules/table.ts";
import { RANK, type Detector, type RankedFinding } from "./scan/detector.ts";
import { scanEncodedText } from "./scan/encoded-text.ts";
import { mergeFindings } from "./scan/merge.ts";
import { isPlaceholder, shownRef } from "./placeholder.ts";
import { createScanner } from "./scan/scanner.ts";

/** The kinds of the detectors that are no rules of the table. */
const STRUCTURAL_KINDS = [
  ...["jwt", "private-key", "url-password", "url-token", "command-password", "bearer-token", "authorization", "cookie"],
  ...["password", "password-hash", "secret", "token", "api-key", "credential", "too-deep"],
];

const DETECTORS: readonly Detector[] = [
  ...TOKEN_RULES.map(ruleDetector),
  ...[JWT, KEY_BLOCK, ENCODED_KEY, PUTTY_KEY, ADDRESS, ORACLE_ADDRESS, COMMAND_USER, BEARER_CREDENTIALS, ASSIGNMENT],
];

/** Every kind that a placeholder may name. */
const KINDS: ReadonlySet<string> = new Set([...TOKEN_RULES.map((rule) => rule.kind), ...STRUCTURAL_KINDS]);

const scanner = createScanner(DETECTORS);

/** Finds every secret in a text: in order, none overlapping another. `extra` findings (from a JSON member's name) are joined in. */
export type Finder = (text: string, extra?: readonly RankedFinding[]) => readonly RankedFinding[];

export function createFinder(knownValues: KnownValues): Finder {
  const isRef = (shown: string): boolean => [...knownValues.refs()].some((ref) => shownRef(ref) === shown);
  const isOwnPlaceholder = (text: string): boolean => isPlaceholder(text, (kind) => KINDS.has(kind), isRef);
  return (text, extra) => {
    const findings: RankedFinding[] = extra ? [...extra] : [];
    for (const { start, end, ref } of knownValues.match(text)) {
      findings.push({ kind: VAULT_VALUE, start, end, rank: RANK.known, label: ref });
    }
    scanner(text, findings);
    scanEncodedText(text, scanner, findings);
    return mergeFindings(findings).filter(
      ({ start, end, rank }) => rank > RANK.address || !isOwnPlaceholder(text.slice(start, end)),
    );
  };
}
