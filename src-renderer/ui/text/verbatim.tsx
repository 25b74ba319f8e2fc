import { ChevronDown, ChevronUp } from "lucide-react";
import { memo, useMemo, useState } from "react";
import { cx } from "../cx.ts";
import { t } from "../messages/ui.ts";
import { characterName, codePointLabel } from "./character-names.ts";
import { foldText, wholeCharacter } from "./fold-text.ts";
import { byteLength, countUnseen, revealText, type Piece } from "./reveal-text.ts";

export type Flow = "inline" | "block" | "lines";

export type VerbatimProps = {
  readonly text: string;
  /** Folded above this many characters or lines; the rest is one press away and its length is said. `false` never folds. */
  readonly fold?: { readonly maxChars: number; readonly maxLines: number } | false | undefined;
  /** `inline` draws a line feed as a mark only; `block` also breaks the line; `lines` breaks without a mark. */
  readonly flow?: Flow | undefined;
  readonly className?: string | undefined;
};

const DEFAULT_FOLD = { maxChars: 480, maxLines: 8 };
/** Drawn per step once unfolded, so that a megabyte does not freeze the window. */
const STEP_CHARS = 20_000;

/** Text that is not ours, drawn so that nothing in it is hidden: unseen characters become marks, length is stated, nothing is cut. */
export function Verbatim({ text, fold = DEFAULT_FOLD, flow = "block", className }: VerbatimProps) {
  const [shown, setShown] = useState(0);
  const folded = useMemo(() => (fold === false ? { head: text, isFolded: false } : foldText(text, fold)), [text, fold]);
  const isUnfolded = shown > 0;
  const visible =
    folded.isFolded && !isUnfolded ? folded.head : text.slice(0, wholeCharacter(text, isUnfolded ? shown : STEP_CHARS));
  const rest = text.length - visible.length;
  if (text === "") return <span className="text-ink-faint italic">{t("verbatim.empty")}</span>;
  return (
    <span className={cx("block min-w-0", className)}>
      <RevealedText text={visible} flow={flow} />
      {(rest > 0 || isUnfolded) && (
        <FoldBar
          text={text}
          visible={visible}
          isFolded={!isUnfolded}
          onMore={() => setShown(Math.max(visible.length, shown) + STEP_CHARS)}
          onFold={() => setShown(0)}
        />
      )}
    </span>
  );
}

type FoldBarProps = {
  readonly text: string;
  readonly visible: string;
  readonly isFolded: boolean;
  readonly onMore: () => void;
  readonly onFold: () => void;
};

function FoldBar({ text, visible, isFolded, onMore, onFold }: FoldBarProps) {
  const hidden = text.slice(visible.length);
  const marks = useMemo(() => countUnseen(hidden), [hidden]);
  const lines = text.split("\n").length;
  const button = "inline-flex items-center gap-1 rounded-sm px-1 font-medium text-accent-ink hover:bg-hover";
  return (
    <span className="mt-1 flex flex-wrap items-center gap-x-2 gap-y-1 font-sans text-xs text-ink-soft">
      <span>{t("verbatim.bytes", { count: byteLength(text) })}</span>
      {lines > 1 && <span>{t("verbatim.lines", { count: lines })}</span>}
      {marks > 0 && <span className="font-medium text-amber">{t("verbatim.hiddenMarks", { count: marks })}</span>}
      {hidden !== "" && (
        <button type="button" onClick={onMore} aria-expanded={!isFolded} className={button}>
          {isFolded ? t("verbatim.unfold") : t("verbatim.more", { count: Math.min(STEP_CHARS, hidden.length) })}
          <ChevronDown size={13} aria-hidden />
        </button>
      )}
      {!isFolded && (
        <button type="button" onClick={onFold} aria-expanded className={button}>
          {t("verbatim.fold")}
          <ChevronUp size={13} aria-hidden />
        </button>
      )}
    </span>
  );
}

export type RevealedTextProps = { readonly text: string; readonly flow?: Flow | undefined };

/** The text with its unseen characters named. Its direction is isolated from ours. */
export const RevealedText = memo(function RevealedText({ text, flow = "block" }: RevealedTextProps) {
  const pieces = useMemo(() => revealText(text), [text]);
  return (
    <bdi dir="ltr" className="wrap-anywhere whitespace-pre-wrap in-[.truncate]:whitespace-pre">
      {pieces.map((piece, index) => (
        <PieceView key={index} piece={piece} flow={flow} />
      ))}
    </bdi>
  );
});

const MARK =
  "mx-px inline-block rounded-xs border border-violet-line bg-violet-tint px-1 align-baseline font-sans text-2xs leading-4 font-medium text-violet select-none";

function PieceView({ piece, flow }: { readonly piece: Piece; readonly flow: Flow }) {
  switch (piece.kind) {
    case "text":
      return piece.text;
    case "newline":
      if (flow === "lines") return "\n";
      return (
        <>
          <span aria-hidden className="text-ink-faint select-none">
            ↵
          </span>
          {flow === "block" ? "\n" : " "}
        </>
      );
    case "mark":
      return <span className={MARK}>{markLabel(piece.codePoint, piece.count)}</span>;
    case "tags":
      return <span className={MARK}>{t("verbatim.tags", { count: piece.count, text: piece.spells })}</span>;
  }
}

function markLabel(codePoint: number, count: number): string {
  return [
    codePointLabel(codePoint),
    characterName(codePoint),
    count > 1 ? `× ${count.toLocaleString("en")}` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(" ");
}
