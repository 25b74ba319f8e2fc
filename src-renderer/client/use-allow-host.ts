import type { Problem } from "./problem.ts";
import { useAction } from "./use-action.ts";
import { useMember } from "./use-studio-state.ts";
import { useStudio } from "./use-studio.ts";

/** The way to allow a host that was refused, for whoever may. */
interface AllowHost {
  readonly host: string;
  /** False where the person is no admin. */
  readonly mayAllow: boolean;
  readonly isBusy: boolean;
  readonly problem: Problem | null;
  /** Puts it on the organization's list. @returns whether it is there now. */
  readonly allow: () => Promise<boolean>;
}

/** The host that an admin could allow; null when the problem is another one. `url`: what was asked for, where the problem does not say. */
export function allowableHost(problem: { readonly code: string; readonly host?: string | undefined }, url?: string) {
  if (problem.code !== "host_not_allowed") return null;
  if (problem.host !== undefined) return problem.host;
  return url !== undefined && URL.canParse(url) ? new URL(url).host : null;
}

/** Allows one named host on this machine or in a private network, for the whole organization. Null where no host was refused. */
export function useAllowHost(host: string | null): AllowHost | null {
  const { api } = useStudio();
  const { may } = useMember();
  const allow = useAction(async (allowed: string) => {
    const settings = await api.studio.settings();
    if (settings.allowedHosts.includes(allowed)) return;
    await api.studio.setSettings({ ...settings, allowedHosts: [...settings.allowedHosts, allowed] });
  });
  if (host === null) return null;
  return {
    host,
    mayAllow: may("admin"),
    isBusy: allow.isBusy,
    problem: allow.problem,
    allow: async () => (await allow.run(host)).kind === "done",
  };
}
