import { base64Runs, decodeRun, isTextual } from "../known/base64-runs.ts";
import { unitsOf } from "../known/fold.ts";
import type { RankedFinding } from "./detector.ts";
import type { Scanner } from "./scanner.ts";

/** Looks at the start of a run before all of it is decoded. */
const PREVIEW = 96;

/** Looks for secrets in base64 that decodes to text, such as a settings file in a JSON leaf. */
export function scanEncodedText(text: string, scanner: Scanner, findings: RankedFinding[]): void {
  if (text.length < 32) return;
  const units = unitsOf(text);
  for (const run of base64Runs(units, units.length)) {
    for (let phase = 0; phase < 4; phase += 1) {
      if (!isTextual(decodeRun(units, run.subarray(0, PREVIEW), phase))) continue;
      const view = decodeRun(units, run, phase);
      const inner: RankedFinding[] = [];
      scanner(Buffer.from(view.units.buffer, 0, view.length * 2).toString("utf16le"), inner);
      for (const finding of inner) {
        findings.push({ ...finding, start: view.from[finding.start] ?? 0, end: view.to[finding.end - 1] ?? 0 });
      }
    }
  }
}
