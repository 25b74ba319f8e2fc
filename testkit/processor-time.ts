/**
 * Milliseconds of processor time that this process spends on `work`. Who else is on the machine does not count, how fast it is does: a bound
 * on it tells work that grows with its input from work that would take minutes, and leaves a slow machine ten times what a quick one needs.
 */
export function processorMs(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
