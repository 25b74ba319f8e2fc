/** better-sqlite3 13 ends the process without a word on Node 20, so the version is looked at before anything else. */
const MIN_MAJOR = 22;
const MIN_MINOR = 13;

/** What to say to a Node that is too old; `undefined` when it will do. */
export function complaintAboutNode(version: string): string | undefined {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > MIN_MAJOR || (major === MIN_MAJOR && minor >= MIN_MINOR)) return undefined;
  return `Gatehouse needs Node ${MIN_MAJOR}.${MIN_MINOR} or newer; this is ${version}.`;
}

/** Ends the process, with what to do, on a Node that is too old. */
export function refuseOldNode(): void {
  const complaint = complaintAboutNode(process.versions.node);
  if (complaint === undefined) return;
  process.stderr.write(`${complaint}\n`);
  process.exit(1);
}
