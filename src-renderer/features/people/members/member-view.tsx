import { UserMinus } from "lucide-react";
import { useState } from "react";
import { useMember, type MemberDetail, type MemberRemoval } from "../../../client/index.ts";
import { Button } from "../../../ui/actions/button.tsx";
import { KeyValues } from "../../../ui/layout/key-values.tsx";
import { Tag } from "../../../ui/risk/tag.tsx";
import { Fingerprint } from "../../../ui/text/fingerprint.tsx";
import { RelativeTime } from "../../../ui/time/relative-time.tsx";
import { t } from "../messages.ts";
import { RemoveMember } from "./remove-member.tsx";
import { RoleForm } from "./role-form.tsx";

export type MemberViewProps = {
  readonly member: MemberDetail;
  readonly onRemoved: (removal: MemberRemoval) => void;
};

/** One member: what they may do, what they hold, and for admins how to change or end that. */
export function MemberView({ member, onRemoved }: MemberViewProps) {
  const { may } = useMember();
  const [isRemoving, setRemoving] = useState(false);
  return (
    <article aria-label={member.name} className="flex max-w-180 flex-col gap-6">
      <header className="flex flex-wrap items-center gap-3">
        <h2 className="min-w-0 text-lg font-semibold wrap-anywhere">{member.name}</h2>
        <Tag>{t(`role.${member.role}`)}</Tag>
        {member.isYou && <Tag>{t("member.you")}</Tag>}
        {may("admin") && !isRemoving && (
          <Button
            size="small"
            icon={UserMinus}
            className="ml-auto"
            disabledReason={member.isYou ? t("remove.yourself") : undefined}
            onClick={() => setRemoving(true)}
          >
            {t("remove.start")}
          </Button>
        )}
      </header>
      {isRemoving ? (
        <RemoveMember member={member} onRemoved={onRemoved} onCancel={() => setRemoving(false)} />
      ) : (
        <>
          <Facts member={member} />
          {may("admin") && !member.isYou && <RoleForm key={member.role} member={member} />}
          {may("admin") && member.isYou && <p className="text-sm text-ink-soft">{t("role.yours")}</p>}
        </>
      )}
    </article>
  );
}

function Facts({ member }: { readonly member: MemberDetail }) {
  const { teams, unlockers } = member;
  return (
    <KeyValues
      items={[
        {
          id: "teams",
          label: t("member.teams"),
          value: teams.length === 0 ? t("member.noTeam") : <TeamLinks teams={teams} />,
        },
        { id: "joined", label: t("member.joined"), value: <RelativeTime at={member.joinedAt} /> },
        {
          id: "signed-in",
          label: t("member.signedIn"),
          value: member.lastSignedInAt === null ? t("member.never") : <RelativeTime at={member.lastSignedInAt} />,
        },
        {
          id: "unlockers",
          label: t("member.unlockers"),
          value: inWords(unlockers.map((kind) => t(`unlocker.${kind}`))),
        },
        {
          id: "own",
          label: t("member.ownSecrets"),
          value: t("member.ownSecretsCount", { count: member.ownSecrets }),
        },
        {
          id: "fingerprint",
          label: member.isYou ? t("member.fingerprintYours") : t("member.fingerprint"),
          value: <Fingerprint look="inline" label={t("member.fingerprint")} text={member.fingerprint} />,
        },
      ]}
    />
  );
}

function TeamLinks({ teams }: { readonly teams: MemberDetail["teams"] }) {
  return (
    <span className="flex flex-wrap gap-x-3 gap-y-0.5">
      {teams.map(({ id, name }) => (
        <a key={id} href={`#/people/teams/${id}`} className="text-accent-ink wrap-anywhere hover:underline">
          {name}
        </a>
      ))}
    </span>
  );
}

function inWords(words: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "conjunction" }).format(words);
}
