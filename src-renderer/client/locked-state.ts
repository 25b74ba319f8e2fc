import type { StudioState } from "./contract-types.ts";

/** What the studio is after its vaults were locked, as far as the window knows by itself. */
export function lockedState(state: StudioState): StudioState {
  switch (state.kind) {
    case "new":
    case "unreadable":
      return state;
    case "locked":
    case "signed-out":
    case "signed-in":
    case "rolled-back":
      return {
        kind: "locked",
        orgs: state.orgs.map((org) => ({ ...org, isOpen: false })),
        org: { ...state.org, openFor: null },
      };
  }
}
