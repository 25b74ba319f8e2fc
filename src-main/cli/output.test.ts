import { PassThrough } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { proves } from "../../testkit/promises.ts";
import { confirm } from "./confirm.ts";
import { CommandError, printAnswer, printFailure, tell, type Output } from "./output.ts";

// Takes over the title of the terminal, clears it, and turns the rest of the line around.
const NAME = "\u001b]0;mine\u0007\u001b[2J\u202egnp.exe";
const SHOWN = "\\u{1b}]0;mine\\u{7}\\u{1b}[2J\\u{202e}gnp.exe\n";

test.each<[string, (output: Output) => Promise<unknown>]>([
  ["an answer", (output) => printAnswer(output, false, { json: null, lines: [NAME] })],
  ["a remark", (output) => tell(output, NAME)],
  ["a failure", (output) => printFailure(output, new CommandError("not_found", 1, NAME), false)],
  [
    "what has to be confirmed",
    (output) => confirm({ consequences: [NAME], word: "x", isConfirmed: false }, output).catch(() => {}),
  ],
])("%s shows what a terminal would obey, and does not send it", async (_, print) => {
  proves("peer:text");
  const stream = new PassThrough();
  await print({ out: stream, err: stream });
  stream.end();
  expect(await text(stream)).toContain(SHOWN);
});
