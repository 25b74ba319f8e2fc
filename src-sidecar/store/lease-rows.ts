import type { OrgDb } from "./recorder.ts";

/** Who wants a lease, and for how long. Moments in milliseconds since the Unix epoch. */
export interface LeaseWish {
  readonly name: string;
  readonly holder: string;
  readonly now: number;
  readonly termMs: number;
}

/**
 * Takes a lease, or takes it for longer where it is the holder's own; false while it is somebody else's.
 *
 * One that ends later than any lease can was written before the clock was set back: it is over.
 */
export async function takeLease(tx: OrgDb, { name, holder, now, termMs }: LeaseWish): Promise<boolean> {
  const until = now + termMs;
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("oauth_lease")
    .values({ name, holder, until })
    .onConflict((conflict) =>
      conflict
        .column("name")
        .doUpdateSet({ holder, until })
        .where((row) =>
          row.or([
            row("oauth_lease.holder", "=", holder),
            row("oauth_lease.until", "<=", now),
            row("oauth_lease.until", ">", until),
          ]),
        ),
    )
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Gives a lease back, if it is still the holder's. */
export async function releaseLease(tx: OrgDb, { name, holder }: Pick<LeaseWish, "name" | "holder">): Promise<void> {
  await tx.deleteFrom("oauth_lease").where("name", "=", name).where("holder", "=", holder).execute();
}
