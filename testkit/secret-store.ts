/** The columns that name a sealed secret within its organization. */
export interface SecretName {
  readonly scope: string;
  readonly scopeId: string;
  readonly ownerKind: string;
  readonly ownerId: string;
  readonly field: string;
}

/** A store of sealed secrets in memory, of the shape that the vault asks for. `rows` may be read and spoiled by a test. */
export class MemorySecretStore<Row extends SecretName & { readonly rev: number }> {
  readonly rows = new Map<string, Row>();

  async get(name: SecretName): Promise<Row | undefined> {
    return this.rows.get(keyOf(name));
  }

  async list(): Promise<readonly Row[]> {
    return [...this.rows.values()];
  }

  async put(row: Row, expectedRev: number): Promise<boolean> {
    if ((this.rows.get(keyOf(row))?.rev ?? 0) !== expectedRev) return false;
    this.rows.set(keyOf(row), row);
    return true;
  }

  async remove(name: SecretName): Promise<boolean> {
    return this.rows.delete(keyOf(name));
  }
}

/** A store of a vault's key rows in memory, of the shape that the vault asks for. `rows` may be read and spoiled by a test. */
export class MemoryKeyStore<
  Unlocker extends { readonly memberId: string; readonly kind: string },
  Rows extends { readonly unlockers: readonly Unlocker[] },
> {
  rows: Rows | undefined;

  async load(): Promise<Rows | undefined> {
    return this.rows;
  }

  async insert(rows: Rows): Promise<boolean> {
    if (this.rows !== undefined) return false;
    this.rows = rows;
    return true;
  }

  async replaceUnlocker(row: Unlocker): Promise<void> {
    if (this.rows === undefined) throw new Error("no vault");
    const others = this.rows.unlockers.filter(({ memberId, kind }) => memberId !== row.memberId || kind !== row.kind);
    this.rows = { ...this.rows, unlockers: [...others, row] };
  }
}

function keyOf({ scope, scopeId, ownerKind, ownerId, field }: SecretName): string {
  return JSON.stringify([scope, scopeId, ownerKind, ownerId, field]);
}
