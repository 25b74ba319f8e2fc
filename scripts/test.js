/** `npm test`: everything that can be checked here, to the end even where a stage fails. The last line is the sum, also where it is stopped. */
import { electronBinary } from "./electron.js";
import { STATIC, attempt, closing, runPlaywright, runStatic, runVitest, total } from "./stages.js";

const stages = [
  ...STATIC.map((stage) => ({ name: stage.name, run: () => runStatic(stage) })),
  { name: "unit", run: () => runVitest("unit", ["unit", "renderer"]) },
  { name: "integration", run: () => runVitest("integration", ["integration"]) },
  { name: "e2e", run: () => runPlaywright() },
];

/** @type {import("./stages.js").Result[]} */
const results = [];
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.once(signal, () => {
    const { name = "" } = stages[results.length] ?? {};
    close([...results, { name, passed: 0, failed: 1, skipped: 0, names: [`stopped by ${signal} while it ran`] }]);
    process.exit();
  });
for (const { name, run } of stages) results.push(await attempt(name, run));
close(results);

/** @param {readonly import("./stages.js").Result[]} all */
function close(all) {
  console.log("");
  if (!electronBinary()) console.log("skip e2e in the Electron window: its binary is not on this machine");
  for (const line of closing(all)) console.log(line);
  process.exitCode = total(all).failed === 0 ? 0 : 1;
}
