import { t } from "./messages.ts";

/** What the studio is, in one drawing: calls come from the left, and one of them waits at the gate. */
export function GatePicture() {
  return (
    <svg viewBox="0 0 440 96" role="img" aria-label={t("welcome.picture")} className="h-24 w-full text-ink-soft">
      {[20, 48, 76].map((y) => (
        <g key={y}>
          <circle cx="22" cy={y} r="7" className="fill-surface stroke-line-strong" strokeWidth="1.5" />
          <rect
            x="404"
            y={y - 7}
            width="14"
            height="14"
            rx="3"
            className="fill-surface stroke-line-strong"
            strokeWidth="1.5"
          />
        </g>
      ))}
      <path
        d="M34 20H204M34 76H204M236 20H396M236 76H396"
        className="stroke-line-strong"
        strokeWidth="1.5"
        fill="none"
      />
      <path d="M34 48H172" className="stroke-accent" strokeWidth="1.5" fill="none" />
      <path d="M236 48H396" className="stroke-line-strong" strokeWidth="1.5" strokeDasharray="3 5" fill="none" />
      <circle cx="180" cy="48" r="6" className="fill-accent" />
      <path d="M206 90V14a14 14 0 0 1 28 0v76" className="fill-canvas stroke-ink-soft" strokeWidth="2" />
      <path d="M213 90V30M220 90V30M227 90V30M206 44h28M206 62h28" className="stroke-ink-soft" strokeWidth="1.5" />
    </svg>
  );
}
