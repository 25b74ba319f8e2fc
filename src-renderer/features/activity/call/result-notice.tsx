import { Flag } from "lucide-react";
import type { CallDetail } from "../../../client/index.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { t } from "../messages.ts";
import { Section } from "./section.tsx";

/** What was noticed about the result: what was stripped of it, and phrases that look like orders. A label, no protection. */
export function ResultNotice({ notice }: { readonly notice: CallDetail["notice"] }) {
  if (notice === null || (notice.stripped === 0 && notice.phrases.length === 0)) return null;
  const { stripped, phrases } = notice;
  return (
    <Section title={t("notice.title")}>
      {stripped > 0 && <p className="text-sm text-ink-soft">{t("notice.stripped", { count: stripped })}</p>}
      {phrases.length > 0 && (
        <div className="flex flex-col gap-1.5 text-sm text-ink-soft">
          <p className="flex items-start gap-2">
            <Flag size={14} aria-hidden className="mt-[3px] shrink-0 text-amber" />
            {t("notice.phrases", { count: phrases.length })}
          </p>
          <ul className="flex flex-col gap-1 pl-[22px]">
            {phrases.map((phrase) => (
              <li key={phrase}>
                <q>
                  <GivenName text={phrase} className="font-normal" />
                </q>
              </li>
            ))}
          </ul>
        </div>
      )}
    </Section>
  );
}
