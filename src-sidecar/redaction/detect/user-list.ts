import { RANK, type Detector } from "../scan/detector.ts";
import { isStandIn } from "./plausible.ts";

/** Lines of users and passwords are few. */
const REACH = 4096;
const LINE = /[ \t]{0,24}(?:-[ \t]{1,4})?["']?[\w.-]{1,64}:(?<password>[^\s"':]{3,256})["']?[ \t]{0,4}(?=\r?\n|$|\\n)/y;
const NEXT =
  /(?:[ \t]{0,8}(?:list|users)?:?[ \t]{0,4}(?:\|-?|<<-?\s?["']?\w{1,12}["']?)?[ \t]{0,8}(?:\r?\n|\\n)){1,4}/y;

/** What sets passwords of many users: lines of `name:password` behind `chpasswd`. */
export const USER_LIST: Detector = {
  keywords: ["chpasswd", "newusers"],
  detect(text, start, end, findings) {
    const limit = Math.min(text.length, end + REACH);
    NEXT.lastIndex = text[end] === ":" ? end + 1 : end;
    let at = NEXT.test(text) ? nextLine(text, end) : limit;
    while (at < limit) {
      LINE.lastIndex = at;
      const password = LINE.exec(text)?.groups?.["password"];
      if (password === undefined) {
        // The line that opens a list, or one that says something else of it.
        if (!/^[ \t]{1,24}[\w-]{1,20}:[ \t]*\|?/.test(text.slice(at, at + 64))) break;
      } else {
        const from = at + text.slice(at, LINE.lastIndex).indexOf(`:${password}`) + 1;
        if (!isStandIn(password) && password !== "RANDOM")
          findings.push({ kind: "password", start: from, end: from + password.length, rank: RANK.setting });
      }
      at = nextLine(text, at);
    }
    return Math.max(start, at);
  },
};

function nextLine(text: string, from: number): number {
  const at = text.slice(from, from + REACH).search(/\n|\\n/);
  return at < 0 ? from + REACH : from + at + (text[from + at] === "\n" ? 1 : 2);
}
