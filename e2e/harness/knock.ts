import { request, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

export interface Knock {
  readonly method?: string;
  readonly path?: string;
  /** A Host here replaces the real one, which `fetch` would not allow. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** One request to a door, with exactly the headers that it is given. */
export function knock(address: string, { method = "POST", path, headers = {}, body = "" }: Knock): Promise<Answer> {
  const url = new URL(path ?? "", address);
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers: { ...headers }, agent: false }, (response) => {
      text(response).then(
        (answer) => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: answer }),
        reject,
      );
    });
    sent.on("error", reject);
    sent.end(body);
  });
}
