/** A person with a browser: opens an address, fills in the forms that it meets, and is sent on to where it leads. */
export interface FakeBrowser {
  /**
   * Signs in and decides. What comes back is where the browser was sent in the end: an address of another server, which it asks once unless `deliver` is false.
   *
   * @throws {Error} when a page has no form to go on with; its message holds what the page says.
   */
  visit(url: string, answers: Answers): Promise<Arrival>;
}

export interface Answers {
  readonly login: string;
  readonly decision?: "allow" | "deny";
  /** Of a device, where it is asked for. */
  readonly userCode?: string;
  /** Whether the last address, on another server, is asked. True if absent. */
  readonly deliver?: boolean;
}

export interface Arrival {
  readonly url: URL;
  /** What the last page said; null where it was not asked. */
  readonly page: string | null;
  readonly status: number | null;
}

const MOST_STEPS = 20;

/** Each has cookies of its own: two are two people. */
export function createFakeBrowser(): FakeBrowser {
  const cookies = new Map<string, string>();
  const ask = async (url: URL, body?: URLSearchParams): Promise<Response> => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join("; ");
    const response = await fetch(url, {
      redirect: "manual",
      headers: { cookie },
      ...(body ? { method: "POST", body } : {}),
    });
    for (const line of response.headers.getSetCookie()) keepCookie(cookies, line);
    return response;
  };
  return { visit: (url, answers) => visit(ask, new URL(url), answers) };
}

async function visit(
  ask: (url: URL, body?: URLSearchParams) => Promise<Response>,
  start: URL,
  answers: Answers,
): Promise<Arrival> {
  let url = start;
  let response = await ask(url);
  for (let step = 0; step < MOST_STEPS; step++) {
    const location = response.headers.get("location");
    if (location !== null) {
      url = new URL(location, url);
      if (url.origin !== start.origin) return arrive(ask, url, answers.deliver ?? true);
      response = await ask(url);
      continue;
    }
    const page = await response.text();
    const form = readForm(page, url, answers);
    if (form === undefined && response.ok) return { url, page, status: response.status };
    if (form === undefined) throw new Error(`${url.href} answered ${response.status}: ${page}`);
    url = form.action;
    response = await ask(url, form.body);
  }
  throw new Error(`no end after ${MOST_STEPS} pages, at ${url.href}`);
}

async function arrive(ask: (url: URL) => Promise<Response>, url: URL, deliver: boolean): Promise<Arrival> {
  if (!deliver) return { url, page: null, status: null };
  const response = await ask(url);
  return { url, page: await response.text(), status: response.status };
}

function keepCookie(cookies: Map<string, string>, line: string): void {
  const [pair = "", ...attributes] = line.split(";");
  const [name = "", ...value] = pair.split("=");
  const isOver = attributes.some((attribute) => /^\s*expires=Thu, 01 Jan 1970/i.test(attribute));
  if (isOver) cookies.delete(name);
  else cookies.set(name, value.join("="));
}

/** The first form of a page with its hidden fields, and the others as the person answers. */
function readForm(
  html: string,
  at: URL,
  answers: Answers,
): { readonly action: URL; readonly body: URLSearchParams } | undefined {
  const form = /<form[^>]*>[\s\S]*?<\/form>/i.exec(html)?.[0];
  if (form === undefined) return undefined;
  const action = new URL(attribute(/<form[^>]*>/i.exec(form)?.[0] ?? "", "action") ?? at.href, at);
  const given: Readonly<Record<string, string | undefined>> = {
    login: answers.login,
    decision: answers.decision ?? "allow",
    user_code: answers.userCode,
  };
  const body = new URLSearchParams();
  for (const [tag] of form.matchAll(/<(?:input|button)[^>]*>/gi)) {
    const name = attribute(tag, "name");
    if (name === undefined || body.has(name)) continue;
    body.set(
      name,
      attribute(tag, "value") !== undefined && /hidden/.test(tag)
        ? (attribute(tag, "value") ?? "")
        : (given[name] ?? ""),
    );
  }
  return { action, body };
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\b${name}="([^"]*)"`, "i").exec(tag)?.[1]?.replaceAll("&amp;", "&");
}
