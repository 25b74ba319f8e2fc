/* `npm run mutants -- [part of a name]`: exit code 0 when the tests notice every guard of the vault that is taken away. */
import { cpus } from "node:os";
import { mutants } from "./guards.ts";
import { createCopies, type Copy } from "./copies.ts";

const wanted = process.argv.slice(2);
const chosen = mutants.filter(({ name, file }) => wanted.every((word) => `${file} ${name}`.includes(word)));
using copies = createCopies(Math.max(1, Math.floor(cpus().length / 2)));
const queue = [...chosen];
const lived: string[] = [];

async function work(copy: Copy): Promise<void> {
  for (let mutant = queue.shift(); mutant !== undefined; mutant = queue.shift()) {
    const outcome = await copy.try(mutant);
    console.log(`${outcome.padEnd(8)} ${mutant.file}: without ${mutant.name}`);
    if (outcome !== "noticed") lived.push(`${mutant.file}: without ${mutant.name} (${outcome})`);
  }
}

const [first] = copies.all;
if (first !== undefined && !(await first.passes())) {
  console.error("The vault's tests fail as they are, so no mutant tells anything.");
  process.exit(2);
}
await Promise.all(copies.all.map(work));
console.log(`${chosen.length - lived.length} of ${chosen.length} noticed`);
for (const one of lived) console.error(one);
process.exitCode = lived.length === 0 ? 0 : 1;
