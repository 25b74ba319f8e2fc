/**
 * The line with which cmd.exe starts a `.cmd` or `.bat` file so that every argument arrives as it is. Node refuses to start such files by
 * itself, and `npx` is one.
 *
 * cmd.exe reads the line twice, once itself and once for the `%*` inside the script, so whatever means something to it is escaped twice.
 */
export function scriptLine(file: string, args: readonly string[]): string {
  return [escaped(file), ...args.map((arg) => escaped(escaped(quoted(arg))))].join(" ");
}

/** Backslashes count only before a quote, and there they count double. */
const quoted = (arg: string): string => `"${arg.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\*)$/, "$1$1")}"`;
const escaped = (text: string): string => text.replace(/[()\][%!^"`<>&|;, *?]/g, "^$&");
