import { RANK, type Detector } from "../scan/detector.ts";
import { secretParts } from "./header-value.ts";
import { judgeName } from "./secret-name.ts";

const INSERT =
  /insert\s{1,4}(?:ignore\s{1,4})?into\s{1,4}[\w."`[\]]{1,128}\s{0,4}\((?<names>[^()]{1,1024})\)\s{0,40}values\s{0,40}/iy;
const ROW = /\((?<row>(?:[^()']|'(?:[^'\\]|''|\\.){0,4096}'){1,8192})\)\s{0,4}[,;]?\s{0,40}/y;
const CELL = /\s{0,8}(?:[NnEeXx]?'(?<text>(?:[^'\\]|''|\\.){0,4096})'|(?<other>[^,']{0,1024}))\s{0,8}(?:,|$)/y;
const MOST_ROWS = 500;

/** `INSERT INTO users (name, password) VALUES ('jo', '…')`: columns name the values of a row. */
export const INSERTED_ROW: Detector = {
  keywords: ["insert into", "insert ignore into"],
  detect(text, start, _end, findings) {
    INSERT.lastIndex = start;
    const names = INSERT.exec(text)?.groups?.["names"];
    if (names === undefined) return 0;
    const judged = names.split(",").map((name) => judgeName(name.replace(/["`[\]\s]/g, "")));
    let at = INSERT.lastIndex;
    if (!judged.some((name) => name !== undefined)) return at;
    for (let row = 0; row < MOST_ROWS; row += 1) {
      ROW.lastIndex = at;
      const match = ROW.exec(text);
      if (!match) return at;
      cellsOf(match.groups?.["row"] ?? "", at + 1).forEach((cell, column) => {
        const name = judged[column];
        if (!name || !cell) return;
        for (const part of secretParts(name, cell.text, "quoted"))
          findings.push({
            kind: name.kind,
            start: cell.start + part.start,
            end: cell.start + part.end,
            rank: RANK.setting,
          });
      });
      at = ROW.lastIndex;
    }
    return at;
  },
};

/** The texts of a row, in order; undefined for what is no text. */
function cellsOf(
  row: string,
  from: number,
): readonly ({ readonly text: string; readonly start: number } | undefined)[] {
  const cells: ({ readonly text: string; readonly start: number } | undefined)[] = [];
  for (CELL.lastIndex = 0; CELL.lastIndex < row.length;) {
    const at = CELL.lastIndex;
    const cell = CELL.exec(row);
    if (!cell || CELL.lastIndex === at) break;
    const text = cell.groups?.["text"];
    cells.push(text === undefined ? undefined : { text, start: from + row.indexOf("'", at) + 1 });
  }
  return cells;
}
