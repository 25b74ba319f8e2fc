import type { OwnPattern, PersonalKind } from "../../../src-contract/redaction.ts";
import type { Json } from "../../base/canonical-json.ts";
import type { FindingSummary } from "../finding.ts";
import type { SharedKnown } from "../known/known-values.ts";
import type { NumberedValue } from "../placeholder.ts";
import type { CleanedJson, RedactedGiven, Redactor } from "../redactor.ts";
import { injectionPhrases } from "../phrases/injection.ts";

/*
 * What is said between the thread that serves and the one that checks. Both are ours and run the same code; what crosses is cloned, but
 * for the index of known values, which is memory that both read.
 */

/** One thing to check. */
export type Work =
  | { readonly kind: "clean"; readonly value: Json }
  | { readonly kind: "scan"; readonly value: Json }
  | { readonly kind: "try"; readonly text: string };

export interface Tried extends RedactedGiven {
  readonly phrases: readonly string[];
  readonly tookMs: number;
}

/** What came of it. `same`: the value needed no change and is not sent back. */
export type Done =
  | ({ readonly kind: "clean"; readonly isSame: boolean } & CleanedJson)
  | { readonly kind: "scan"; readonly findings: readonly FindingSummary[] }
  | ({ readonly kind: "try" } & Tried);

/** What a checking thread must know, as far as it changed since it was last told. */
export interface News {
  readonly known: SharedKnown | null;
  readonly rules: ThreadRules | null;
  readonly numbers: readonly NumberedValue[];
}

export interface ThreadRules {
  readonly personal: readonly PersonalKind[];
  readonly patterns: readonly OwnPattern[];
}

export interface ThreadStart {
  readonly kind: "redaction";
  readonly knownKey: Uint8Array;
  readonly sessionKey: Uint8Array;
}

export interface ThreadTask {
  readonly id: number;
  readonly work: Work;
  readonly news: News;
}

export type ThreadMessage =
  | { readonly kind: "ready" }
  | { readonly kind: "done"; readonly id: number; readonly done: Done; readonly numbers: readonly NumberedValue[] }
  | { readonly kind: "failed"; readonly id: number };

/** Does one piece of work. Pure but for the placeholders' numbers. */
export function doWork(redactor: Redactor, work: Work): Done {
  switch (work.kind) {
    case "clean": {
      const cleaned = redactor.clean(work.value);
      return { kind: "clean", isSame: cleaned.value === work.value, ...cleaned };
    }
    case "scan":
      return { kind: "scan", findings: redactor.scan(work.value) };
    case "try": {
      const startedAt = performance.now();
      const given = redactor.redactGiven(work.text);
      const phrases = injectionPhrases(given.text);
      return { kind: "try", ...given, phrases, tookMs: performance.now() - startedAt };
    }
  }
}
