import { parseArgs } from "node:util";
import { createTempHome } from "../../testkit/temp-home.ts";
import { fillDisk } from "./full-disk.ts";
import { torture } from "./torture.ts";
import { fightForHome } from "./two-owners.ts";

/* `npm run torture -- --kills N --torn N --seed N`: exit code 0 when every promise was kept, 1 otherwise. */

const { values } = parseArgs({
  options: {
    kills: { type: "string", default: "400" },
    torn: { type: "string", default: "150" },
    seed: { type: "string", default: String(Date.now() % 1e6) },
  },
});
const [kills, torn, seed] = [Number(values.kills), Number(values.torn), Number(values.seed)];
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(torn) || torn < 0 || !Number.isInteger(seed)) {
  console.error("--kills, --torn and --seed take whole numbers");
  process.exit(2);
}

const twoOwners = await fightForHome(10);
console.log(`two studios on one home: ${JSON.stringify(twoOwners)}`);
const fullDisk = await fillDisk();
console.log(`a full disk: ${JSON.stringify(fullDisk)}`);

using home = createTempHome();
console.log(`seed ${seed}`);
const killed = await torture({
  home: home.path,
  kills,
  torn,
  seed,
  onRound: (round, soFar) => {
    if (round % 10 === 0) console.log(`${round} of ${kills} kills: ${JSON.stringify(soFar)}`);
  },
});
console.log(JSON.stringify({ killed, twoOwners, fullDisk }, null, 2));
const broken = [...killed.broken, ...twoOwners.broken, ...(fullDisk.kind === "done" ? fullDisk.broken : [])];
process.exitCode = broken.length === 0 ? 0 : 1;
