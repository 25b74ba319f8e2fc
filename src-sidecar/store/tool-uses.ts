import type { ToolId } from "../../src-contract/ids.ts";
import type { OrgDb } from "./recorder.ts";

/** How often a tool was called, ever, and when last. */
export interface ToolUse {
  readonly calls: number;
  readonly lastCalledAt: number;
}

/** The uses of every tool that was ever called. Reads nothing but an index. */
export async function toolUses(db: OrgDb): Promise<ReadonlyMap<ToolId, ToolUse>> {
  const rows = await db
    .selectFrom("call")
    .select((select) => [
      "tool_id",
      select.fn.countAll<number>().as("calls"),
      select.fn.max<string>("id").as("last_id"),
    ])
    .groupBy("tool_id")
    .execute();
  return new Map(rows.map((row) => [row.tool_id, { calls: Number(row.calls), lastCalledAt: momentOf(row.last_id) }]));
}

// A UUIDv7 begins with the milliseconds since the epoch, so that the latest call has the greatest id.
function momentOf(id: string): number {
  return Number.parseInt(id.replaceAll("-", "").slice(0, 12), 16);
}
