import type { ProviderRedirect } from "../../src-contract/oauth.ts";
import { openDoor, type Loopback, type LoopbackWish, type ReturnDoor } from "./return-door.ts";

export type { Loopback } from "./return-door.ts";

/** The listeners of an organization. Several sign-ins that come back to the same port share one: the state says whose return it is. */
export class Loopbacks {
  readonly #doors = new Map<string, Promise<ReturnDoor>>();

  /**
   * Listens on this machine alone for the return of a sign-in: one GET to exactly one path with exactly its own name as host.
   *
   * What the page says never depends on the request.
   *
   * @throws {OAuthError} `oauth_port_busy`.
   * @see RFC 8252 sections 7.3 and 8.3
   */
  async open(wish: LoopbackWish): Promise<Loopback> {
    if (wish.port === null) return (await openDoor(wish)).wait(wish.path);
    const name = `${wish.host}:${wish.port}`;
    for (;;) {
      const opening = this.#doors.get(name) ?? this.#opened(name, wish);
      const door = await opening;
      if (!door.isClosing) return door.wait(wish.path);
      await door.closed; // Nobody was waited for any more a moment ago; then its port is free.
      if (this.#doors.get(name) === opening) this.#doors.delete(name);
    }
  }

  #opened(name: string, wish: LoopbackWish): Promise<ReturnDoor> {
    const opening = openDoor(wish);
    this.#doors.set(name, opening);
    opening.catch(() => this.#doors.delete(name)); // Whoever asked is told; the next one tries it again.
    return opening;
  }
}

/** The listener that a provider's configuration asks for. @param path Where any port will do. */
export function loopbackWish(redirect: ProviderRedirect, path: string, port: number | null): LoopbackWish {
  return redirect.kind === "fixed" ? redirect : { host: "127.0.0.1", port, path };
}
