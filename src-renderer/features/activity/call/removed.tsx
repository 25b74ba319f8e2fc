import type { CallDetail } from "../../../client/index.ts";
import { t } from "../messages.ts";
import { GivenName } from "../../../ui/text/given-name.tsx";
import { Section } from "./section.tsx";

/** What was taken out of the result, and what stands in its place. */
export function Removed({ notes }: { readonly notes: CallDetail["redactionNotes"] }) {
  if (notes.length === 0) return null;
  return (
    <Section title={t("removed.title")}>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line text-left text-xs text-ink-faint">
            <Head text={t("removed.kind")} />
            <Head text={t("removed.placeholder")} />
            <Head text={t("removed.path")} />
            <th scope="col" className="py-1 text-right font-normal">
              {t("removed.length")}
            </th>
          </tr>
        </thead>
        <tbody>
          {notes.map((note, index) => (
            // The same value can be found twice at one place.
            <tr key={index} className="border-b border-line align-baseline last:border-b-0">
              <td className="py-1.5 pr-4">
                <GivenName text={note.kind} className="font-normal" />
              </td>
              <td className="py-1.5 pr-4">
                <Place text={note.placeholder} none={t("removed.nothing")} />
              </td>
              <td className="py-1.5 pr-4">
                <Place text={note.path} none={t("removed.everywhere")} />
              </td>
              <td className="py-1.5 text-right whitespace-nowrap text-ink-soft">
                {t("removed.chars", { count: note.length })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

function Place({ text, none }: { readonly text: string; readonly none: string }) {
  return text === "" ? <span className="text-ink-soft">{none}</span> : <GivenName text={text} isMono />;
}

function Head({ text }: { readonly text: string }) {
  return (
    <th scope="col" className="py-1 pr-4 font-normal">
      {text}
    </th>
  );
}
