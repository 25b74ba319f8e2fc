import { errorMessages, type ErrorCode } from "../../src-contract/errors.ts";

export type BackupErrorCode = Extract<
  ErrorCode,
  "backup_damaged" | "export_damaged" | "file_unreadable" | "file_unwritable" | "invalid_input"
>;

/** Why a file could not be written, or must not be read in. Its message is for people and holds nothing of what is in the file. */
export class BackupError extends Error {
  override readonly name = "BackupError";
  readonly code: BackupErrorCode;

  constructor(code: BackupErrorCode, message: string = errorMessages[code], options?: { readonly cause: unknown }) {
    super(message, options);
    this.code = code;
  }
}
