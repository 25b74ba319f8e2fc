/** A JSON-RPC message as it came from the client; nothing about it is trusted or checked, this is the hostile side. */
export interface Incoming {
  readonly id?: string | number;
  readonly method: string;
  readonly params?: { readonly name?: string; readonly arguments?: Record<string, unknown> };
}

/** The client's end of the pipe. */
export interface Victim {
  /** How many calls it has made, the present one included. */
  readonly calls: number;
  /** Writes a message as one line. */
  send(message: object): void;
  /** Writes bytes as they are. */
  write(text: string): boolean;
  /** Answers a request properly. */
  reply(request: Incoming, result: object): void;
}

/** One way of being hostile. What a mode does not say is done politely. */
export interface HostileMode {
  /** What it does, in a few words. */
  readonly does: string;
  /** The tools it lists. Called for every `tools/list`. */
  tools?(victim: Victim): readonly object[];
  /** Answers a call, or does not. */
  call?(request: Incoming, victim: Victim): void;
  /** Sees every message first; true when there is nothing left to do. */
  intercept?(request: Incoming, victim: Victim): boolean;
  /** Happens once, before anything is read. */
  start?(victim: Victim): void;
}

export const textResult = (text: string): object => ({ content: [{ type: "text", text }] });

/** A harmless looking tool. */
export const lookup = {
  name: "lookup",
  description: "Looks a word up.",
  inputSchema: { type: "object", properties: { word: { type: "string" } } },
};
