import { once } from "node:events";
import { createServer } from "node:http";

/**
 * A token endpoint that rotates and remembers: the refresh token before the last one is good until the last one is used, as servers with a
 * grace period have it. Any older one is refused.
 */
export interface GracefulServer extends AsyncDisposable {
  readonly url: string;
  /** The first refresh token. */
  readonly first: string;
  readonly refusals: () => number;
  readonly answers: () => number;
  readonly isGood: (accessToken: string) => boolean;
}

export async function startGracefulServer(): Promise<GracefulServer> {
  let [count, refusals] = [0, 0];
  const refreshOf = (number: number): string => `refresh-token-number-${number}`;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      const sent = new URLSearchParams(body).get("refresh_token");
      const isGood = sent === refreshOf(count) || (count > 0 && sent === refreshOf(count - 1));
      if (!isGood) refusals += 1;
      else if (sent === refreshOf(count)) count += 1;
      const token = { access_token: `access-token-number-${count}`, token_type: "Bearer", expires_in: 3600 };
      response.writeHead(isGood ? 200 : 400, { "content-type": "application/json" });
      response.end(JSON.stringify(isGood ? { ...token, refresh_token: refreshOf(count) } : { error: "invalid_grant" }));
    });
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("internal: a TCP server has an address object");
  return {
    url: `http://127.0.0.1:${address.port}`,
    first: refreshOf(0),
    refusals: () => refusals,
    answers: () => count,
    isGood: (accessToken) => accessToken === `access-token-number-${count}`,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      server.close();
    },
  };
}
