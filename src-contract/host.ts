/**
 * What a host and the sidecar say to each other beside RPC frames, over child IPC or Electron's parent port.
 *
 * Frames of the people's door are opaque here: a host relays `data` and never parses it.
 */

/**
 * From a host to the sidecar. `client` numbers a window (or a command-line connection) within this host's life.
 *
 * Under Electron `open` comes with a port (`event.ports[0]`) that carries the window's frames, and there is no `data`.
 * `lock` for `quit` is the last word: the sidecar locks, finishes what it is doing and ends; after 5 s it is made to.
 */
export type HostMessage =
  | { readonly kind: "open"; readonly client: number; readonly via: ClientKind }
  | { readonly kind: "data"; readonly client: number; readonly data: Frame }
  | { readonly kind: "close"; readonly client: number }
  | { readonly kind: "lock"; readonly reason: "suspend" | "screen-lock" | "quit" };

/** From the sidecar to a host. */
export type SidecarMessage =
  | { readonly kind: "ready"; readonly agentsUrl: string }
  | { readonly kind: "failed"; readonly code: StartFailure; readonly message: string }
  | { readonly kind: "data"; readonly client: number; readonly data: Frame };

/**
 * A frame of the people's door: text or bytes, at most 8 MiB.
 *
 * On `people.sock` in the home, which the command line speaks to directly, a frame is the length of its payload in bytes (4 bytes,
 * big-endian), its kind (1 byte: 0 text in UTF-8, 1 bytes), and the payload.
 */
export type Frame = string | Uint8Array<ArrayBuffer>;

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
  | "internal";

/** Exit codes of the sidecar and of the commands that start one. */
export const START_EXIT_CODES: Readonly<Record<StartFailure, number>> = {
  home_in_use: 65,
  home_unreadable: 66,
  database_newer: 67,
  database_damaged: 68,
  port_in_use: 69,
  disk_full: 73,
  internal: 70,
};

/** Settings that a host hands to the sidecar through its environment; all are strings because environments are. */
export interface SidecarEnvironment {
  /** The studio home: an absolute path. */
  readonly GATEHOUSE_HOME: string;
  /** Port of the agents' door on 127.0.0.1; absent: the one remembered in the home, else a free one. */
  readonly GATEHOUSE_AGENTS_PORT?: string;
}
