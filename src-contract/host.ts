/**
 * What a host and the sidecar say to each other beside RPC frames, over child IPC or Electron's parent port.
 *
 * Frames of the people's door are opaque here: a host relays `data` and never parses it.
 */

/**
 * From a host to the sidecar. `client` numbers a window (or a command-line connection) within this host's life.
 *
 * Under Electron `open` comes with a port (`event.ports[0]`) that carries the window's frames, and there is no `data`.
 * `lock` for `quit` is the last word: the sidecar locks, finishes what it is doing and ends; after 5 s it is made to. For any other reason
 * it locks and ends with `LOCKED_EXIT_CODE`, and the host starts it anew at once: nothing of an open vault stays in memory.
 *
 * `headless-key` comes right after `ready`, at the first start and after a crash, never once a lock was asked for or had begun. `keychain`
 * answers a request of the sidecar's with the same number.
 */
export type HostMessage =
  | { readonly kind: "open"; readonly client: number; readonly via: ClientKind }
  | ({ readonly kind: "data" } & RelayedFrame)
  | { readonly kind: "close"; readonly client: number }
  | { readonly kind: "lock"; readonly reason: "suspend" | "screen-lock" | "quit" }
  | { readonly kind: "headless-key"; readonly key: Uint8Array<ArrayBuffer> }
  | { readonly kind: "keychain"; readonly request: number; readonly reply: KeychainReply };

/** What the sidecar asks of the operating system's keychain; the host alone can reach it. `name` is an entry, `secret` 32 bytes. */
export type KeychainRequest =
  | { readonly op: "state" }
  | { readonly op: "save"; readonly name: string; readonly secret: Uint8Array<ArrayBuffer> }
  | { readonly op: "load"; readonly name: string }
  | { readonly op: "remove"; readonly name: string };

/** `state`: whether there is one and which backend; `failed`: why not, for people. */
export type KeychainReply =
  | { readonly kind: "state"; readonly backend: string }
  | { readonly kind: "done" }
  | { readonly kind: "secret"; readonly secret: Uint8Array<ArrayBuffer> }
  | { readonly kind: "failed"; readonly reason: string };

/**
 * From the sidecar to a host. `locking` comes before anything is locked: from then on the host has no headless key, so that a sidecar that
 * dies halfway through a lock comes back locked.
 */
export type SidecarMessage =
  | { readonly kind: "ready"; readonly agentsUrl: string }
  | { readonly kind: "failed"; readonly code: StartFailure; readonly message: string }
  | ({ readonly kind: "data" } & RelayedFrame)
  | { readonly kind: "locking" }
  | ({ readonly kind: "waiting" } & WaitingCalls)
  | { readonly kind: "keychain"; readonly request: number; readonly ask: KeychainRequest };

/** How many calls and results wait for a person in all organizations, for a badge and a notification: numbers only. */
export interface WaitingCalls {
  readonly count: number;
  /** Of these, Dangerous or Unknown ones. */
  readonly dangerous: number;
  /** How many came in since the last such message. */
  readonly fresh: number;
}

/** A sidecar that locked ends with this code: it is started anew at once and that is no crash. */
export const LOCKED_EXIT_CODE = 80;

/**
 * A frame of the people's door: text or bytes, at most 8 MiB.
 *
 * On `people.sock` in the home, which the command line speaks to directly, a frame is the length of its payload in bytes (4 bytes,
 * big-endian), its kind (1 byte: 0 text in UTF-8, 1 bytes), and the payload.
 */
export type Frame = string | Uint8Array<ArrayBuffer>;

/**
 * A frame of a window. `isText`: `data` is the UTF-8 of a text frame. It may hold a passphrase, so that on its way it is not made a string,
 * which nothing can wipe.
 */
export interface RelayedFrame {
  readonly client: number;
  readonly data: Frame;
  readonly isText?: boolean;
}

/** Where a person's connection comes from; written to the audit log. */
export type ClientKind = "window" | "command-line";

/** Why a sidecar could not start. Each has an exit code of its own so that scripts can tell them apart. */
export type StartFailure =
  | "home_in_use"
  | "home_unreadable"
  | "database_newer"
  | "database_damaged"
  | "port_in_use"
  | "disk_full"
  | "secret_key_unusable"
  | "internal";

/** Exit codes of the sidecar and of the commands that start one. */
export const START_EXIT_CODES: Readonly<Record<StartFailure, number>> = {
  home_in_use: 65,
  home_unreadable: 66,
  database_newer: 67,
  database_damaged: 68,
  port_in_use: 69,
  disk_full: 73,
  secret_key_unusable: 78,
  internal: 70,
};

/** Settings that a host hands to the sidecar through its environment; all are strings because environments are. */
export interface SidecarEnvironment {
  /** The studio home: an absolute path. */
  readonly GATEHOUSE_HOME: string;
  /** Port of the agents' door on 127.0.0.1; absent: the one remembered in the home, else a free one. */
  readonly GATEHOUSE_AGENTS_PORT?: string;
  /** An OpenTelemetry collector that is told of executions of tools, without payloads; absent: nobody is. */
  readonly OTEL_EXPORTER_OTLP_ENDPOINT?: string;
}
