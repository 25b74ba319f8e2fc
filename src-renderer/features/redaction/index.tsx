/** What is removed from results before an agent gets them. */
import { Page } from "../../ui/layout/page.tsx";

/** Redaction, as an organization sets it and tries it. */
export function RedactionPage() {
  return <Page title="Settings">{null}</Page>;
}
