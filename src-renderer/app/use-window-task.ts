import { useState } from "react";
import type { StudioState } from "../client/index.ts";
import type { WindowTask } from "./window-actions.ts";

/** What the window is busy with instead of a page. An empty studio begins with its first organization by itself. */
export function useWindowTask(kind: StudioState["kind"] | null) {
  const [task, setTask] = useState<WindowTask | null>(null);
  if (kind === "new" && task === null) setTask("new-organization");
  // Setting up signs in at once, but ends only when the person has their recovery key. Without a sign-in there is nothing to go on with.
  if ((kind === "locked" || kind === "signed-out") && task === "new-organization") setTask(null);
  return { task, begin: (next: WindowTask) => setTask(next), end: () => setTask(null) };
}
