import { decodeRun, isTextual, type Run } from "../known/base64-runs.ts";
import type { SourceText } from "../known/known-values.ts";
import type { RankedFinding } from "./detector.ts";
import type { Scanner } from "./scanner.ts";

/** How much of a run is decoded to see whether it is worth decoding all of it. */
const PREVIEW = 96;

/** Looks for secrets in base64 that decodes to text, such as a settings file in a JSON leaf. */
export function scanEncodedText({ runs }: SourceText, scanner: Scanner, findings: RankedFinding[]): void {
  for (const run of runs) {
    for (let phase = 0; phase < 4; phase += 1) {
      if (isTextual(decodeRun(run, phase, PREVIEW))) scanRun(run, phase, scanner, findings);
    }
  }
}

function scanRun(run: Run, phase: number, scanner: Scanner, findings: RankedFinding[]): void {
  const view = decodeRun(run, phase);
  const inner: RankedFinding[] = [];
  scanner(Buffer.from(view.units.buffer, 0, view.length * 2).toString("utf16le"), view.units, inner);
  for (const finding of inner)
    findings.push({ ...finding, start: view.from(finding.start), end: view.to(finding.end - 1) });
}
