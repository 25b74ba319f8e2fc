import type { SeededRandom } from "../seeded-random.ts";
import type { Context } from "./contexts.ts";
import { write } from "./writing.ts";

/** Templates by kind. Where one has no `«»`, all of it is the secret. */
export type Templates = Readonly<Record<string, readonly string[]>>;

/** A text with one secret in it. Offsets count UTF-16 code units; `end` is exclusive. */
export interface Sample {
  /** `group/kind`. */
  readonly kind: string;
  readonly context: string;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** Fills a template and puts it into a context. */
export function placed(kind: string, template: string, around: Context, random: SeededRandom): Sample {
  const marked = write(template.includes("«") ? template : `«${template}»`, random);
  return sampleOf(
    kind,
    around.name,
    write(around.text, random).replace("{}", () => marked),
  );
}

/** Writes a value behind a name, in the style of the context. */
export function named(kind: string, name: string, template: string, around: Context, random: SeededRandom): Sample {
  const styled = styledName(name, around.style);
  const text = around.text.replace("{}", () => `«${write(template, random)}»`).replaceAll("{n}", () => styled);
  return sampleOf(kind, around.name, text);
}

function sampleOf(kind: string, context: string, marked: string): Sample {
  const start = marked.indexOf("«");
  const end = marked.indexOf("»") - 1;
  return { kind, context, text: marked.replace(/[«»]/g, ""), start, end };
}

function styledName(name: string, style: Context["style"]): string {
  const words = name.split("_");
  const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
  switch (style) {
    case "upper":
      return name.toUpperCase();
    case "kebab":
      return words.join("-");
    case "camel":
      return words.map((word, index) => (index === 0 ? word : capital(word))).join("");
    case "pascal":
      return words.map(capital).join("");
    case "snake":
    case undefined:
      return name;
  }
}

/** Whether findings (in order) leave nothing of the secret uncovered. */
export function isCovered(
  { start, end }: Sample,
  findings: readonly { readonly start: number; readonly end: number }[],
): boolean {
  let covered = start;
  for (const found of findings) if (found.start <= covered && found.end > covered) covered = found.end;
  return covered >= end;
}
