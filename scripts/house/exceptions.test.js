import { exceptions } from "./exceptions.js";
import { testRule } from "./rule-tester.js";

// Spelled in two parts: the linter would read a whole directive in this file as one of its own.
const [oxlint, eslint] = ["oxlint-", "eslint-"];
const next = `${oxlint}disable-next-line`;

testRule("exceptions", exceptions, {
  allowed: [
    ["src-sidecar/x.ts", `// ${next} no-console -- boundary: the command line prints here\nf();`],
    ["src-sidecar/x.ts", `f(); // ${oxlint}disable-line no-console -- boundary: the command line prints here`],
    ["src-sidecar/x.ts", `// This rule could be ${next}d.\nf();`],
  ],
  refused: [
    ["src-sidecar/x.ts", `// ${next} no-console\nf();`, /gives its reason/],
    ["src-sidecar/x.ts", `// ${next} no-console -- because\nf();`, /gives its reason/],
    ["src-sidecar/x.ts", `// ${next} -- boundary: everything here\nf();`, /names its rule/],
    ["src-sidecar/x.ts", `/* ${oxlint}disable no-console -- boundary: a whole file */\nf();`, /covers one line/],
    ["src-sidecar/x.ts", `/* ${eslint}disable */\nf();`, /covers one line/],
  ],
});
