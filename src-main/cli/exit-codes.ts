import { START_EXIT_CODES } from "../../src-contract/host.ts";

/** Exit codes of the `gatehouse` command beside those of a start that failed. */
export const EXIT = {
  done: 0,
  /** The check ran and found something wrong. */
  found: 1,
  usage: 2,
  /** The studio refused: the code of its error says why. */
  refused: 3,
  internal: START_EXIT_CODES.internal,
  notRunning: 75,
  keyUnusable: 77,
} as const;

/** For `--help`. */
export const EXIT_CODES_HELP = `
Exit codes:
   0  done
   1  the check found something wrong
   2  the command was used wrongly
   3  the studio refused (wrong passphrase, role, name taken, …); --json names the code
  ${START_EXIT_CODES.home_in_use}  another studio is using this home
  ${START_EXIT_CODES.home_unreadable}  the home cannot be used
  ${START_EXIT_CODES.database_newer}  the database comes from a newer version
  ${START_EXIT_CODES.database_damaged}  the database is damaged
  ${START_EXIT_CODES.port_in_use}  a port is taken
  ${START_EXIT_CODES.internal}  something in Gatehouse went wrong
  ${START_EXIT_CODES.disk_full}  the disk is full
  ${EXIT.notRunning}  the studio is not running
  ${EXIT.keyUnusable}  the agent's key is missing or cannot be read
  ${START_EXIT_CODES.secret_key_unusable}  the headless key of the environment cannot be used`;
