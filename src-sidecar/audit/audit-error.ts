import { isDiskFull } from "../store/index.ts";

/** The audit log could not be written, so what it would have recorded was not done. */
export class AuditError extends Error {
  readonly code: "audit_unwritable" | "disk_full";

  private constructor(code: AuditError["code"], options: ErrorOptions) {
    super(
      code === "disk_full"
        ? "The disk is full. Nothing was done."
        : "The audit log could not be written. Nothing was done.",
      options,
    );
    this.name = "AuditError";
    this.code = code;
  }

  /** Writing the log itself failed. */
  static ofLog(cause: unknown): AuditError {
    return new AuditError(isDiskFull(cause) ? "disk_full" : "audit_unwritable", { cause });
  }

  /** The change failed: its own error is the better one, unless the disk was full. */
  static ofChange(cause: unknown): unknown {
    return isDiskFull(cause) ? new AuditError("disk_full", { cause }) : cause;
  }
}
