import { EXIT } from "./exit-codes.ts";
import { CommandError, tell, type Output } from "./output.ts";
import { ask } from "./passphrase.ts";

/** What cannot be undone: what it means, and the word that a person types to have it done. */
export interface Irrevocable {
  readonly consequences: readonly string[];
  readonly word: string;
  /** The person said `--yes` already. */
  readonly isConfirmed: boolean;
}

/** Says what it means and has it confirmed. @throws {CommandError} `not_confirmed`. */
export async function confirm({ consequences, word, isConfirmed }: Irrevocable, output: Output): Promise<void> {
  if (isConfirmed) return;
  for (const line of consequences) await tell(output, line);
  const isTyped = process.stdin.isTTY && (await ask(`Type ${JSON.stringify(word)} to go on: `, true)) === word;
  if (!isTyped) throw new CommandError("not_confirmed", EXIT.usage, "Nothing was done. Confirm with --yes.");
}
