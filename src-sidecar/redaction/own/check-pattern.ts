import { analyse } from "scslre";
import type { OwnPattern, PatternCheck } from "../../../src-contract/redaction.ts";
import { LEAST_MATCH, ownRule } from "./own-rule.ts";

const NO_EXAMPLE = null;
/** How often a character is repeated in an example that is shown. */
const SHOWN = 40;

/**
 * Whether a pattern may be used: it is a regular expression, matches three characters or more, and takes time that grows with the length
 * of the text and no faster. The last is found by analysis of the expression, and by trying it on texts made to hurt it. The trial may
 * take for ever: run this where it can be ended.
 *
 * @param onTrying Told each text before it is tried, shortened.
 */
export function checkPattern(own: OwnPattern, onTrying: (text: string) => void): PatternCheck {
  const rule = compiled(own);
  if (typeof rule === "string") return refused(rule);
  const { source, flags } = rule;
  if (new RegExp(source, flags).test("")) return refused("It matches an empty text, so it would match everywhere.");
  const short = SHORT_TEXTS.find((text) => new RegExp(`^(?:${source})$`, flags).test(text));
  if (short !== undefined)
    return refused(`It matches ${JSON.stringify(short)}: a match has at least ${LEAST_MATCH} characters.`, short);
  return slowByAnalysis(source, flags) ?? slowByTrial(source, flags, onTrying) ?? { kind: "ok" };
}

const SHORT_TEXTS: readonly string[] = ["a", "e", "A", "0", "1", " ", ".", "-", "ab", "10", "aA", "in", "  "];

function compiled(own: OwnPattern): { readonly source: string; readonly flags: string } | string {
  try {
    const { pattern } = ownRule(own);
    return { source: pattern.source, flags: pattern.ignoreCase ? "i" : "" };
  } catch (error) {
    return error instanceof Error ? error.message : "It is no regular expression.";
  }
}

function refused(reason: string, example: string | null = NO_EXAMPLE): PatternCheck {
  return { kind: "refused", reason, example };
}

function slowByAnalysis(source: string, flags: string): PatternCheck | undefined {
  const { parsed, reports } = analyse({ source, flags }, { maxReports: 1 });
  if (parsed.pattern.raw.length !== source.length) return refused("It could not be taken apart.");
  const [report] = reports;
  if (!report) return undefined;
  const growth = report.exponential ? "doubles with every character" : "grows with the square of the text";
  const remedy =
    report.type === "Move"
      ? "Give the repetition that it starts with a bound, such as {1,40}, or begin with a fixed character."
      : "Give its repetitions bounds, such as {1,40}, or let what follows each of them start with another character.";
  return refused(`The time it takes ${growth}. ${remedy}`, `${report.character.pick.repeat(SHOWN)}…`);
}

const TRIAL_UNITS = 64 * 1024;
const MOST_TRIAL_MS = 60; // 64 KiB at 1 MB/s: a message of 1 MB then just keeps its deadline

/** Tries it on long texts made of its own pieces. */
function slowByTrial(source: string, flags: string, onTrying: (text: string) => void): PatternCheck | undefined {
  for (const unit of trialUnits(source)) {
    const shown = `${unit.repeat(Math.max(1, Math.floor(SHOWN / unit.length)))}…`;
    onTrying(shown);
    const text = unit.repeat(Math.ceil(TRIAL_UNITS / unit.length));
    const tookMs = Math.min(...[0, 1, 2].map(() => timeOf(source, flags, text)));
    if (tookMs > MOST_TRIAL_MS)
      return refused(
        `It took ${Math.round(tookMs)} ms for 64 KiB of such a text; it may take ${MOST_TRIAL_MS}.`,
        shown,
      );
  }
  return undefined;
}

function timeOf(source: string, flags: string, text: string): number {
  const pattern = new RegExp(source, `g${flags}`);
  const startedAt = clockMs();
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text))
    if (match[0] === "") pattern.lastIndex += 1;
  return clockMs() - startedAt;
}

/** The time that this thread has worked, where the runtime tells it: what else the machine does is not the pattern's fault. */
function clockMs(): number {
  const { threadCpuUsage } = process as { readonly threadCpuUsage?: () => { readonly user: number } }; // Node 22 has none.
  return threadCpuUsage ? threadCpuUsage.call(process).user / 1000 : performance.now();
}

/** Characters and words that stand in the pattern, and those that its classes stand for. */
function trialUnits(source: string): readonly string[] {
  const words = source.match(/[A-Za-z0-9]{1,40}/g) ?? [];
  const literal = source.replaceAll(/\\[A-Za-z]|\(\?<?[\w=!:]{0,20}>?|[[\](){}|*+?^$]/g, "").replaceAll("\\", "");
  const pieces = words.flatMap((word) => [word, `${word}-`, `${word} `, `${word}=`, word.slice(0, -1)]);
  const units = ["a", "A", "0", " ", "-", "_", ".", "\n", "a0", "aA ", "0-", "key=", '"a": "', literal, ...pieces];
  return [...new Set(units)].filter((unit) => unit !== "").slice(0, 40);
}
