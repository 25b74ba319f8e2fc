const PAGES: Readonly<Record<string, string>> = {
  call: "/activity/",
  connector: "/connectors/",
  credential: "/credentials/",
  invitation: "/people/invitations/",
  key: "/agents/keys/",
  member: "/people/",
  policy: "/policies/",
  provider: "/accounts/providers/",
  session: "/agents/",
  standing: "/agents/standing/",
  team: "/people/teams/",
  tool: "/desk/",
};

const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const GONE = /\.(?:removed|vanished|withdrawn|ended)$/;

/** Where the thing that an entry is about can be seen, where it has a page and the entry does not say that it is gone. */
export function subjectHref(action: string, subject: string): string | null {
  const page = PAGES[action.split(".", 1)[0] ?? ""];
  return page === undefined || GONE.test(action) || !ID.test(subject) ? null : `#${page}${subject}`;
}
