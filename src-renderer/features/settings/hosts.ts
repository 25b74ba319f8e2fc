const HOST = /^(?:\[[0-9a-f:.]+\]|[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?)(?::\d{1,5})?$/;
const MAX_HOSTS = 100;

/** Why a host cannot go on the list. */
export type HostProblem = "wrong" | "twice" | "full";

/** What was typed as the list has it: lower case, a whole address cut down to its host. */
export function hostOf(typed: string): string {
  const text = typed.trim().toLowerCase();
  return /^https?:\/\//.test(text) && URL.canParse(text) ? new URL(text).host : text;
}

/** Looks at a host before it is sent; null when it may be. */
export function hostProblem(host: string, hosts: readonly string[]): HostProblem | null {
  if (!HOST.test(host) || host.length > 260) return "wrong";
  if (hosts.includes(host)) return "twice";
  return hosts.length >= MAX_HOSTS ? "full" : null;
}
