/** `npm test`: everything that can be checked here, to the end even where a stage fails. The last line is the sum. */
import { electronBinary } from "./electron.js";
import { STATIC, countsLine, runPlaywright, runStatic, runVitest, total } from "./stages.js";

const results = [];
for (const stage of STATIC) results.push(await runStatic(stage));
results.push(await runVitest("unit", ["unit", "renderer"]));
results.push(await runVitest("integration", ["integration"]));
results.push(await runPlaywright());

console.log("");
for (const result of results) {
  console.log(`${result.failed === 0 ? "ok  " : "FAIL"} ${result.name}: ${countsLine(result)}`);
  for (const name of result.names ?? []) console.log(`     ${name}`);
}
if (!electronBinary()) console.log("skip e2e in the Electron window: its binary is not on this machine");
const counts = total(results);
process.exitCode = counts.failed === 0 ? 0 : 1;
console.log(countsLine(counts));
