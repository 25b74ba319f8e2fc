/** Why a database could not be used. Codes are stable; those of the studio's own database end a start. */
export type StoreErrorCode =
  | "home_in_use"
  | "home_unreadable"
  | "database_newer"
  | "database_damaged"
  | "database_missing"
  | "disk_full"
  | "conflict";

export class StoreError extends Error {
  readonly code: StoreErrorCode;

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreError";
    this.code = code;
  }
}

/** The SQLite result code of an error, for example `SQLITE_CONSTRAINT_UNIQUE`; undefined for anything else. */
export function sqliteCode(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || typeof error.code !== "string") return undefined;
  return error.code.startsWith("SQLITE_") ? error.code : undefined;
}

/** True for the failures that mean "no space left": they leave the database as it was. */
export function isDiskFull(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === "SQLITE_FULL" || code === "SQLITE_IOERR_WRITE" || code === "SQLITE_IOERR_FSYNC";
}

/** True when a row with that unique value is already there. */
export function isUniqueViolation(error: unknown): boolean {
  const code = sqliteCode(error);
  return code === "SQLITE_CONSTRAINT_UNIQUE" || code === "SQLITE_CONSTRAINT_PRIMARYKEY";
}
