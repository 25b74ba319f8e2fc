import type { OrgDb } from "./recorder.ts";
import type { JsonText } from "./tables.ts";

/** The JSON text under a name; undefined: never set. */
export async function settingText(db: OrgDb, name: string): Promise<JsonText | undefined> {
  const row = await db.selectFrom("setting").select("value").where("name", "=", name).executeTakeFirst();
  return row?.value;
}

export async function setSettingText(tx: OrgDb, name: string, value: JsonText): Promise<void> {
  const insert = tx.insertInto("setting").values({ name, value });
  await insert.onConflict((conflict) => conflict.column("name").doUpdateSet({ value })).execute();
}
