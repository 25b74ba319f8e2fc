import { createAutomaton, scanKeywords, type Automaton } from "./automaton.ts";
import type { Detector, RankedFinding } from "./detector.ts";

/** Runs all detectors over a text in one pass. */
export type Scanner = (text: string, units: Uint16Array, findings: RankedFinding[]) => void;

/** Detectors behind the automaton of their keywords; made once and shared. */
export interface ScanTable {
  readonly detectors: readonly Detector[];
  /** Made when it is first needed: it costs 40 ms, which a process that has just been started anew after a lock does not have. */
  readonly automaton: () => Automaton;
  /** By keyword: its length and the detectors that it wakes. */
  readonly targets: readonly { readonly size: number; readonly detectors: readonly number[] }[];
}

export function createScanTable(detectors: readonly Detector[]): ScanTable {
  const interested = new Map<string, number[]>();
  detectors.forEach((detector, number) => {
    for (const keyword of new Set(detector.keywords.map((word) => word.toLowerCase()))) {
      interested.set(keyword, [...(interested.get(keyword) ?? []), number]);
    }
  });
  const keywords = [...interested.keys()];
  let made: Automaton | undefined;
  return {
    detectors,
    automaton: () => (made ??= createAutomaton(keywords)),
    targets: keywords.map((keyword) => ({ size: keyword.length, detectors: interested.get(keyword) ?? [] })),
  };
}

export function createScanner({ detectors, automaton, targets }: ScanTable): Scanner {
  // For each detector, where it next has to look. Places count on from text to text, so that nothing has to be cleared.
  const resumeAt = new Float64Array(detectors.length);
  let origin = 0;
  let [text, base] = ["", 0];
  let findings: RankedFinding[] = [];
  const look = (keyword: number, end: number): void => {
    const target = targets[keyword];
    if (!target) return;
    const start = end - target.size;
    for (const number of target.detectors) {
      if (base + start < (resumeAt[number] ?? 0)) continue;
      resumeAt[number] = base + (detectors[number]?.detect(text, start, end, findings) ?? 0);
    }
  };
  return (given, units, into) => {
    [text, findings, base] = [given, into, origin];
    origin += given.length + 1;
    scanKeywords(automaton(), units, given.length, look);
    // Nothing of a text is kept.
    [text, findings] = ["", []];
  };
}
