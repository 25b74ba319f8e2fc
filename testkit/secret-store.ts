/** The columns that name a sealed secret within its organization. */
export interface SecretName {
  readonly scope: string;
  readonly scopeId: string;
  readonly ownerKind: string;
  readonly ownerId: string;
  readonly field: string;
}

/** The manifest that a write leads to, and the epoch that it comes from. */
interface Write<Manifest> {
  readonly expectedEpoch: number;
  readonly row: Manifest;
}

interface RowName {
  readonly table: string;
  readonly key: readonly (string | number)[];
}

interface KeyRows {
  readonly manifest: { readonly epoch: number };
  readonly answers: readonly object[];
}

/** A store of a vault's key rows in memory, of the shape that the vault asks for. `rows` may be read and spoiled by a test. */
export class MemoryKeyStore<
  Rows extends KeyRows,
  Row extends { readonly table: string; readonly row: object },
  Answer extends { readonly invitationId: string },
> {
  rows: Rows | undefined;
  readonly #nameOf: (row: Row) => RowName;

  /** @param nameOf What names a row: the vault's own `nameOfRow`. */
  constructor(nameOf: (row: Row) => RowName) {
    this.#nameOf = nameOf;
  }

  async load(): Promise<Rows | undefined> {
    return this.rows;
  }

  async insert(rows: Rows): Promise<boolean> {
    if (this.rows !== undefined) return false;
    this.rows = rows;
    return true;
  }

  async change(
    change: { readonly put: readonly Row[]; readonly remove: readonly RowName[] },
    write: Write<Rows["manifest"]>,
  ): Promise<boolean> {
    if (!this.takes(write)) return false;
    for (const { table, key } of change.remove) this.#without({ table, key });
    for (const { table, row, ...rest } of change.put) {
      // The parts of one row, put together again.
      const name = this.#nameOf({ table, row, ...rest } as unknown as Row);
      if (table === "root") this.#set(table, row);
      else this.#set(table, [...this.#without(name), row]);
    }
    this.keep(write);
    return true;
  }

  async answer(row: Answer): Promise<boolean> {
    const answers = this.#list("answers");
    const isInvited = this.#list("invitations").some((one) => Reflect.get(one, "id") === row.invitationId);
    if (!isInvited || answers.some((one) => Reflect.get(one, "invitationId") === row.invitationId)) return false;
    this.#set("answers", [...answers, row]);
    return true;
  }

  async dropAnswer(invitationId: string): Promise<void> {
    const others = this.#list("answers").filter((one) => Reflect.get(one, "invitationId") !== invitationId);
    this.#set("answers", others);
  }

  async shred(): Promise<void> {
    this.rows = undefined;
  }

  /** Whether a write comes from what is stored. */
  takes(write: Write<Rows["manifest"]>): boolean {
    return this.rows?.manifest.epoch === write.expectedEpoch;
  }

  /** Keeps the manifest of a write that was taken. */
  keep(write: Write<Rows["manifest"]>): void {
    this.#set("manifest", write.row);
  }

  #without(name: RowName): readonly object[] {
    const isOther = (row: object): boolean => {
      // A row of this table, as the tables hold them.
      const named = this.#nameOf({ table: name.table, row } as unknown as Row);
      return JSON.stringify(named.key) !== JSON.stringify(name.key);
    };
    const others = this.#list(name.table).filter(isOther);
    this.#set(name.table, others);
    return others;
  }

  #list(table: string): readonly object[] {
    const list: unknown = this.rows === undefined ? [] : Reflect.get(this.rows, table);
    return Array.isArray(list) ? list : [];
  }

  #set(table: string, value: object): void {
    if (this.rows === undefined) throw new Error("no vault");
    this.rows = { ...this.rows, [table]: value };
  }
}

/** What keeps a vault's manifest: the store of its key rows. */
interface Manifests<Manifest> {
  takes(write: Write<Manifest>): boolean;
  keep(write: Write<Manifest>): void;
}

/** A store of sealed secrets in memory. Its writes go with the manifest of its vault's key rows. */
export class MemorySecretStore<Row extends SecretName & { readonly id: string; readonly rev: number }, Manifest> {
  readonly rows = new Map<string, Row>();
  readonly #keys: Manifests<Manifest>;

  constructor(keys: Manifests<Manifest>) {
    this.#keys = keys;
  }

  async get(name: SecretName): Promise<Row | undefined> {
    return this.rows.get(keyOf(name));
  }

  async list(): Promise<readonly Row[]> {
    return [...this.rows.values()];
  }

  async put(row: Row, expectedRev: number, write: Write<Manifest>): Promise<boolean> {
    const isExpected = (this.rows.get(keyOf(row))?.rev ?? 0) === expectedRev;
    if (!isExpected || !this.#keys.takes(write)) return false;
    this.rows.set(keyOf(row), row);
    this.#keys.keep(write);
    return true;
  }

  async remove(name: SecretName, write: Write<Manifest>): Promise<boolean> {
    if (!this.rows.has(keyOf(name)) || !this.#keys.takes(write)) return false;
    this.rows.delete(keyOf(name));
    this.#keys.keep(write);
    return true;
  }

  async reseal(rows: readonly Row[], write: Write<Manifest>): Promise<boolean> {
    const isPresent = rows.every((row) => {
      const stored = this.rows.get(keyOf(row));
      return stored?.id === row.id && stored.rev === row.rev;
    });
    if (!isPresent || !this.#keys.takes(write)) return false;
    for (const row of rows) this.rows.set(keyOf(row), row);
    this.#keys.keep(write);
    return true;
  }
}

/** The epoch that is remembered outside of a vault's stores, in memory. */
export class MemoryEpochAnchor {
  mark: { readonly epoch: number; readonly at: number } | null = null;

  async read(): Promise<{ readonly epoch: number; readonly at: number } | null> {
    return this.mark;
  }

  async write(mark: { readonly epoch: number; readonly at: number }): Promise<void> {
    this.mark = mark;
  }
}

/** What names a secret, as the key of `MemorySecretStore.rows`. */
export function keyOf({ scope, scopeId, ownerKind, ownerId, field }: SecretName): string {
  return JSON.stringify([scope, scopeId, ownerKind, ownerId, field]);
}
