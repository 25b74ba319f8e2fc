import { allowableHost, problemNotice, useAllowHost, type Problem } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { Banner } from "../../../ui/feedback/banner.tsx";
import { t } from "../messages.ts";

export type SaveProblemProps = { readonly problem: Problem; readonly onAllowed: () => void };

/** Why it was not done; where a private host was refused, the way to allow it. */
export function SaveProblem({ problem, onAllowed }: SaveProblemProps) {
  const allow = useAllowHost(allowableHost(problem));
  const press = async (): Promise<void> => {
    if (allow !== null && (await allow.allow())) onAllowed();
  };
  return (
    <Banner
      kind="ours"
      {...problemNotice(allow?.problem ?? problem)}
      actions={
        allow !== null &&
        allow.mayAllow && (
          <Button size="small" isBusy={allow.isBusy} onClick={() => void press()}>
            {t("allow.host", { host: allow.host })}
          </Button>
        )
      }
    />
  );
}
