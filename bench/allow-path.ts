import { LoadClient, percentile } from "./mcp-load.ts";
import { bareEcho, gatehouse, mcpProxy, supergateway, type Peer } from "./peers.ts";
import type { Row } from "./row.ts";

const SUITE = "allow-path";
const WARM_UP = 300;
const ROUNDS = 6; // Peers take turns, so that a noisy moment of the machine hits all of them.
const CALLS_A_ROUND = 250;
const LANES = 16;
const CALLS_A_LANE = 120;

/** One echo call over HTTP: alone, and with sixteen at a time. */
export async function run(): Promise<Row[]> {
  await using stack = new AsyncDisposableStack();
  const peers: Peer[] = [];
  for (const start of [bareEcho, gatehouse, mcpProxy, supergateway]) peers.push(stack.use(await start()));
  const alone = new Map<string, number[]>();
  const together = new Map<string, number[]>();
  for (const { endpoint } of peers) await sequential(endpoint, WARM_UP);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const { endpoint } of peers) push(alone, endpoint.name, await sequential(endpoint, CALLS_A_ROUND));
    for (const { endpoint } of peers) push(together, endpoint.name, [await concurrent(endpoint)]);
  }
  const floor = percentile(alone.get("bare node:http") ?? [], 0.5);
  return peers.flatMap(({ endpoint: { name } }) => {
    const times = alone.get(name) ?? [];
    const row = (metric: string, value: number, unit: string): Row => ({
      suite: SUITE,
      target: name,
      metric,
      value,
      unit,
    });
    return [
      row("p50, one at a time", percentile(times, 0.5), "ms"),
      row("p95, one at a time", percentile(times, 0.95), "ms"),
      row("p50 against bare node:http", percentile(times, 0.5) / floor, "ratio"),
      row(`throughput, ${LANES} at a time`, percentile(together.get(name) ?? [], 0.5), "calls/s"),
    ];
  });
}

async function sequential(endpoint: Peer["endpoint"], calls: number): Promise<number[]> {
  const client = new LoadClient(endpoint, 1);
  await client.open();
  const times: number[] = [];
  for (let call = 0; call < calls; call += 1) times.push(await client.call(`word ${call} of a short sentence`));
  client.close();
  return times;
}

async function concurrent(endpoint: Peer["endpoint"]): Promise<number> {
  const client = new LoadClient(endpoint, LANES);
  await client.open();
  const startedAt = performance.now();
  await Promise.all(
    Array.from({ length: LANES }, async (_, lane) => {
      for (let call = 0; call < CALLS_A_LANE; call += 1) await client.call(`lane ${lane} call ${call}`);
    }),
  );
  const seconds = (performance.now() - startedAt) / 1000;
  client.close();
  return (LANES * CALLS_A_LANE) / seconds;
}

function push(into: Map<string, number[]>, name: string, values: readonly number[]): void {
  into.set(name, [...(into.get(name) ?? []), ...values]);
}
