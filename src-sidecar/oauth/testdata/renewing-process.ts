/*
 * One process that needs tokens: `node renewing-process.ts <wish as JSON>`. It says on standard output what it was given, as one line of
 * JSON. With `dieAt`, it kills itself at that step between the answer to a refresh and the end of its storing.
 */
import { setTimeout as delay } from "node:timers/promises";
import type { ProviderId } from "../../../src-contract/ids.ts";
import type { OAuthParts } from "../parts.ts";
import { ADA, KeeperRig } from "./keeper-rig.ts";

interface Wish {
  readonly folder: string;
  readonly providerId: ProviderId;
  readonly callers: number;
  readonly forMs: number;
  /** And for as long as it takes to have seen so many. */
  readonly leastTokens?: number;
  readonly shiftMs?: number;
  /** Asked with every token, to see whether it is good. */
  readonly apiUrl?: string;
  readonly dieAt?: number;
}

const wish = JSON.parse(process.argv[2] ?? "") as Wish;

/** Counts the steps of keeping a refreshed token, and dies at one of them. */
function mortal(parts: OAuthParts): OAuthParts {
  let step = Number.NaN;
  const reach = (): void => {
    step += 1;
    if (step === wish.dieAt) process.kill(process.pid, "SIGKILL");
  };
  const around = <Args extends readonly unknown[], T>(work: (...args: Args) => Promise<T>) => {
    return async (...args: Args): Promise<T> => {
      reach();
      const value = await work(...args);
      reach();
      return value;
    };
  };
  const { vault, protocol } = parts;
  const record: OAuthParts["note"] = async (change) => {
    reach();
    const value = await parts.note(async (tx) => {
      const outcome = await change(tx);
      reach(); // Within the transaction.
      return outcome;
    });
    reach();
    return value;
  };
  return {
    ...parts,
    note: record,
    learn: (name, bytes) => {
      reach();
      parts.learn(name, bytes);
    },
    vault: { ...vault, use: around(vault.use), put: around(vault.put) },
    protocol: {
      ...protocol,
      refresh: async (...args) => {
        const grant = await protocol.refresh(...args);
        step = 0; // From here on there are tokens that are in memory alone.
        reach();
        return grant;
      },
    },
  };
}

await using rig = await KeeperRig.open({
  folder: wish.folder,
  wrap: wish.dieAt === undefined ? (parts) => parts : mortal,
  ...(wish.dieAt === undefined ? {} : { timing: { leaseMs: 200 } }),
});
rig.clock.shiftMs = wish.shiftMs ?? 0;
const said = { tokens: new Set<string>(), errors: [] as string[], refused: 0 };
const until = Date.now() + wish.forMs;

async function call(): Promise<void> {
  do {
    try {
      const token = await rig.token(wish.providerId, ADA.id);
      said.tokens.add(token);
      if (wish.apiUrl !== undefined) {
        const { status } = await fetch(wish.apiUrl, { headers: { authorization: `Bearer ${token}` } });
        if (status !== 200) said.refused += 1;
      }
    } catch (error) {
      said.errors.push(String(error));
    }
    await delay(5 + Math.random() * 20);
  } while (Date.now() < until || said.tokens.size < (wish.leastTokens ?? 0));
}

await Promise.all(Array.from({ length: wish.callers }, call));
process.stdout.write(`${JSON.stringify({ ...said, tokens: [...said.tokens] })}\n`);
