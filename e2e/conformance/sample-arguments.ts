import * as z from "zod";
import type { Json } from "../../src-contract/values.ts";

const schemaOf = z.object({
  properties: z.record(z.string(), z.looseObject({ type: z.string().optional() })).default({}),
});

const SAMPLES: Readonly<Record<string, Json>> = {
  string: "text",
  number: 2.5,
  integer: 2,
  boolean: true,
  object: {},
  array: [],
  null: null,
};

/** Arguments that fit a flat schema. */
export function sampleArguments(inputSchema: unknown): Record<string, Json> {
  const { properties } = schemaOf.parse(inputSchema);
  return Object.fromEntries(
    Object.entries(properties).map(([name, { type = "string" }]) => [name, SAMPLES[type] ?? null]),
  );
}
