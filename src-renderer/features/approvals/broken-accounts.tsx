import { UserRoundX } from "lucide-react";
import { useRead, useStudio, type AccountEntry } from "../../client/index.ts";
import { buttonClass } from "../../ui/actions/button.tsx";
import { Banner } from "../../ui/feedback/banner.tsx";
import { t } from "./messages.ts";

const NOTHING: readonly AccountEntry[] = [];

/** Stands above the queue while an account that calls go out with needs its person. */
export function BrokenAccounts() {
  const { rpc } = useStudio();
  const accounts = useRead(rpc.accounts.list.queryOptions());
  const broken = (accounts.kind === "ready" ? accounts.data : NOTHING).filter(
    ({ account, mayConnect }) => mayConnect && account?.state.kind === "needs-reconnect",
  );
  const [first] = broken;
  if (first === undefined) return null;
  if (broken.length === 1) {
    const { id, name, owner } = first.provider;
    return (
      <Bar
        title={t(owner === "org" ? "broken.title.org" : "broken.title", { name })}
        text={t("broken.text")}
        href={`#/accounts/${id}`}
        way={t("broken.way")}
      />
    );
  }
  const names = new Intl.ListFormat("en").format(broken.map(({ provider }) => provider.name));
  return (
    <Bar
      title={t("broken.title.many", { count: broken.length, names })}
      text={t("broken.text.many")}
      href="#/accounts"
      way={t("broken.way.many")}
    />
  );
}

type BarProps = { readonly title: string; readonly text: string; readonly href: string; readonly way: string };

function Bar({ title, text, href, way }: BarProps) {
  return (
    <Banner
      kind="warn"
      shape="bar"
      icon={UserRoundX}
      title={title}
      actions={
        <a href={href} className={buttonClass("secondary", "small")}>
          {way}
        </a>
      }
    >
      {text}
    </Banner>
  );
}
