/** The window's only way to the sidecar: one typed client over whatever line the host gives, with its errors and its events. */
export { authFields } from "../../src-contract/auth.ts";
export { createBrowserOpener } from "./browser-channel.ts";
export type { RefusalReason } from "./channel.ts";
export type { ConnectionState } from "./connection.ts";
export type * from "./contract-types.ts";
export { onShowWaiting, tellDesktopQuiet } from "./desktop.ts";
export { createElectronOpener, electronBridge } from "./electron-channel.ts";
export { enterValues } from "./enter-values.ts";
export { takeLaunchCode } from "./launch-code.ts";
export { codeOf, fieldProblem, problemOf, type Problem } from "./problem.ts";
export { problemNotice } from "./problem-notice.tsx";
export { MemberProvider, StudioProvider } from "./studio-provider.tsx";
export { createStudio, type Studio } from "./studio.ts";
export { useAction, type Outcome } from "./use-action.ts";
export { useRead, type Failure, type Read } from "./use-read.ts";
export { useStaleProblem } from "./use-stale-problem.ts";
export { useMember, useStudioState } from "./use-studio-state.ts";
export { useConnection, useStudio } from "./use-studio.ts";
