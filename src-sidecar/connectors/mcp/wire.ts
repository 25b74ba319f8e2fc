import type { JsonObject } from "../../base/canonical-json.ts";
import type { ConnectorError } from "../error.ts";

/** What a wire tells its session. */
export interface WireEvents {
  /** A message came. It is an object and nothing more is known of it. `chars`: how long it was, where that is known. */
  onMessage(message: JsonObject, chars?: number): void;
  /** Something came that is no message. */
  onNoise(chars: number): void;
  /** A message was too large and is lost; `id` is the request that it seems to answer. */
  onLost(id: number | null, error: ConnectorError): void;
  /** The answer to this request ended without being one. */
  onNoAnswer(id: number | string): void;
  /** The wire is gone. Comes once, and nothing comes after it. */
  onClosed(error: ConnectorError): void;
}

export interface SendOptions {
  /** Ends the exchange of this request, where each has one of its own. */
  readonly signal?: AbortSignal;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Carries JSON-RPC messages to one server and back. */
export interface Wire {
  /** `process`: one pipe for everything. `http`: every request has an exchange of its own. */
  readonly kind: "process" | "http";
  /** @throws {ConnectorError}, or what the port that attaches credentials threw. */
  open(events: WireEvents): Promise<void>;
  /** Resolves once the message is on its way; whether an answer comes is told by the events. */
  send(message: JsonObject, options?: SendOptions): Promise<void>;
  /** Told once the version is agreed on. */
  setProtocolVersion(version: string): void;
  close(): Promise<void>;
}
