/** Writes one line to standard error; standard output belongs to answers. */
export type Log = (line: string, facts?: Readonly<Record<string, string | number | boolean>>) => void;

export const logToStderr: Log = (line, facts) => {
  process.stderr.write(formatLine(line, facts));
};

/** `line` is ours. Facts may come from elsewhere, so they are always quoted as JSON. */
function formatLine(line: string, facts?: Readonly<Record<string, string | number | boolean>>): string {
  const quoted = Object.entries(facts ?? {}).map(([name, value]) => ` ${name}=${JSON.stringify(value)}`);
  return `gatehouse: ${line}${quoted.join("")}\n`;
}
