import { allowableHost, problemNotice, useAllowHost, type Problem } from "../../client/index.ts";
import { Button } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { t } from "./messages.ts";

export type ProblemBannerProps = {
  readonly problem: Problem;
  /** What was asked for, where the problem does not name the host. */
  readonly url?: string | undefined;
  /** Does again what was refused, once the host is allowed. */
  readonly onAllowed: () => void;
  readonly onDismiss?: (() => void) | undefined;
};

/** Why it was not done; where a host inside was refused, the way to allow it. */
export function ProblemBanner({ problem, url, onAllowed, onDismiss }: ProblemBannerProps) {
  return (
    <Banner
      kind="ours"
      {...problemNotice(problem)}
      onDismiss={onDismiss}
      actions={<AllowHostButton refused={problem} url={url} onAllowed={onAllowed} />}
    />
  );
}

type AllowHostButtonProps = Pick<ProblemBannerProps, "url" | "onAllowed"> & {
  readonly refused: { readonly code: string; readonly host?: string | undefined };
};

/** Allows the host that was refused, for admins; nothing where it was refused for another reason. */
export function AllowHostButton({ refused, url, onAllowed }: AllowHostButtonProps) {
  const allow = useAllowHost(allowableHost(refused, url));
  if (allow === null || !allow.mayAllow) return null;
  const press = async (): Promise<void> => {
    if (await allow.allow()) onAllowed();
  };
  return (
    <Button size="small" isBusy={allow.isBusy} onClick={() => void press()}>
      {t("allow.host", { host: allow.host })}
    </Button>
  );
}
