/** The words of the window around the pages, in English. Each feature keeps its own catalogue beside its views. */
export const en = {
  "app.name": "Gatehouse",
  "nav.approvals": "Approvals",
  "nav.activity": "Activity",
  "nav.agents": "Agents",
  "nav.connectors": "Connectors",
  "nav.policies": "Policies",
  "nav.credentials": "Credentials",
  "nav.accounts": "Accounts",
  "nav.people": "People",
  "nav.settings": "Settings",
} as const;
