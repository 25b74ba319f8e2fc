import { writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { callId } from "../../src-contract/ids.ts";
import { EXIT } from "./exit-codes.ts";
import { CommandError, type Answer } from "./output.ts";
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
