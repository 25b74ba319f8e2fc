import { useQuery, type DefaultError, type QueryKey, type UseQueryOptions } from "@tanstack/react-query";
import { problemOf, type Problem } from "./problem.ts";
import { clientWords } from "./words.ts";

/** What could not be read, in the words that a page shows in its place. */
export interface Failure {
  readonly what: string;
  readonly safe: string;
  readonly next: string;
  readonly code: string;
  readonly onRetry: () => void;
  readonly isRetrying: boolean;
}

/** Something asked of the sidecar: not there yet, not to be had, or here (with what failed since, if something did). */
export type Read<T> =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly problem: Problem; readonly failure: Failure }
  | { readonly kind: "ready"; readonly data: T; readonly problem: Problem | null; readonly refetch: () => void };

/** Reads by query options of `useStudio().rpc`; what is read is refreshed when the sidecar says that it changed. */
export function useRead<TOutput, TError = DefaultError, TData = TOutput, TKey extends QueryKey = QueryKey>(
  options: UseQueryOptions<TOutput, TError, TData, TKey>,
): Read<TData> {
  return readOf(useQuery(options));
}

type QueryView<T> = {
  readonly data: T | undefined;
  readonly error: unknown;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
};

/** Turns a query's flags into one of three cases. */
export function readOf<T>({ data, error, isFetching, refetch }: QueryView<T>): Read<T> {
  const again = (): void => void refetch();
  const problem = error === null ? null : problemOf(error);
  if (data !== undefined) return { kind: "ready", data, problem, refetch: again };
  if (problem === null) return { kind: "loading" };
  return { kind: "failed", problem, failure: failureOf(problem, again, isFetching) };
}

function failureOf(problem: Problem, onRetry: () => void, isRetrying: boolean): Failure {
  // Nobody typed what a page asks for: what the studio cannot read was in the address.
  const { message, hint } = problem.code === "invalid_input" ? clientWords.wrongAddress : problem;
  return {
    what: message,
    safe: clientWords.readFailed.safe,
    next: hint ?? clientWords.readFailed.next,
    code: problem.code,
    onRetry,
    isRetrying,
  };
}
