import type { QueryClient } from "@tanstack/react-query";
import type { Topic } from "./contract-types.ts";

/** The queries that a topic makes stale, by the first parts of their keys' paths. */
export const topicPaths: Readonly<Record<Topic, readonly (readonly string[])[]>> = {
  studio: [
    ["studio", "state"],
    ["studio", "stopState"],
    ["studio", "about"],
  ],
  approvals: [["approvals"]],
  calls: [["calls"]],
  connectors: [["connectors"], ["tools"], ["accounts"], ["providers"]],
  credentials: [["credentials"], ["connectors"]],
  policies: [["policies"], ["keys"]],
  keys: [["keys"], ["policies"]],
  sessions: [["sessions"]],
  settings: [["studio", "settings"]],
  audit: [["audit"]],
  people: [["people"], ["teams"], ["studio", "state"], ["credentials"]],
  vault: [["vault"], ["backups"]],
  standing: [["standing"]],
  redaction: [["redaction"]],
  providers: [["providers"], ["accounts"], ["connectors"]],
  accounts: [["accounts"], ["providers"], ["connectors"], ["approvals"]],
};

/** Asks again for everything that a change of these topics made stale and that is on screen. */
export async function invalidateTopics(queries: QueryClient, topics: Iterable<Topic>): Promise<void> {
  const paths = new Set([...topics].flatMap((topic) => topicPaths[topic]));
  await Promise.all([...paths].map((path) => queries.invalidateQueries({ queryKey: [path] })));
}
