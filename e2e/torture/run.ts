import { parseArgs } from "node:util";
import { createTempHome } from "../../testkit/temp-home.ts";
import { torture } from "./torture.ts";

/* `npm run torture -- --kills N --seed N`: exit code 0 when every promise was kept, 1 otherwise. */

const { values } = parseArgs({
  options: { kills: { type: "string", default: "200" }, seed: { type: "string", default: String(Date.now() % 1e6) } },
});
const [kills, seed] = [Number(values.kills), Number(values.seed)];
if (!Number.isInteger(kills) || kills < 1 || !Number.isInteger(seed)) {
  console.error("--kills and --seed take whole numbers");
  process.exit(2);
}

using home = createTempHome();
console.log(`seed ${seed}`);
const report = await torture({
  home: home.path,
  kills,
  seed,
  onRound: (round, told) => {
    if (round % 10 === 0) console.log(`${round} of ${kills} kills, ${told.size} notes asked for`);
  },
});
console.log(JSON.stringify(report, null, 2));
process.exitCode = report.broken.length === 0 ? 0 : 1;
