/**
 * Flags that the sidecar runs with. Loader flags of this process are never the sidecar's.
 *
 * What a call makes of a secret lies in the young generation until that is collected, so it is small: with 8 MiB, which would save calls a
 * quarter of their processor time, more than twice as many copies of a credential lie in memory at work. It also keeps the sidecar small,
 * where V8's default lets it grow past 190 MB. SIGUSR1 would open a debugger on a process that holds keys, and a diagnostic report would
 * carry its environment.
 */
const WANTED: readonly (readonly [name: string, flag: string])[] = [
  ["--max-semi-space-size", "--max-semi-space-size=2"],
  ["--disable-sigusr1", "--disable-sigusr1"],
  ["--report-exclude-env", "--report-exclude-env"],
];

/** The flags that this runtime knows; an older one is not stopped by one that it does not. */
export function sidecarFlags(known: ReadonlySet<string> = process.allowedNodeEnvironmentFlags): string[] {
  return WANTED.filter(([name]) => known.has(name)).map(([, flag]) => flag);
}
