import { v7 } from "uuid";
import type { FillRandom } from "./random-pool.ts";

/** A new id of the wanted kind, for example `newId<CallId>()`. Ids of one process sort in the order they were made. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- boundary: which kind of id is wanted only the caller knows.
export function newId<Id extends string>(): Id {
  return v7() as Id; // Every id of the contract is a UUID under a brand that exists in types only; v7 makes nothing else.
}

/** Makes ids as `newId` does, with randomness that costs no system call for each: on the path of every call. */
// oxlint-disable-next-line typescript/no-unnecessary-type-parameters -- boundary: which kind of id is wanted only the caller knows.
export function createIds<Id extends string>(fill: FillRandom): () => Id {
  let msecs = 0;
  let seq = 0;
  return () => {
    const random = new Uint8Array(new ArrayBuffer(16));
    fill(random);
    const now = Date.now();
    if (now > msecs) {
      msecs = now;
      seq = new DataView(random.buffer).getUint32(0) >>> 1; // Half of the numbers: the other half is left to count up in.
    } else seq += 1;
    return v7({ random, msecs, seq }) as Id; // As in `newId`.
  };
}
