import { GivenName } from "../../../ui/text/given-name.tsx";
import { Listed } from "../../../ui/messages/listed.tsx";

/** Pieces of a text that is not ours, each in quotation marks. */
export function Quotes({ texts }: { readonly texts: readonly string[] }) {
  return (
    <Listed
      items={texts.map((text) => (
        <q key={text} className="font-normal">
          <GivenName text={text} className="font-normal" />
        </q>
      ))}
    />
  );
}
