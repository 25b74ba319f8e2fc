import { createAutomaton, scanKeywords } from "./automaton.ts";
import type { Detector, RankedFinding } from "./detector.ts";

/** Runs all detectors over a text in one pass. */
export type Scanner = (text: string, units: Uint16Array, findings: RankedFinding[]) => void;

export function createScanner(detectors: readonly Detector[]): Scanner {
  const interested = new Map<string, number[]>();
  detectors.forEach((detector, number) => {
    for (const keyword of new Set(detector.keywords.map((word) => word.toLowerCase()))) {
      interested.set(keyword, [...(interested.get(keyword) ?? []), number]);
    }
  });
  const keywords = [...interested.keys()];
  const automaton = createAutomaton(keywords);
  const targets = keywords.map((keyword) => ({ size: keyword.length, detectors: interested.get(keyword) ?? [] }));
  return (text, units, findings) => {
    // For each detector, where it next has to look; made only when there is something to look at.
    let resumeAt: Uint32Array | undefined;
    scanKeywords(automaton, units, text.length, (keyword, end) => {
      const target = targets[keyword];
      if (!target) return;
      const start = end - target.size;
      resumeAt ??= new Uint32Array(detectors.length);
      for (const number of target.detectors) {
        if (start < (resumeAt[number] ?? 0)) continue;
        resumeAt[number] = detectors[number]?.detect(text, start, end, findings) ?? 0;
      }
    });
  };
}
