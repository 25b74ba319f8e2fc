import {
  LOCKED_EXIT_CODE,
  type HostMessage,
  type KeychainReply,
  type KeychainRequest,
  type RelayedFrame,
  type SidecarMessage,
  type StartFailure,
  type WaitingCalls,
} from "../../src-contract/host.ts";
import { logToStderr, type Log } from "./log.ts";
import { decideRestart } from "./restart-budget.ts";

/** One life of the sidecar as its host sees it: a child process, or Electron's utility process. */
export interface SidecarProcess<Port> {
  /** Never throws: what is said to a sidecar that just died is lost with it. */
  post(message: HostMessage, ports?: readonly Port[]): void;
  /** Asks it to finish, insists after a while, and resolves when it is gone. */
  stop(): Promise<void>;
}

/** What a sidecar process reports; `exited` comes exactly once and last. */
export interface SidecarReports {
  said(message: SidecarMessage): void;
  exited(code: number | null): void;
}

export type StartSidecar<Port> = (reports: SidecarReports) => SidecarProcess<Port>;

/** Why there is no sidecar and will be none. */
export interface Failure {
  readonly code: StartFailure;
  readonly message: string;
}

export interface SupervisorListener {
  /** The sidecar is ready, for the first time or again. */
  ready(agentsUrl: string): void;
  /** A frame for a window. */
  data(frame: RelayedFrame): void;
  /** How much waits for people now. A life that begins says so anew. */
  waiting(waiting: WaitingCalls): void;
  /** Every port and window of this life is void. */
  gone(): void;
  /** It said that it cannot start, or crashed too often. */
  failed(failure: Failure): void;
}

type State<Port> =
  | { readonly kind: "starting"; readonly process: SidecarProcess<Port> }
  | { readonly kind: "ready"; readonly process: SidecarProcess<Port> }
  | { readonly kind: "waiting"; readonly timer: NodeJS.Timeout }
  | { readonly kind: "ended" };

/** Answers what the sidecar asks of the operating system's keychain. Never rejects. */
export type AnswerKeychain = (ask: KeychainRequest) => Promise<KeychainReply>;

export interface SupervisorOptions<Port> {
  readonly start: StartSidecar<Port>;
  readonly listener: SupervisorListener;
  readonly keychain: AnswerKeychain;
  /** Given to each life until a lock is asked for or begins, then wiped: after a lock a person opens the vault. */
  readonly headlessKey?: Uint8Array<ArrayBuffer> | undefined;
  readonly log?: Log;
  readonly now?: () => number;
}

/**
 * Keeps one sidecar alive: starts it, starts it again after a crash and at once after a lock, and stops trying when it crashes too
 * often or says why it cannot start.
 */
export class Supervisor<Port = never> {
  readonly #options: SupervisorOptions<Port>;
  readonly #log: Log;
  readonly #now: () => number;
  #state: State<Port> = { kind: "ended" };
  #crashes: readonly number[] = [];
  #headlessKey: Uint8Array<ArrayBuffer> | undefined;
  #waiters = new Set<(isReady: boolean) => void>();

  constructor(options: SupervisorOptions<Port>) {
    this.#options = options;
    this.#log = options.log ?? logToStderr;
    this.#now = options.now ?? Date.now;
    this.#headlessKey = options.headlessKey;
  }

  /** Starts the first life. */
  start(): void {
    let process: SidecarProcess<Port> | undefined;
    let failure: Failure | undefined;
    process = this.#options.start({
      said: (message) => {
        if (message.kind === "failed") {
          failure = { code: message.code, message: message.message };
          void process?.stop(); // it ends by itself; this bounds how long that takes
        } else if (process !== undefined) this.#hear(process, message);
      },
      exited: (code) => this.#end(code, failure),
    });
    this.#state = { kind: "starting", process };
  }

  /** The sidecar that can be talked to, if there is one right now. */
  get current(): SidecarProcess<Port> | undefined {
    return this.#state.kind === "ready" ? this.#state.process : undefined;
  }

  /** Resolves with the sidecar once it is ready, or with `undefined` when it is not within `timeoutMs`. */
  async whenReady(timeoutMs: number): Promise<SidecarProcess<Port> | undefined> {
    if (this.#state.kind === "starting" || this.#state.kind === "waiting") await this.#nextChange(timeoutMs);
    return this.current;
  }

  post(message: HostMessage): void {
    if (message.kind === "lock") this.#forgetHeadlessKey(); // Also when nobody hears it: the next life has nothing to lock then.
    this.current?.post(message);
  }

  /** Ends the current life and starts no other. */
  async stop(): Promise<void> {
    const state = this.#state;
    this.#state = { kind: "ended" };
    this.#forgetHeadlessKey();
    this.#settle(false);
    if (state.kind === "waiting") clearTimeout(state.timer);
    if (state.kind === "starting" || state.kind === "ready") await state.process.stop();
  }

  #hear(process: SidecarProcess<Port>, message: Exclude<SidecarMessage, { kind: "failed" }>): void {
    switch (message.kind) {
      case "data":
        return this.#options.listener.data(message);
      case "waiting":
        return this.#options.listener.waiting(message);
      case "keychain":
        return void this.#askKeychain(process, message.request, message.ask);
      case "locking":
        return this.#forgetHeadlessKey(); // However this life ends: it may die before it has locked, and its last words may come after it.
      case "ready":
        return this.#becomeReady(process, message.agentsUrl);
    }
  }

  #becomeReady(process: SidecarProcess<Port>, agentsUrl: string): void {
    if (this.#state.kind !== "starting") return;
    this.#state = { kind: "ready", process };
    if (this.#headlessKey !== undefined) process.post({ kind: "headless-key", key: this.#headlessKey });
    this.#options.listener.ready(agentsUrl);
    this.#settle(true);
  }

  async #askKeychain(process: SidecarProcess<Port>, request: number, ask: KeychainRequest): Promise<void> {
    const reply = await this.#options.keychain(ask);
    process.post({ kind: "keychain", request, reply });
    // What is posted was copied; the garbage collector would take its time with these.
    if (ask.op === "save") ask.secret.fill(0);
    if (reply.kind === "secret") reply.secret.fill(0);
  }

  #end(code: number | null, failure: Failure | undefined): void {
    if (this.#state.kind === "ended") return;
    const wasReady = this.#state.kind === "ready";
    this.#options.listener.gone();
    if (failure !== undefined) return this.#fail(failure);
    // One that ends so without ever having been ready did not lock: it would be started for ever.
    if (code === LOCKED_EXIT_CODE && wasReady) {
      this.#forgetHeadlessKey();
      return this.start();
    }
    const decision = decideRestart(this.#crashes, this.#now());
    if (decision.kind === "give-up") {
      return this.#fail({ code: "internal", message: "The studio's engine keeps stopping; the lines above say why." });
    }
    this.#crashes = decision.crashes;
    this.#log("the sidecar stopped and is started again", { code: code ?? "signal", afterMs: decision.afterMs });
    this.#state = { kind: "waiting", timer: setTimeout(() => this.start(), decision.afterMs) };
  }

  #fail(failure: Failure): void {
    this.#state = { kind: "ended" };
    this.#forgetHeadlessKey();
    this.#settle(false);
    this.#options.listener.failed(failure);
  }

  #forgetHeadlessKey(): void {
    this.#headlessKey?.fill(0);
    this.#headlessKey = undefined;
  }

  #nextChange(timeoutMs: number): Promise<boolean> {
    return new Promise((resolve) => {
      const settle = (isReady: boolean): void => {
        clearTimeout(timer);
        this.#waiters.delete(settle);
        resolve(isReady);
      };
      const timer = setTimeout(() => settle(false), timeoutMs);
      this.#waiters.add(settle);
    });
  }

  #settle(isReady: boolean): void {
    for (const waiter of this.#waiters) waiter(isReady);
  }
}
