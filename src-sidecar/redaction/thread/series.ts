import type { Series } from "../placeholder.ts";

/** The thread that serves gives values odd numbers, the one that checks gives even ones: no two values share a placeholder. */
export const MAIN_SERIES: Series = { first: 1, step: 2 };
export const WORKER_SERIES: Series = { first: 2, step: 2 };
