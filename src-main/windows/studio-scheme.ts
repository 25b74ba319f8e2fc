import { protocol } from "electron";
import { protectiveHeaders, readPage } from "../base/page.ts";

const SCHEME = "studio";
const HOST = "app";

/** The origin of our page, and of nothing else. */
export const STUDIO_ORIGIN = `${SCHEME}://${HOST}`;

/** Makes `studio:` a scheme with an origin, like `https:`. Only before Electron is ready, and once. */
export function registerStudioScheme(): void {
  protocol.registerSchemesAsPrivileged([
    { scheme: SCHEME, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } },
  ]);
}

/** Serves the built window under `studio://app/`. @param root Folder of its files. */
export function serveStudioScheme(root: string): void {
  protocol.handle(SCHEME, (request) => answer(root, request));
}

async function answer(root: string, request: Request): Promise<Response> {
  const url = URL.parse(request.url);
  if (url?.host !== HOST) return refusal(404);
  if (request.method !== "GET") return refusal(405);
  const page = await readPage(root, url.pathname);
  return page === undefined ? refusal(404) : new Response(page.body, { headers: page.headers });
}

function refusal(status: number): Response {
  return new Response(null, { status, headers: protectiveHeaders("") });
}
