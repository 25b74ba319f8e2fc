/** `npm run check`: format, lint, types, dead code and the tests beside the code. Green before every commit. */
import { STATIC, attempt, closing, runStatic, runVitest, total } from "./stages.js";

const results = [];
for (const stage of STATIC) results.push(await attempt(stage.name, () => runStatic(stage)));
results.push(await attempt("unit", () => runVitest("unit", ["unit", "renderer"])));
for (const line of closing(results)) console.log(line);
process.exitCode = total(results).failed === 0 ? 0 : 1;
