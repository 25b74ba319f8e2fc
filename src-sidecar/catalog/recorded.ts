const MAX_RECORDED_NAME_LENGTH = 128;

/** A server's name for something, as long as the audit log keeps it. */
export function recorded(name: string): string {
  return name.length > MAX_RECORDED_NAME_LENGTH ? `${name.slice(0, MAX_RECORDED_NAME_LENGTH)}…` : name;
}
