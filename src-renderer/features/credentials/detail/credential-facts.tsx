import type { ReactNode } from "react";
import { authFields, type CredentialSummary } from "../../../client/index.ts";
import { KeyValues, type KeyValue } from "../../../ui/layout/key-values.tsx";
import { LinkList } from "../../../ui/text/link-list.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { fieldLabel } from "../words.ts";

/** Whose value it is, of which kind, how old, how used. */
export function CredentialFacts({ credential }: { readonly credential: CredentialSummary }) {
  const { scope, authType, members } = credential;
  const items: readonly (KeyValue | null)[] = [
    {
      id: "scope",
      label: t("detail.scope"),
      value: <Two first={t(`scope.${scope}`)} second={t(`scope.${scope}.text`)} />,
    },
    {
      id: "type",
      label: t("detail.type"),
      value: <Two first={t(`auth.${authType}`)} second={t(`auth.${authType}.text`)} />,
    },
    { id: "value", label: t("detail.value"), value: <Value credential={credential} /> },
    scope === "user_secret"
      ? { id: "members", label: t("detail.members"), value: t("detail.membersSet", members) }
      : null,
    { id: "setAt", label: t("detail.setAt"), value: when(credential.setAt) },
    {
      id: "due",
      label: t("detail.due"),
      value: credential.dueAt === null ? t("detail.never") : <RelativeTime at={credential.dueAt} />,
    },
    { id: "lastUsed", label: t("detail.lastUsed"), value: when(credential.lastUsedAt) },
    { id: "created", label: t("detail.created"), value: when(credential.createdAt) },
    { id: "usedBy", label: t("detail.usedBy"), value: <Uses credential={credential} /> },
  ];
  return <KeyValues items={items.filter((item) => item !== null)} />;
}

function when(at: number | null): ReactNode {
  return at === null ? t("detail.never") : <RelativeTime at={at} />;
}

function Two({ first, second }: { readonly first: string; readonly second: string }) {
  return (
    <>
      <span className="block">{first}</span>
      <span className="block text-xs text-ink-soft">{second}</span>
    </>
  );
}

function Value({ credential: { scope, authType, hasValue, setFields } }: { readonly credential: CredentialSummary }) {
  if (!hasValue) return t(`health.no-value.${scope}`);
  const names = authFields[authType]
    .filter(({ name }) => setFields.includes(name))
    .map(({ name }) => fieldLabel(authType, name));
  return (
    <>
      <code className="font-mono text-xs">{t("detail.redacted")}</code>
      <span className="block text-xs text-ink-soft">
        {names.length > 1
          ? t("detail.redactedParts", { fields: new Intl.ListFormat("en").format(names) })
          : t("detail.redactedText")}
      </span>
    </>
  );
}

function Uses({ credential: { usedBy } }: { readonly credential: CredentialSummary }) {
  if (usedBy.length === 0) return t("detail.nobody");
  return (
    <LinkList
      links={usedBy.map(({ connectorId, connectorName, as }) => ({
        id: `${connectorId} ${as}`,
        href: `#/connectors/${connectorId}`,
        text: t("detail.use", { connector: connectorName, as }),
      }))}
    />
  );
}
