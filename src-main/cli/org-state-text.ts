import type { OrgEntry } from "../../src-contract/studio.ts";

/** What an organization of the list is doing, for people. */
export function orgStateText({ isOpen, fault }: Pick<OrgEntry, "isOpen" | "fault">): string {
  switch (fault) {
    case null:
      return isOpen ? "vault open" : "vault locked";
    case "damaged":
      return "damaged: restore a backup, or see `gatehouse doctor`";
    case "missing":
      return "its file is missing: put it back, or restore a backup";
    case "newer":
      return "written by a newer Gatehouse: update this one";
    case "disk-full":
      return "not opened, the disk was full: make room and start the studio again";
    case "not-opened":
      return "could not be opened: see `gatehouse doctor`";
  }
}
