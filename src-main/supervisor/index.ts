/**
 * The sidecar as a utility process of Electron.
 *
 * It inherits an allow-list of the environment and no loader flag, and what it prints goes to standard error.
 */
export { utilitySidecar } from "./utility-sidecar.ts";
