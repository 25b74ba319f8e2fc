import { RANK, type Detector, type RankedFinding } from "../scan/detector.ts";
import { secretParts } from "./header-value.ts";
import { judgeName, type SecretName } from "./secret-name.ts";

/** Longer lines are no heads of tables, and longer tables are read on by the next look. */
const LONGEST_HEAD = 512;
const LONGEST_LINE = 8192;
const MOST_CELLS = 40;

/** A cell of a line; offsets in the text, without the quotes and blanks around its content. */
interface Cell {
  readonly start: number;
  readonly end: number;
}

/** With what stands behind them in the head of a table: a look at every other place where these words stand would cost too much. */
const NAMES = ["password", "passwd", "secret", "token", "key", "pwd", "pass", "passphrase", "credentials"];
const BEHIND = [",", ";", "\t", "|", " |", " \n", "\n", "\r\n", '",', '";', '"\n', '"\r\n', "  "];

/** Columns of secrets: tables with a line of names above, as files, data bases and pages write them. */
export const COLUMNS: Detector = {
  keywords: NAMES.flatMap((name) => BEHIND.map((sign) => name + sign)),
  detect(text, start, end, findings) {
    const from = text.lastIndexOf("\n", start) + 1;
    const to = text[end - 1] === "\n" ? end - 1 : lineEnd(text, end);
    if (start - from > LONGEST_HEAD || to - from > LONGEST_HEAD || to >= text.length) return 0;
    const head = text.slice(from, to);
    const separator = separatorOf(head);
    if (separator === undefined) return 0;
    const columns = secretColumns(text, from, to, separator);
    return columns.secrets.size === 0 ? 0 : readRows(text, to + 1, { ...columns, separator }, findings);
  },
};

function lineEnd(text: string, from: number): number {
  const at = text.slice(from, from + LONGEST_LINE).indexOf("\n");
  return at < 0 ? Math.min(text.length, from + LONGEST_LINE) : from + at;
}

function separatorOf(head: string): string | undefined {
  return ["|", "\t", ",", ";"].find((sign) => head.includes(sign));
}

const NAME = /^[A-Za-z][\w .()/-]{0,40}$/;

interface Columns {
  readonly count: number;
  readonly secrets: ReadonlyMap<number, SecretName>;
}

function secretColumns(text: string, from: number, to: number, separator: string): Columns {
  const cells = cellsOf(text, from, to, separator);
  const names = cells.map(({ start, end }) => text.slice(start, end));
  const none = { count: 0, secrets: new Map<number, SecretName>() };
  if (cells.length < 2 || !names.every((name) => name === "" || NAME.test(name))) return none;
  const secrets = new Map<number, SecretName>();
  names.forEach((name, column) => {
    const judged = judgeName(name.trim().replaceAll(" ", "_"));
    if (judged && judged.value !== "cookie") secrets.set(column, judged);
  });
  return { count: cells.length, secrets };
}

function cellsOf(text: string, from: number, to: number, separator: string): readonly Cell[] {
  const cells: Cell[] = [];
  let start = from;
  for (let at = from; at <= to && cells.length < MOST_CELLS; at += 1) {
    if (text[at] === '"' && text.slice(start, at).trim() === "") at = closingQuote(text, at, to);
    if (at < to && text[at] !== separator) continue;
    cells.push(trimmed(text, start, Math.min(at, to)));
    start = at + 1;
  }
  return cells;
}

/** The quote that ends a cell; a quote within is written twice. */
function closingQuote(text: string, open: number, to: number): number {
  let at = open + 1;
  while (at < to && (text[at] !== '"' || text[at + 1] === '"')) at += text[at] === '"' ? 2 : 1;
  return Math.min(at, to);
}

function trimmed(text: string, from: number, to: number): Cell {
  let [start, end] = [from, to];
  while (start < end && /[\s"'`*]/.test(text.charAt(start))) start += 1;
  while (end > start && /[\s"'`*]/.test(text.charAt(end - 1))) end -= 1;
  return { start, end };
}

const RULE_LINE = /^[\s|+:=-]*$/;

/** Reads lines while they have as many cells as the head. @returns where they end. */
function readRows(
  text: string,
  from: number,
  { count, secrets, separator }: Columns & { readonly separator: string },
  findings: RankedFinding[],
): number {
  let at = from;
  while (at < text.length) {
    const to = lineEnd(text, at);
    if (!RULE_LINE.test(text.slice(at, to))) {
      const cells = cellsOf(text, at, to, separator);
      if (cells.length !== count) return at;
      for (const [column, name] of secrets) report(text, name, cells[column], findings);
    }
    at = to + 1;
  }
  return at;
}

function report(text: string, name: SecretName, cell: Cell | undefined, findings: RankedFinding[]): void {
  if (!cell || cell.end <= cell.start) return;
  const judged: SecretName = name.value === "chosen" ? { ...name, value: "coined" } : name;
  for (const part of secretParts(judged, text.slice(cell.start, cell.end), "quoted")) {
    findings.push({
      kind: name.kind,
      start: cell.start + part.start,
      end: cell.start + part.end,
      rank: RANK.setting,
    });
  }
}
