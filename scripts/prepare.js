/**
 * Makes a fresh clone ready, with nothing but Node: `node scripts/prepare.js start|test`.
 *
 * npm runs it before `npm start` and `npm test`. Each step looks first and does nothing where nothing changed, so it is quick the
 * second time and the order does not matter.
 */
const OLDEST_NODE = 20;

try {
  checkNode();
  // Loaded after the check: an older Node could fail on their syntax before it says what is wrong.
  const { installIfChanged } = await import("./install.js");
  const { buildIfChanged } = await import("./build.js");
  const { ensureChromium } = await import("./chromium.js");
  await installIfChanged();
  await buildIfChanged();
  if (process.argv[2] === "test") await ensureChromium().catch(sayWhatIsMissing);
} catch (error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}`);
  // The last line of `npm test` says how many tests ran and failed, also where none could.
  if (process.argv[2] === "test") console.log("FAIL prepare: nothing was tested\n0 passed, 1 failed");
  process.exitCode = 1;
}

/** Only the scenarios in a browser need one: the other tests run, and those fail by name. */
function sayWhatIsMissing(/** @type {unknown} */ error) {
  console.error(`\n${error instanceof Error ? error.message : String(error)}\n`);
}

/** The product itself runs on the Node that `npm ci` brings; the machine's own only has to get that far. */
function checkNode() {
  const major = Number(process.versions.node.split(".")[0]);
  if (major < OLDEST_NODE) throw new Error(`Node ${OLDEST_NODE} or newer is needed; this is ${process.versions.node}.`);
}
