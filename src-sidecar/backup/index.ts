/**
 * Copies of an organization that leave its folder: backups, which stay sealed as the database is and open with the same passphrases, and
 * exports, standard age files of the credentials' own values. It refuses a file that is incomplete, changed, unsigned or of a later
 * format, writes nothing over a file that is there, and puts no access or refresh token into an export.
 */
export { BackupError } from "./backup-error.ts";
export {
  inspectBackup,
  isBackupName,
  readBackupNote,
  stageBackup,
  writeBackup,
  type BackupChecks,
  type BackupNote,
} from "./backup-file.ts";
export { decryptAge, encryptAge } from "./age-file.ts";
export {
  isExported,
  readExport,
  writeExport,
  type ExportFacts,
  type ExportRecord,
  type OutgoingRecord,
  type ReadExport,
} from "./export-lines.ts";
export { readSmallFile, writeNewFile } from "./plain-file.ts";
