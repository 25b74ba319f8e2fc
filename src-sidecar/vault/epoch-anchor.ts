/** What is remembered of an organization's vault outside of its file: the newest epoch that was seen, and when. */
export interface EpochMark {
  readonly epoch: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
}

/**
 * A port: remembers the newest epoch where a copy of the organization's file does not reach.
 *
 * It is written after each change was committed: a crash or a full disk leaves it behind, never ahead.
 */
export interface EpochAnchor {
  /** Null when nothing is remembered yet. */
  read(): Promise<EpochMark | null>;
  write(mark: EpochMark): Promise<void>;
}
