import { useRouter, type RouterHistory } from "@tanstack/react-router";

/** Goes to a path of `addresses`. */
export function useGo(): (path: string) => void {
  // Every router has a history; the library types it only for a router that is registered for the whole program.
  const history = useRouter().history as RouterHistory;
  return (path) => history.push(path);
}
