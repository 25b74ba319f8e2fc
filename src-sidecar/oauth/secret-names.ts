import type { GrantRef, GrantVault } from "./parts.ts";
import { nameOfRef } from "./refs.ts";

/** What secrets the vault has of this room, by name, in memory. */
export class SecretNames {
  readonly #vault: GrantVault;
  #names: ReadonlySet<string> = new Set();

  constructor(vault: GrantVault) {
    this.#vault = vault;
  }

  async refresh(): Promise<void> {
    this.#names = new Set((await this.#vault.list()).map(nameOfRef));
  }

  has(ref: GrantRef): boolean {
    return this.#names.has(nameOfRef(ref));
  }
}
