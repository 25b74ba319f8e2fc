export { createBoundedRun, isOverTime } from "../base/bounded-run.ts";
