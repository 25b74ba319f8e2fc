import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { callId } from "../../src-contract/ids.ts";
import { confirm } from "./confirm.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer, type Output } from "./output.ts";
import { asMember, type MemberFlags } from "./people-door.ts";

/** Writes what proves the decision of a call to a new file. */
export async function writeProof(flags: MemberFlags & { readonly file?: string }, id: string): Promise<Answer> {
  const call = callId.safeParse(id);
  if (!call.success) throw new CommandError("invalid_input", EXIT.usage, "That is no id of a call.");
  const { fileName, text } = await asMember(flags, (door) => door.audit.proof({ callId: call.data }));
  const path = resolve(flags.file ?? fileName);
  try {
    writeFileSync(path, text, { flag: "wx", mode: 0o600 });
  } catch (cause) {
    const message = `The proof could not be written to ${JSON.stringify(path)}: a new file is needed.`;
    throw new CommandError("file_unwritable", EXIT.refused, message, { cause });
  }
  return {
    json: { path },
    lines: [`Written to ${path}. Check it anywhere with: gatehouse audit verify --proof ${path}`],
  };
}

/** Says what is missing at the end of the log, and lets it go on without. */
export function acceptLoss(
  flags: MemberFlags & { readonly reason: string; readonly yes: boolean },
  output: Output,
): Promise<Answer> {
  const { reason } = flags;
  return asMember(flags, async (door, { passphrase, orgId }) => {
    const { loss, entries } = await door.audit.status();
    if (loss === null)
      return { json: { changed: false }, lines: ["The log contains all that is remembered of it. Nothing to do."] };
    const state = await door.studio.state();
    const consequences = [
      `Of the ${entries} entries that are here, the first ${loss.proven} are proven by a signed checkpoint.`,
      ...loss.remembered.map(({ from, entries: known }) => `It ends at entry ${entries}; ${from} remembers ${known}.`),
      "What is missing stays missing, and the log says so from now on. Put a whole copy of the home back instead, if there is one.",
      "What was approved in advance for a number of calls ends: how many there were is not known any more.",
    ];
    const word = state.kind === "new" ? orgId : state.org.name;
    await confirm({ consequences, word, isConfirmed: flags.yes }, output);
    await door.audit.acceptLoss({ passphrase, reason });
    return {
      json: { changed: true },
      lines: ["The log goes on and is signed again. The entry audit.loss-accepted says why."],
    };
  });
}
