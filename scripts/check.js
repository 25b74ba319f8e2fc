/** `npm run check`: format, lint, types, dead code and the tests beside the code. Green before every commit. */
import { STATIC, countsLine, runStatic, runVitest, total } from "./stages.js";

const results = [];
for (const stage of STATIC) results.push(await runStatic(stage));
results.push(await runVitest("unit", ["unit", "renderer"]));
const counts = total(results);
console.log(countsLine(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;
