import type { OwnPattern } from "../../src-contract/redaction.ts";
import { RedactionError, redactionRules } from "../redaction/index.ts";
import { contractError } from "../rpc/index.ts";
import { redactionCountsSince } from "../store/index.ts";
import { actorOf, orgOf, type HandlerContext, type Implementer } from "./base.ts";
import type { Org, Studio } from "./org.ts";

const COUNTED_MS = 30 * 24 * 60 * 60 * 1000;

/** Redaction as people set it up and try it. */
export function redactionHandlers(os: Implementer, studio: Studio) {
  const { redaction } = os;
  const serviceOf = (context: HandlerContext) => orgOf(studio, context).redaction.service;
  return {
    settings: redaction.settings.handler(({ context }) => serviceOf(context).settings()),
    setSettings: redaction.setSettings.handler(async ({ input, context }) => {
      const org = orgOf(studio, context);
      await assertPatterns(org, input.patterns);
      const settings = await org.redaction.set(input, actorOf(context));
      org.events.changed(["redaction"]);
      return settings;
    }),
    checkPattern: redaction.checkPattern.handler(({ input, context }) => serviceOf(context).checkPattern(input)),
    rules: redaction.rules.handler(({ context }) => redactionRules(serviceOf(context).settings())),
    counts: redaction.counts.handler(async ({ context }) => {
      const rows = await redactionCountsSince(orgOf(studio, context).db, studio.clock.now() - COUNTED_MS);
      return rows.map(({ kind, count, last_at }) => ({ kind, count, lastAt: last_at }));
    }),
    try: redaction.try.handler(async ({ input, context }) => {
      try {
        const { text, findings, stripped, phrases, tookMs } = await serviceOf(context).try(input.text);
        return { text, findings: [...findings], stripped, phrases: [...phrases], tookMs };
      } catch (error) {
        if (!(error instanceof RedactionError)) throw error;
        throw contractError("too_large", `${error.message} A result like this would be withheld.`);
      }
    }),
  };
}

/** What was stored was checked then. @throws `pattern_refused`. */
async function assertPatterns(org: Org, patterns: readonly OwnPattern[]): Promise<void> {
  const { service } = org.redaction;
  const stored = new Set(service.settings().patterns.map((pattern) => JSON.stringify(pattern)));
  for (const [index, pattern] of patterns.entries()) {
    const { name, pattern: source, isCaseSensitive } = pattern;
    if (stored.has(JSON.stringify({ name, pattern: source, isCaseSensitive }))) continue;
    const check = await service.checkPattern(pattern);
    if (check.kind === "ok") continue;
    const fields = [{ path: `/patterns/${index}/pattern`, message: check.reason }];
    throw contractError("pattern_refused", `The pattern ${name} cannot be used. ${check.reason}`, { fields });
  }
}
